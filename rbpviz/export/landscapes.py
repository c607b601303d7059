"""Landscapes as files: everything as JSON, which is read back; a table each of sites, motifs and effects; a BED track."""

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rbpviz.errors import JobError
from rbpviz.export.tables import table_bytes
from rbpviz.export.tracks import chrom_name
from rbpviz.results.landscape_edits import LandscapeChange
from rbpviz.results.landscape_seeds import LandscapeSeeds, SeedEffect, SeedSite
from rbpviz.results.landscapes import GenomePlace, Landscape, LandscapePanel, MotifEffect, MotifSite, SpliceSite

LANDSCAPE_FILE = "landscape.json"
SEEDS_FILE = "seeds.json"
BED_FILE = "landscape.bed"
COORDINATES = "positions are 0-based in the pre-mRNA, 5' to 3'; acceptor: first base of an exon, donor: last base"
EFFECTS = "effect: ln p with the motif less ln p without it; above 0 the motif supports the site, below 0 it suppresses it"
SEEDS = "mean, min, max, sd over seeds; a motif site that a seed lacks has the effect 0 there; scores below ln p = -10 count as -10"


def write_landscape(landscape: Landscape, folder: Path) -> None:
    """Write `landscape.json`, `sites.tsv`, `motifs.tsv`, `effects.tsv` and `landscape.bed` into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    frames = {"sites": landscape.sites_frame(), "motifs": landscape.motifs_frame(), "effects": landscape.effects_frame()}
    for name, frame in frames.items():
        (folder / f"{name}.tsv").write_bytes(table_bytes(frame, comment=comment_lines(landscape)))
    (folder / LANDSCAPE_FILE).write_bytes(json_bytes(landscape.as_dict()))
    (folder / BED_FILE).write_bytes(landscape_bed(landscape))


def write_change(change: LandscapeChange, folder: Path) -> None:
    """Write the landscape after edits as `write_landscape` does, and `site_changes.tsv`, `motif_changes.tsv` and `before.json`."""
    write_landscape(change.after, folder)
    head = comment_lines(change.after)
    (folder / "site_changes.tsv").write_bytes(table_bytes(change.sites_frame(), comment=head))
    (folder / "motif_changes.tsv").write_bytes(table_bytes(change.motifs_frame(), comment=head))
    (folder / "before.json").write_bytes(json_bytes(change.before.as_dict()))


def write_seeds(seeds: LandscapeSeeds, folder: Path) -> None:
    """Write `seeds.json`, `seed_sites.tsv` and `seed_effects.tsv` into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / SEEDS_FILE).write_bytes(json_bytes(seeds.as_dict()))
    for name, frame in (("seed_sites", seeds.sites_frame()), ("seed_effects", seeds.effects_frame())):
        (folder / f"{name}.tsv").write_bytes(table_bytes(frame, comment=seed_lines(seeds)))


def comment_lines(landscape: Landscape) -> list[str]:
    """Return what the head of each table says."""
    window = "window of 5,000 nt around the region" if landscape.run == "full" else "the region alone, as in the paper's figure"
    lines = [
        f"rbpviz landscape of {landscape.gene} {landscape.transcript}, region {landscape.start}-{landscape.end} (0-based, half-open)",
        f"{landscape.run} run: {window}, with 200 nt of context on either side",
        COORDINATES,
        EFFECTS,
    ]
    return [*lines, *(f"edit: {edit}" for edit in landscape.edits)]


def seed_lines(seeds: LandscapeSeeds) -> list[str]:
    """Return what the head of a table of seeds says."""
    models = ", ".join(name for names in seeds.models.values() for name in names)
    head = f"rbpviz landscape of {seeds.gene} {seeds.transcript}, region {seeds.start}-{seeds.end} (0-based, half-open), {seeds.run} run"
    return [head, f"models: {models}", COORDINATES, EFFECTS, SEEDS]


def json_bytes(body: Mapping[str, object]) -> bytes:
    """Return plain data as JSON; what JSON cannot hold (minus infinity: below the floor) becomes null."""
    return (json.dumps(_finite(body), indent=1, allow_nan=False) + "\n").encode()


def landscape_bed(landscape: Landscape) -> bytes:
    """Return splice sites and motif sites of all models as BED6, one base each.

    Names are `MODEL_acceptor`, `MODEL_donor` and `MODEL_RBP`. Scores are 1000 p for splice sites, and for motif sites 1000 times the
    share of the most affected site's probability that depends on the motif, 1 - exp(-|effect|). Positions are those of the genome where
    the pre-mRNA's place in one is known, else those of the pre-mRNA.

    Returns
    -------
    bytes
        Comment lines that state this, then a line a site, by position.
    """
    place = landscape.genome
    chrom = chrom_name(place.chromosome if place else landscape.transcript or landscape.gene)
    where = f"genome {place.assembly} {place.chromosome}({place.strand})" if place else "pre-mRNA, position 0 is its first base"
    rows = []
    for panel in landscape.panels:
        rows += [(s.position, f"{panel.model}_{s.kind}", math.exp(s.log_probability)) for s in panel.sites]
        largest = [0.0] * len(panel.motifs)
        for e in panel.effects:
            largest[e.motif] = max(largest[e.motif], abs(e.effect))
        rows += [(m.position, f"{panel.model}_{m.rbp}", 1 - math.exp(-e)) for m, e in zip(panel.motifs, largest, strict=True)]
    strand = place.strand if place else "+"
    lines = []
    for position, name, score in rows:
        start = place.base1(position) - 1 if place else position
        lines.append((start, f"{chrom}\t{start}\t{start + 1}\t{_word(name)}\t{round(1000 * score)}\t{strand}"))
    head = [
        f"# BED6, 0-based half-open; {_line(where)}",
        "# score: 1000 p of a splice site; 1000 (1 - exp(-|largest effect|)) of a motif site",
        *(f"# {_line(line)}" for line in comment_lines(landscape)),
    ]
    return ("\n".join([*head, *(text for _, text in sorted(lines))]) + "\n").encode()


def read_landscape(path: Path) -> Landscape:
    """Return the landscape of a `landscape.json`; raise `JobError` where it cannot be read."""
    return _read(path, _landscape)


def read_seeds(path: Path) -> LandscapeSeeds:
    """Return the seeds of a `seeds.json`; raise `JobError` where it cannot be read."""
    return _read(path, _seeds)


def _read(path: Path, make: Any) -> Any:  # noqa: ANN401
    try:
        return make(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise JobError(f"Could not read the landscape in {path.name!r} ({type(error).__name__}); compute it again.") from error


def _landscape(body: dict[str, Any]) -> Landscape:
    panels = tuple(_panel(model, pair, body) for model, pair in body["thresholds"].items())
    return Landscape(
        body["gene"],
        body["transcript"],
        body["start"],
        body["end"],
        body["sequence"],
        body["run"],
        panels,
        tuple(body["exon"]) if body["exon"] else None,
        GenomePlace(**body["genome"]) if body["genome"] else None,
        tuple(body["flags"]),
        tuple(body["edits"]),
        tuple((name, start, end) for name, start, end in body["elements"]),
    )


def _panel(model: str, thresholds: list[float], body: dict[str, Any]) -> LandscapePanel:
    sites = tuple(
        SpliceSite(s["position"], s["kind"], s["log_probability"], _or_floor(s["normalised"]), s["annotated"])
        for s in body["sites"]
        if s["model"] == model
    )
    motifs = tuple(MotifSite(m["position"], m["rbp"], m["activation"], m["shared"]) for m in body["motifs"] if m["model"] == model)
    site_index = {(s.position, s.kind): k for k, s in enumerate(sites)}
    motif_index = {(m.position, m.rbp): k for k, m in enumerate(motifs)}
    effects = tuple(
        MotifEffect(motif_index[e["motif_position"], e["rbp"]], site_index[e["site_position"], e["site_kind"]], e["effect"])
        for e in body["effects"]
        if e["model"] == model
    )
    return LandscapePanel(model, (thresholds[0], thresholds[1]), sites, motifs, effects)


def _seeds(body: dict[str, Any]) -> LandscapeSeeds:
    sites = tuple(SeedSite(family, place, kind, own, tuple(scores)) for family, place, kind, own, scores in body["sites"])
    effects = tuple(SeedEffect(family, rbp, motif, site, kind, tuple(e)) for family, rbp, motif, site, kind, e in body["effects"])
    models = {family: tuple(names) for family, names in body["models"].items()}
    thresholds = {model: (pair[0], pair[1]) for model, pair in body["thresholds"].items()}
    return LandscapeSeeds(body["gene"], body["transcript"], body["start"], body["end"], body["run"], models, thresholds, sites, effects)


def _or_floor(value: float | None) -> float:
    return -math.inf if value is None else value


def _word(text: str) -> str:
    return "".join(letter if letter.isprintable() and letter != " " else "_" for letter in text)


def _line(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _finite(value: object) -> object:
    """Return plain data in which what JSON cannot hold (minus infinity: below the floor) is null."""
    if isinstance(value, dict):
        return {key: _finite(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_finite(part) for part in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
