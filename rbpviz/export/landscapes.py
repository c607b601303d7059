"""Landscapes as files: everything as JSON, and a table each of sites, motifs and effects."""

import json
from pathlib import Path

from rbpviz.export.tables import table_bytes
from rbpviz.results.landscapes import Landscape

LANDSCAPE_FILE = "landscape.json"


def write_landscape(landscape: Landscape, folder: Path) -> None:
    """Write `landscape.json`, `sites.tsv`, `motifs.tsv` and `effects.tsv` into a folder; positions are 0-based in the pre-mRNA."""
    folder.mkdir(parents=True, exist_ok=True)
    frames = {"sites": landscape.sites_frame(), "motifs": landscape.motifs_frame(), "effects": landscape.effects_frame()}
    for name, frame in frames.items():
        (folder / f"{name}.tsv").write_bytes(table_bytes(frame))
    text = json.dumps(_finite(landscape.as_dict()), indent=1, allow_nan=False)
    (folder / LANDSCAPE_FILE).write_text(text + "\n", encoding="utf-8")


def _finite(value: object) -> object:
    """Return plain data in which what JSON cannot hold (minus infinity: below the floor) is null."""
    if isinstance(value, dict):
        return {key: _finite(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_finite(part) for part in value]
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        return None
    return value
