"""The user's gene library on disk: add, list, search, read, remove and bring back. Keys are hashes: no user text is ever part of a path."""

import re
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from rbpviz import config
from rbpviz.errors import GeneError, InputLimitError
from rbpviz.genes.model import GeneModel
from rbpviz.genes.stored import GeneEntry, describe_gene, gene_key, read_entry, read_gene, write_gene
from rbpviz.sequences.streams import clip

MAX_GENES = 5_000
"""Most genes of a library."""
KEEP_REMOVED_DAYS = 30
"""How long a removed gene can be brought back."""
_KEY = re.compile(r"[0-9a-f]{32}")
_REMOVED = "removed"


class GeneLibrary:
    """Genes kept in a folder.

    Parameters
    ----------
    folder : Path, optional
        Default: `genes` in the user's rbpviz folder.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or config.home_dir() / "genes"

    @property
    def folder(self) -> Path:
        """Where the genes lie."""
        return self._folder

    def add(self, gene: GeneModel, *, aliases: Iterable[str] = ()) -> GeneEntry:
        """Keep a gene and return its entry; the same gene gets the same key and is kept once. Raises `InputLimitError` when it is full."""
        key = gene_key(gene)
        if not (self._folder / f"{key}.json").is_file() and len(self._keys()) >= MAX_GENES:
            raise InputLimitError(f"The gene library has {MAX_GENES:,} genes, which is its limit; remove some first.")
        added = datetime.now(UTC).isoformat(timespec="seconds")
        entry = describe_gene(key, gene, aliases=tuple(dict.fromkeys(name for name in aliases if name)), added=added)
        write_gene(self._folder, entry, gene)
        return entry

    def entries(self) -> tuple[list[GeneEntry], list[str]]:
        """Return the genes by name, and one sentence for each that cannot be read."""
        found, problems = [], []
        for key in self._keys():
            try:
                found.append(read_entry(self._folder, key))
            except GeneError as error:
                problems.append(str(error))
        return sorted(found, key=lambda entry: (entry.name.casefold(), entry.assembly, entry.key)), problems

    def get(self, key: str) -> GeneModel:
        """Return a gene; raises `GeneError` where there is none of that key, or it is damaged."""
        return read_gene(self._folder, _checked(key))

    def entry(self, key: str) -> GeneEntry:
        """Return a gene's entry; raises `GeneError` as `get` does."""
        return read_entry(self._folder, _checked(key))

    def stamp(self) -> tuple[tuple[str, int], ...]:
        """Return what changes whenever a gene is added, changed or removed."""
        return tuple((key, (self._folder / f"{key}.json").stat().st_mtime_ns) for key in self._keys())

    def remove(self, key: str) -> None:
        """Put a gene aside; `restore` brings it back for `KEEP_REMOVED_DAYS` days. Raises `GeneError` where it is not there."""
        _checked(key)
        aside = self._folder / _REMOVED
        self._move(key, self._folder, aside)
        oldest = time.time() - KEEP_REMOVED_DAYS * 86_400
        for path in aside.iterdir():
            if path.stat().st_mtime < oldest:
                path.unlink(missing_ok=True)

    def restore(self, key: str) -> None:
        """Bring a removed gene back; raises `GeneError` where it is gone."""
        self._move(_checked(key), self._folder / _REMOVED, self._folder)

    def _move(self, key: str, source: Path, target: Path) -> None:
        """Move both files of a gene; the JSON file, which says that a gene is there, goes first out and last in."""
        if not (source / f"{key}.json").is_file():
            raise GeneError(f"Got the gene {key}, which is not there any more; look at the list again.")
        target.mkdir(parents=True, exist_ok=True)
        leaving = source == self._folder
        for ending in ("json", "fa") if leaving else ("fa", "json"):
            path = source / f"{key}.{ending}"
            if path.is_file():
                path.replace(target / path.name)
                (target / path.name).touch()

    def _keys(self) -> list[str]:
        if not self._folder.is_dir():
            return []
        return sorted(path.stem for path in self._folder.glob("*.json") if _KEY.fullmatch(path.stem))


def is_key(text: str) -> bool:
    """Return whether a text is a key of the library."""
    return bool(_KEY.fullmatch(text))


def search_entries(entries: Iterable[GeneEntry], text: str) -> list[GeneEntry]:
    """Return the genes that a text finds: by symbol, id or alias, exact names first, then beginnings; case does not count.

    Parameters
    ----------
    entries : iterable of GeneEntry
        Where to look.
    text : str
        What was typed; empty finds all.
    """
    wanted = text.strip().casefold()
    ranked = []
    for entry in entries:
        names = [name.casefold() for name in entry.names]
        bare = [name.rpartition(".")[0] for name in names if "." in name]
        if wanted in (*names, *bare):
            ranked.append((0, entry))
        elif any(name.startswith(wanted) for name in names):
            ranked.append((1, entry))
    return [entry for _, entry in sorted(ranked, key=lambda pair: pair[0])]


def _checked(key: str) -> str:
    if not is_key(key):
        raise GeneError(f"Got the gene key {clip(key)!r}; expected 32 hexadecimal digits.")
    return key
