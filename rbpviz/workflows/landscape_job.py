"""Landscapes as jobs: all knock-outs of a long region, and a region under many seeds, each in a process of its own."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rbpviz.errors import JobError
from rbpviz.export.landscapes import write_landscape, write_seeds
from rbpviz.models.checkpoints import load_splicer
from rbpviz.models.devices import settle_on_one_thread
from rbpviz.results.cards import ModelCard
from rbpviz.results.landscapes import GenomePlace
from rbpviz.types import Progress
from rbpviz.workflows.landscape import LandscapeRequest, describe, look
from rbpviz.workflows.landscape_seeds import landscape_seeds
from rbpviz.workflows.landscape_subject import Subject

SUBJECT_FILE = "pre_mrna.json"
_READ_SECONDS = (0.05, 0.55)
"""Seconds on one core for a window of full length: at any width, and in addition at 200 channels."""
_KNOCK_OUT_SECONDS = (0.008, 0.026)
"""Seconds on one core for one knock-out: at any width, and in addition at 200 channels."""


def run_landscape_job(request: dict[str, Any], folder: Path, progress: Progress) -> dict[str, Any]:
    """Compute a landscape with all its knock-outs and write its files into the job's folder.

    Parameters
    ----------
    request : dict
        `models` (ids or folders), `exon` or `region`, `run`, and optionally `device`.
    folder : Path
        Folder of the job, with `pre_mrna.json`.
    progress : Progress
        Called after each panel.

    Returns
    -------
    dict
        `length motifs`.
    """
    wanted, subject = _read_request(request), read_subject(folder / SUBJECT_FILE)
    settle_on_one_thread()
    models = [load_splicer(name, device=wanted.device) for name in wanted.models]
    found = describe(look(wanted, subject, models, progress=progress), progress=progress)
    write_landscape(found, folder)
    return {"length": found.end - found.start, "motifs": sum(len(panel.motifs) for panel in found.panels)}


def run_landscape_seeds_job(request: dict[str, Any], folder: Path, progress: Progress) -> dict[str, Any]:
    """Compute a region under several seeds and write its files into the job's folder.

    Parameters
    ----------
    request : dict
        `families` (model ids or folders by family), `exon` or `region`, `run`, and optionally `device`.
    folder : Path
        Folder of the job, with `pre_mrna.json`.
    progress : Progress
        Called after each model, twice.

    Returns
    -------
    dict
        `seeds sites effects`.
    """
    families = {str(family): tuple(names) for family, names in request["families"].items()}
    wanted = _read_request({**request, "models": [name for names in families.values() for name in names]})
    found = landscape_seeds(wanted, read_subject(folder / SUBJECT_FILE), families, progress=progress)
    write_seeds(found, folder)
    return {"seeds": found.n_seeds, "sites": len(found.sites), "effects": len(found.effects)}


def subject_bytes(subject: Subject) -> bytes:
    """Return a pre-mRNA as JSON, which `read_subject` reads."""
    body = {**asdict(subject), "annotated": sorted(map(list, subject.annotated))}
    return json.dumps(body).encode()


def read_subject(path: Path) -> Subject:
    """Return the pre-mRNA of a file that `subject_bytes` made; raise `JobError` where it cannot be read."""
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
        return Subject(
            body["gene"],
            body["transcript"],
            body["sequence"],
            tuple((start, end) for start, end in body["exons"]),
            frozenset((position, kind) for position, kind in body["annotated"]),
            GenomePlace(**body["genome"]) if body["genome"] else None,
            tuple(body["flags"]),
            tuple((name, start, end) for name, start, end in body["elements"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise JobError(f"Could not read the pre-mRNA in {path.name!r} ({type(error).__name__}); run the job again.") from error


def estimate_reading(card: ModelCard) -> float:
    """Return about how long a model takes to read the window of a region on one core, seconds."""
    return _at_width(card, _READ_SECONDS) if card.channels else 0.1


def estimate_knock_outs(card: ModelCard, motifs: int) -> float:
    """Return about how long some knock-outs take on one core, seconds."""
    return motifs * _at_width(card, _KNOCK_OUT_SECONDS)


def _at_width(card: ModelCard, seconds: tuple[float, float]) -> float:
    share = float(card.options.get("channels", 200)) / 200
    return seconds[0] + seconds[1] * share**2


def _read_request(request: dict[str, Any]) -> LandscapeRequest:
    region, exon = request.get("region"), request.get("exon")
    return LandscapeRequest(
        exon=None if exon is None else int(exon),
        region=None if region is None else (int(region[0]), int(region[1])),
        models=tuple(map(str, request["models"])),
        run="short" if request.get("run") == "short" else "full",
        device=str(request.get("device") or "auto"),
    )
