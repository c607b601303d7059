"""Comparisons of fixed and adjusted motifs as tables and JSON."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from rbpviz.export.motif_comparison_files import ComparisonSource
from rbpviz.export.tables import table_bytes
from rbpviz.results.motif_comparisons import WIDTH, MotifComparison


def write_comparison(comparison: MotifComparison, source: ComparisonSource, folder: Path) -> None:
    """Write tables (`density classifiers overlap regions sites logos`, each `.tsv`) and `comparison.json` into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    comment = source_lines(comparison, source)
    frames = {
        "density": comparison.density_frame(),
        "classifiers": comparison.classifier_frame(),
        "overlap": _each(comparison, comparison.overlap_frame),
        "regions": regions_frame(comparison),
        "sites": _each(comparison, lambda rbp: comparison.site_frame(rbp, 0)),
        "logos": logo_frame(comparison),
    }
    for name, frame in frames.items():
        (folder / f"{name}.tsv").write_bytes(table_bytes(frame, comment=comment))
    (folder / "comparison.json").write_bytes(comparison_json(comparison, source))


def source_lines(comparison: MotifComparison, source: ComparisonSource) -> list[str]:
    """Return the lines that head every table: models, data, what was looked at."""
    return [
        f"fixed {comparison.fixed}, adjusted {', '.join(comparison.adjusted)}, genes: {source.data}, rbpviz {source.code_version}",
        f"{comparison.positions} positions in {comparison.windows} windows; classifiers measured on {comparison.evaluation_windows} others",
        "positions of sites are 0-based in the pre-mRNA; motif positions -10 to 10 around the site",
    ]


def regions_frame(comparison: MotifComparison) -> pd.DataFrame:
    """Return a row an RBP, adjusted model and region; see `MotifComparison.region_frame`."""
    parts = []
    for seed, model in enumerate(comparison.adjusted):
        for rbp in comparison.rbps:
            part = comparison.region_frame(rbp, seed)
            part.insert(0, "rbp", rbp)
            part.insert(1, "model", model)
            parts.append(part)
    return pd.concat(parts, ignore_index=True)


def logo_frame(comparison: MotifComparison) -> pd.DataFrame:
    """Return a row an RBP, logo and position: heights of A, C, G, U in bits; difference logos are signed."""
    parts = []
    for rbp in comparison.rbps:
        logos = [(name, comparison.heights(rbp, k)) for k, name in enumerate(comparison.models)]
        logos += [(f"difference {name}", comparison.difference(rbp, k)) for k, name in enumerate(comparison.adjusted)]
        for name, heights in logos:
            part = pd.DataFrame(heights, columns=list("ACGU"))
            part.insert(0, "position", np.arange(WIDTH) - WIDTH // 2)
            part.insert(0, "logo", name)
            part.insert(0, "rbp", rbp)
            parts.append(part)
    return pd.concat(parts, ignore_index=True)


def comparison_json(comparison: MotifComparison, source: ComparisonSource) -> bytes:
    """Return everything but logos and single sites as JSON; numbers that were not measured are null."""
    density = comparison.density()
    proteins = {
        rbp: {
            "density": dict(zip(comparison.models, density[:, k].tolist(), strict=True)),
            "classifiers": {
                row.model: {name: None if np.isnan(row[name]) else float(row[name]) for name in row.index[2:]}
                for _, row in comparison.classifier_frame().query("rbp == @rbp").iterrows()
            },
            "overlap": dict(comparison.overlap_frame(rbp)[["models", "positions"]].itertuples(index=False)),
        }
        for k, rbp in enumerate(comparison.rbps)
    }
    whole = {
        "fixed": comparison.fixed,
        "adjusted": list(comparison.adjusted),
        "weights": list(source.weights),
        "genes": source.data,
        "rbpviz": source.code_version,
        "positions": comparison.positions,
        "windows": comparison.windows,
        "evaluation_windows": comparison.evaluation_windows,
        "proteins": proteins,
    }
    return (json.dumps(whole, indent=1) + "\n").encode()


def _each(comparison: MotifComparison, make: Callable[[str], pd.DataFrame]) -> pd.DataFrame:
    parts = []
    for rbp in comparison.rbps:
        part = make(rbp)
        if "rbp" not in part:
            part.insert(0, "rbp", rbp)
        parts.append(part)
    return pd.concat(parts, ignore_index=True)
