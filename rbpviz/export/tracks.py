"""Tracks for genome browsers: bedGraph of response curves, BED of scored windows. Positions are 0-based half-open, as in rbpviz."""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Literal

import numpy as np

from rbpviz.errors import InvalidOptionError
from rbpviz.results.curves import ResponseCurves
from rbpviz.results.predictions import Prediction

Track = Literal["cnn", "gcn", "gate", "gcn_gated"]


def chrom_name(record_id: str) -> str:
    """Return a record id as a legal chrom name: letters, digits and underscores, 1 to 255 of them."""
    return re.sub(r"[^A-Za-z0-9_]", "_", record_id)[:255] or "_"


def bedgraph_bytes(curves: ResponseCurves, which: Track = "cnn") -> bytes:
    """Return one response as bedGraph; neighbouring bases of equal value share a line.

    Parameters
    ----------
    curves : ResponseCurves
        Curves of one RNA.
    which : {"cnn", "gcn", "gate", "gcn_gated"}
        Which curve.

    Returns
    -------
    bytes
        Comment lines that state the record, the model and the coordinates; a `track` line; then chrom, start, end, value. Values are
        written with the digits that give the same float32 back. Bases without a finite value are left out.

    Raises
    ------
    InvalidOptionError
        If `which` is unknown.
    """
    tracks = {"cnn": curves.cnn, "gcn": curves.gcn, "gate": curves.gate, "gcn_gated": curves.gated_gcn()}
    if which not in tracks:
        raise InvalidOptionError(f"Got the track {which!r}; expected one of {', '.join(tracks)}.")
    values = np.asarray(tracks[which], dtype=np.float32)
    chrom = chrom_name(curves.id)
    lines = [
        f"# chrom {chrom} is record {_comment(curves.id)}; position 0 is its first base; 0-based half-open, 5' to 3'",
        f"# {which} response of {_comment(curves.model)}",
        f'track type=bedGraph name="{chrom} {which}" description="{which} response, {_comment(curves.model)}"',
    ]
    edges = [i for i in range(len(values)) if i == 0 or values[i] != values[i - 1]]
    for start, end in pairwise([*edges, len(values)]):
        if np.isfinite(values[start]):
            lines.append(f"{chrom}\t{start}\t{end}\t{np.format_float_positional(values[start], trim='-')}")
    return ("\n".join(lines) + "\n").encode("utf-8")


def bed_bytes(predictions: Iterable[Prediction]) -> bytes:
    """Return scored windows as BED6.

    The name is the model id, the integer score is 1000 times the probability, the strand is + since sequences are read 5' to 3'.

    Parameters
    ----------
    predictions : iterable of Prediction
        Scores; positions 0-based half-open in their record.

    Returns
    -------
    bytes
        A comment line for each record that states which chrom it is, then the windows. Two records whose ids give the same chrom
        get a number at the end.
    """
    chroms: dict[str, str] = {}
    rows = []
    for p in predictions:
        if p.id not in chroms:
            chroms[p.id] = _unused(chrom_name(p.id), set(chroms.values()))
        rows.append(f"{chroms[p.id]}\t{p.start}\t{p.end}\t{_comment(p.model).replace(' ', '_')}\t{_display_score(p.score)}\t+")
    head = ["# BED6, 0-based half-open; score = 1000 x probability"]
    head += [f"# chrom {chrom} is record {_comment(record)}; position 0 is its first base" for record, chrom in chroms.items()]
    return ("\n".join([*head, *rows]) + "\n").encode("utf-8")


def _display_score(score: float) -> int:
    return round(1000 * min(max(score, 0.0), 1.0)) if np.isfinite(score) else 0


def _unused(name: str, taken: set[str]) -> str:
    if name not in taken:
        return name
    number = next(i for i in range(2, len(taken) + 3) if f"{name[:245]}_{i}" not in taken)
    return f"{name[:245]}_{number}"


def _comment(text: str) -> str:
    return "".join(letter if letter.isprintable() and letter != '"' else " " for letter in text)
