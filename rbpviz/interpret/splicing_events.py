"""Skipped exons of a user's experiment, from rMATS (`SE.MATS.JC.txt`, `SE.MATS.JCEC.txt`) or a VastDB table, in transcript orientation.

rMATS starts are 0-based; VastDB coordinates are 1-based and inclusive. rMATS names neighbours by genomic order, so that the exon's own ends
and its strand alone are used here.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from rbpviz.errors import DataSetError
from rbpviz.results.clip_maps import EventSet
from rbpviz.sequences.alphabet import decode_text

Sign = Literal["knockdown first", "control first"]
MAX_EVENTS = 1_000_000
_RMATS = ("chr", "strand", "exonStart_0base", "exonEnd", "FDR", "IncLevelDifference")
_COORD = re.compile(r"(\w[\w.]*):(\d+)-(\d+)(?::([+-]))?")
_FULL = re.compile(r"(\w[\w.]*):([\d+]*),([\d+]+-[\d+]+),([\d+]*)(?::([+-]))?")
_CHANGES = ("dPSI", "deltaPSI", "E[dPsi]")


@dataclass(frozen=True, slots=True)
class _Event:
    chromosome: str
    strand: str
    start: int
    end: int
    change: float
    fdr: float


def read_events(content: bytes, *, name: str = "", sign: Sign = "knockdown first") -> EventSet:
    """Return the skipped exons of a table.

    Parameters
    ----------
    content : bytes
        The file.
    name : str, optional
        What messages call it (untrusted text).
    sign : {"knockdown first", "control first"}
        What the difference of inclusion is: knock-down less control (sample 1 of rMATS is the knock-down), or the other way round.

    Returns
    -------
    EventSet
        One row an exon: of several rows for one exon the most changed one is kept. `change` is knock-down less control, as a fraction.

    Raises
    ------
    DataSetError
        If it is no such table, or has no event.
    """
    lines = [line for line in decode_text(content).splitlines() if line.strip() and not line.startswith("#")]
    if not lines:
        raise DataSetError(f"Got an empty table of events {name!r}; expected SE.MATS.JC.txt of rMATS or a VastDB table with exons.")
    header = [cell.strip().strip('"') for cell in lines[0].split("\t")]
    rows = csv.DictReader(io.StringIO("\n".join(lines[1:])), fieldnames=header, delimiter="\t")
    if set(_RMATS) <= set(header):
        events, kind = list(_rmats(rows)), "rMATS"
    elif "COORD" in header and any(column in header for column in _CHANGES):
        events, kind = list(_vastdb(rows, next(column for column in _CHANGES if column in header))), "VastDB"
    else:
        raise DataSetError(
            f"Got a table {name!r} with the columns {', '.join(header[:8])}; expected those of rMATS ({', '.join(_RMATS)}) or of VastDB "
            f"(COORD, FullCO and one of {', '.join(_CHANGES)})."
        )
    if not events:
        raise DataSetError(f"Got a {kind} table {name!r} without a usable exon; expected rows with a strand, positions and a difference.")
    return _distinct(events[:MAX_EVENTS], kind, 1.0 if sign == "knockdown first" else -1.0)


def _rmats(rows: Iterable[Mapping[str, str]]) -> Iterator[_Event]:
    for number, row in enumerate(rows, start=2):
        if "longExon" in row or "riExonStart_0base" in row:
            raise DataSetError("Got an rMATS table of another kind of event; expected skipped exons: SE.MATS.JC.txt or SE.MATS.JCEC.txt.")
        if row["IncLevelDifference"] in ("NA", "", None) or row["FDR"] in ("NA", "", None):
            continue
        try:
            start, end = int(row["exonStart_0base"]), int(row["exonEnd"])
            change, fdr = float(row["IncLevelDifference"]), float(row["FDR"])
        except (TypeError, ValueError) as error:
            raise DataSetError(f"Got a row that cannot be read in line {number} of an rMATS table ({error}).") from error
        if row["strand"] not in ("+", "-") or not 0 <= start < end or abs(change) > 1:
            raise DataSetError(
                f"Got strand {row['strand']!r}, exon {start}-{end}, difference {change} in line {number} of an rMATS table; expected + "
                "or -, 0 <= start < end (0-based), and a difference from -1 to 1."
            )
        yield _Event(row["chr"], row["strand"], start, end, change, fdr)


def _vastdb(rows: Iterable[Mapping[str, str]], column: str) -> Iterator[_Event]:
    kept = []
    for number, row in enumerate(rows, start=2):
        place, full = _COORD.fullmatch((row["COORD"] or "").strip()), _FULL.match((row.get("FullCO") or "").strip())
        text = (row[column] or "").strip()
        if place is None or full is None or text in ("", "NA"):
            continue  # introns, alternative ends, and events that were not measured
        strand = place[4] or full[5] or _strand(full[2], full[4])
        try:
            change = float(text)
        except ValueError as error:
            raise DataSetError(f"Got {text[:30]!r} for {column} in line {number} of a VastDB table; expected a number or NA.") from error
        if strand and int(place[2]) <= int(place[3]):
            kept.append((place, strand, change))
    per = 100.0 if any(abs(change) > 1 for _, _, change in kept) else 1.0
    for place, strand, change in kept:
        yield _Event(place[1], strand, int(place[2]) - 1, int(place[3]), change / per, float("nan"))


def _strand(before: str, after: str) -> str:
    """Return the strand that the donor before and the acceptor after an exon tell; empty where they do not."""
    if not before or not after:
        return ""
    first, last = int(before.split("+")[0]), int(after.split("+")[0])
    return "" if first == last else "+" if first < last else "-"


def _distinct(events: list[_Event], kind: str, sign: float) -> EventSet:
    best: dict[tuple[str, str, int, int], _Event] = {}
    for event in events:
        key = (plain_chromosome(event.chromosome), event.strand, event.start, event.end)
        if key not in best or abs(event.change) > abs(best[key].change):
            best[key] = event
    keys = sorted(best)
    forward = np.array([key[1] == "+" for key in keys])
    start, end = np.array([key[2] for key in keys]), np.array([key[3] for key in keys])
    return EventSet(
        kind,
        tuple(key[0] for key in keys),
        forward,
        np.where(forward, start, end - 1),
        np.where(forward, end - 1, start),
        sign * np.array([best[key].change for key in keys]),
        np.array([best[key].fdr for key in keys]),
    )


def plain_chromosome(name: str) -> str:
    """Return a chromosome without `chr`, with `M` for the mitochondrial one, so that tables of both habits meet."""
    bare = name[3:] if name.lower().startswith("chr") else name
    return "M" if bare in ("MT", "mt") else bare
