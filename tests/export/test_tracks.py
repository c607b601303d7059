"""Tracks are read back and legal."""

import re
from dataclasses import replace

import numpy as np
import pytest

from rbpviz.errors import InvalidOptionError
from rbpviz.export.tracks import bed_bytes, bedgraph_bytes, chrom_name
from rbpviz.results.predictions import Prediction
from tests.plots.samples import sample_curves


def rows(content: bytes) -> list[list[str]]:
    lines = content.decode().splitlines()
    return [line.split("\t") for line in lines if not line.startswith(("#", "track"))]


@pytest.mark.parametrize("which", ["cnn", "gcn", "gate", "gcn_gated"])
def test_bedgraph_gives_the_same_values_back(which: str) -> None:
    curves = sample_curves(200)
    back = np.full(200, np.nan, dtype=np.float32)
    for _, start, end, value in rows(bedgraph_bytes(curves, which)):
        assert np.isnan(back[int(start) : int(end)]).all(), "intervals overlap"
        back[int(start) : int(end)] = np.float32(value)
    expected = {"cnn": curves.cnn, "gcn": curves.gcn, "gate": curves.gate, "gcn_gated": curves.gated_gcn()}[which]
    np.testing.assert_array_equal(back, expected)


def test_equal_neighbours_share_a_line_and_gaps_stay() -> None:
    values = np.array([0.5, 0.5, np.nan, 0.25, 0.25, 0.5], dtype=np.float32)
    curves = replace(sample_curves(6), cnn=values)
    assert [row[1:] for row in rows(bedgraph_bytes(curves))] == [["0", "2", "0.5"], ["3", "5", "0.25"], ["5", "6", "0.5"]]


def test_chrom_is_legal_and_the_mapping_is_stated() -> None:
    content = bedgraph_bytes(sample_curves(20, record_id='chr1:5-9(+) "x"\n|é'))
    assert re.fullmatch(r"[A-Za-z0-9_]+", rows(content)[0][0])
    head = content.decode().splitlines()[0]
    assert head.startswith("# chrom chr1_5_9_____x____ ")
    assert "is record chr1:5-9(+)" in head
    assert "0-based half-open" in head
    assert chrom_name("") == "_"


def test_unknown_track_is_refused() -> None:
    with pytest.raises(InvalidOptionError, match="cnn, gcn, gate"):
        bedgraph_bytes(sample_curves(20), "score")  # type: ignore[arg-type]


def test_bed_has_six_legal_columns() -> None:
    content = bed_bytes([Prediction("a b", 0, 10, "rnassrnet/X", 0.8734, 99.0), Prediction("a b", 5, 15, "rnassrnet/X", 1.2, 99.0)])
    assert rows(content) == [["a_b", "0", "10", "rnassrnet/X", "873", "+"], ["a_b", "5", "15", "rnassrnet/X", "1000", "+"]]


def test_ids_that_look_alike_keep_apart() -> None:
    found = rows(bed_bytes(Prediction(name, 0, 1, "m", 0.5, 50.0) for name in ("a.1", "a-1", "a.1", "a|1")))
    assert [row[0] for row in found] == ["a_1", "a_1_2", "a_1", "a_1_3"]
