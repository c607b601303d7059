"""Where things lie and how large they may be. Environment variables are read here and nowhere else."""

import os
from pathlib import Path

from platformdirs import user_cache_path, user_data_path

PACKAGE_DIR = Path(__file__).resolve().parent
PROJECT_DIR = PACKAGE_DIR.parent

MAX_RECORD_LENGTH = 100_000
"""Longest sequence that is read, nt."""
MAX_GENE_LENGTH = 3_000_000
"""Longest gene that is read, nt (the longest human ones have 2.5 million)."""
MAX_PASTE_CHARACTERS = 2_000_000
"""Longest pasted text."""
MAX_FILE_BYTES = 1_000_000_000
"""Largest sequence file after decompression, bytes."""
MAX_COMPRESSION_RATIO = 200
"""A gzip file that grows more than this is refused as a bomb (DNA text compresses about 4-fold, repeats up to 100-fold)."""
MAX_GENE_UPLOAD_BYTES = 200_000_000
"""Largest gene file or annotation that the app takes, bytes after decompression; the command line takes larger ones."""
MAX_GLOBAL_FOLD_LENGTH = 3_000
"""Longest sequence whose minimum free energy is folded globally, nt; beyond it the local algorithm is used."""


def checkpoints_dir() -> Path:
    """Return the folder of shipped checkpoints (`RBPVIZ_CHECKPOINTS`, else `checkpoints/` of the project)."""
    return Path(os.environ.get("RBPVIZ_CHECKPOINTS") or PROJECT_DIR / "checkpoints")


def data_dir() -> Path | None:
    """Return the folder of benchmark data (`RBPVIZ_DATA`, else `../shared/data`), or None where there is none."""
    chosen = os.environ.get("RBPVIZ_DATA")
    folder = Path(chosen) if chosen else PROJECT_DIR.parent / "shared" / "data"
    return folder if folder.is_dir() else None


def home_dir() -> Path:
    """Return the user's rbpviz folder for jobs and published models (`RBPVIZ_HOME`, else the platform's data folder)."""
    return Path(os.environ.get("RBPVIZ_HOME") or user_data_path("rbpviz", appauthor=False))


def cache_dir() -> Path:
    """Return the folder of things that can be computed again (`RBPVIZ_CACHE`, else the platform's cache folder)."""
    return Path(os.environ.get("RBPVIZ_CACHE") or user_cache_path("rbpviz", appauthor=False))


def ensembl_url(assembly: str) -> str:
    """Return the address of Ensembl's REST service for a build (`RBPVIZ_ENSEMBL_GRCH38`, `RBPVIZ_ENSEMBL_GRCH37`, else the public one)."""
    public = {"GRCh38": "https://rest.ensembl.org", "GRCh37": "https://grch37.rest.ensembl.org"}
    return (os.environ.get(f"RBPVIZ_ENSEMBL_{assembly.upper()}") or public.get(assembly, "")).rstrip("/")


def genomes_dir() -> Path:
    """Return the folder of genomes that the app may read (`RBPVIZ_GENOMES`, else `genomes` in the user's rbpviz folder)."""
    return Path(os.environ.get("RBPVIZ_GENOMES") or home_dir() / "genomes")


def worker_count() -> int:
    """Return how many processes may compute at once (`RBPVIZ_WORKERS`, else the cores this process may use)."""
    chosen = os.environ.get("RBPVIZ_WORKERS", "")
    if chosen.isdigit() and int(chosen) > 0:
        return int(chosen)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)


def max_running_jobs() -> int:
    """Return how many jobs may run at once (`RBPVIZ_JOBS`, else 2: each of them uses all cores); others wait in a queue."""
    chosen = os.environ.get("RBPVIZ_JOBS", "")
    return int(chosen) if chosen.isdigit() and int(chosen) > 0 else 2
