"""Response curves as one file each that gives the same object back: what a job leaves and a page reads. For people there are tables."""

import base64
import json
from pathlib import Path
from typing import Any

import numpy as np

from rbpviz.errors import JobError, RbpvizError
from rbpviz.results.curves import ResponseCurves
from rbpviz.types import Flag, Interval

FORMAT = 1
_TEXTS = ("id", "sequence", "model", "elements", "dot_bracket")
_CURVES = ("cnn", "gcn", "gate")


def write_curves(curves: ResponseCurves, path: Path) -> None:
    """Write curves as JSON, the arrays as little-endian float32 in base64; the file appears only when it is complete."""
    document: dict[str, Any] = {"format": FORMAT, **{name: getattr(curves, name) for name in _TEXTS}}
    document |= {"score": float(curves.score), "percentile": float(curves.percentile), "flags": list(curves.flags)}
    document["viewpoint"] = None if curves.viewpoint is None else [curves.viewpoint.start, curves.viewpoint.end]
    document |= {name: base64.b64encode(np.asarray(getattr(curves, name), "<f4").tobytes()).decode() for name in _CURVES}
    draft = path.with_name(path.name + ".part")
    draft.write_text(json.dumps(document), encoding="utf-8")
    draft.replace(path)


def read_curves(path: Path) -> ResponseCurves:
    """Return the curves that `write_curves` wrote, bit for bit.

    Raises
    ------
    JobError
        If there is no such file, or it is damaged or of another format.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["format"] != FORMAT:
            raise ValueError(f"format {document['format']}")
        texts: dict[str, Any] = {name: _text(document[name]) for name in _TEXTS}
        arrays: dict[str, Any] = {name: _array(document[name]) for name in _CURVES}
        length = len(texts["sequence"])
        expected = {length} | ({len(texts[name]) for name in ("elements", "dot_bracket")} - {0})
        if {len(array) for array in arrays.values()} | expected != {length}:
            raise ValueError("lengths differ")
        return ResponseCurves(
            **texts,
            **arrays,
            score=float(document["score"]),
            percentile=float(document["percentile"]),
            viewpoint=None if document["viewpoint"] is None else Interval(*document["viewpoint"]),
            flags=tuple(Flag(flag) for flag in document["flags"]),
        )
    except (OSError, ValueError, KeyError, TypeError, RbpvizError) as error:
        raise JobError(f"The curves of this job cannot be read ({type(error).__name__}); run it again.") from error


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{type(value).__name__} instead of text")
    return value


def _array(text: str) -> np.ndarray:
    return np.frombuffer(base64.b64decode(text, validate=True), "<f4").astype(np.float32)
