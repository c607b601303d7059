"""Stored comparisons of motifs come back; damaged ones are told; tables and JSON hold what was compared."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rbpviz.errors import CheckpointError
from rbpviz.export.array_files import write_arrays
from rbpviz.export.motif_comparison_files import ComparisonSource, read_stored_comparison, write_stored_comparison
from rbpviz.export.motif_comparisons import write_comparison
from tests.results.comparisons import small_comparison

SOURCE = ComparisonSource(("a" * 64, "b" * 64, "c" * 64), "four windows", "0.1.0")


def test_a_comparison_comes_back(tmp_path: Path) -> None:
    comparison = small_comparison()
    write_stored_comparison(comparison, SOURCE, tmp_path / "c.safetensors")
    back, source = read_stored_comparison(tmp_path / "c.safetensors")
    assert source == SOURCE
    assert (back.models, back.rbps, back.positions) == (comparison.models, comparison.rbps, comparison.positions)
    for name, array in comparison.arrays().items():
        np.testing.assert_array_equal(back.arrays()[name], array)
    assert back.sample.genes == ("g1", "=g2")


def test_a_file_with_a_site_of_no_gene_or_other_shapes_is_refused(tmp_path: Path) -> None:
    comparison = small_comparison()
    bad = replace(comparison, sample=replace(comparison.sample, gene=np.array([0, 9, 0], np.int32)))
    write_stored_comparison(bad, SOURCE, tmp_path / "gene")
    with pytest.raises(CheckpointError, match="not there"):
        read_stored_comparison(tmp_path / "gene")
    write_arrays({"bases": np.zeros(3)}, {"format": "rbpviz-motif-comparison-1"}, tmp_path / "part")
    with pytest.raises(CheckpointError, match="no whole comparison"):
        read_stored_comparison(tmp_path / "part")


def test_tables_and_json_hold_the_numbers(tmp_path: Path) -> None:
    write_comparison(small_comparison(), SOURCE, tmp_path)
    sites = pd.read_csv(tmp_path / "sites.tsv", sep="\t", comment="#")
    assert sites.gene.tolist() == ["'=g2", "g1", "g1"]  # no spreadsheet takes it for a formula
    logos = pd.read_csv(tmp_path / "logos.tsv", sep="\t", comment="#")
    assert len(logos) == 3 * 5 * 21
    assert logos[logos.logo == "sam-fm/human"][list("ACGU")].to_numpy().min() >= 0
    body = json.loads((tmp_path / "comparison.json").read_text())
    assert body["proteins"]["TRA2A"]["classifiers"]["sam-am/human"]["accuracy"] == pytest.approx(0.9)
    assert body["proteins"]["PCBP1"]["classifiers"]["sam-am/human"]["accuracy"] is None
    assert body["proteins"]["TRA2A"]["overlap"]["sam-fm/human & sam-am/human"] == 30
    assert {path.name for path in tmp_path.iterdir()} == {
        f"{n}.tsv" for n in ("density", "classifiers", "overlap", "regions", "sites", "logos")
    } | {"comparison.json"}
