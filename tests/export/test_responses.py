"""Curves of many records as a folder: an index that names each record, a table and tracks for each."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rbpviz.errors import InvalidOptionError
from rbpviz.export.responses import INDEX_COLUMNS, FigureFormats, write_responses
from rbpviz.export.tables import cell_text
from tests.plots.samples import sample_curves


def test_the_index_names_records_as_they_are_called_and_tables_give_curves_back(tmp_path: Path) -> None:
    curves = [replace(sample_curves(30), id="=cmd()|x", score=2 / 3), replace(sample_curves(20), id="'quoted'")]
    assert write_responses(iter(curves), tmp_path, draw=lambda _: pytest.fail("no figure was asked for")) == 2
    lines = [line.split("\t") for line in (tmp_path / "index.tsv").read_text().splitlines()]
    assert lines[0] == list(INDEX_COLUMNS)
    assert [cell_text(line[1]) for line in lines[1:]] == ["=cmd()|x", "'quoted'"]
    assert [line[0] for line in lines[1:]] == ["0001_cmd_x", "0002_quoted"]
    assert lines[1][4] == "0.666666667"
    for one, line in zip(curves, lines[1:], strict=True):
        back = pd.read_csv(tmp_path / f"{line[0]}.tsv", sep="\t", comment="#")
        for name in ("cnn", "gcn", "gate"):
            np.testing.assert_array_equal(back[name].to_numpy(np.float32), getattr(one, name))


def test_figure_formats() -> None:
    assert FigureFormats.parse(" SVG,pdf, svg,").names == ("svg", "pdf")
    assert FigureFormats.parse("").names == ()
    with pytest.raises(InvalidOptionError, match="'gif'"):
        FigureFormats.parse("png,gif")
