"""Curves in a file of their own: the same object comes back, anything else is refused in a sentence."""

import json
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from rbpviz.errors import JobError
from rbpviz.export.curve_files import read_curves, write_curves
from rbpviz.results.curves import ResponseCurves
from rbpviz.types import Flag, Interval
from tests.plots.samples import sample_curves


def assert_same(found: ResponseCurves, expected: ResponseCurves) -> None:
    for field in fields(ResponseCurves):
        mine, theirs = getattr(found, field.name), getattr(expected, field.name)
        if isinstance(theirs, np.ndarray):
            assert mine.dtype == np.float32
            np.testing.assert_array_equal(mine.view(np.int32), theirs.view(np.int32))
        else:
            assert mine == theirs, field.name
            assert type(mine) is type(theirs)


@pytest.mark.parametrize("change", [
    {}, {"viewpoint": None}, {"viewpoint": Interval(3, 9)}, {"flags": (Flag.WINDOWED, Flag.FOLDED_LOCALLY)},
    {"elements": "", "dot_bracket": ""}, {"id": "=cmd()'\u2028\U0001f9ec<b>"}, {"score": 0.1 + 0.2, "percentile": 100 / 3},
])  # fmt: skip
def test_the_same_curves_come_back(tmp_path: Path, change: dict[str, object]) -> None:
    curves = replace(sample_curves(40), **change)
    curves = replace(curves, cnn=np.array([np.nan, -0.0, 1e-45, np.inf, *curves.cnn[4:]], np.float32))
    write_curves(curves, tmp_path / "c.json")
    assert_same(read_curves(tmp_path / "c.json"), curves)
    assert [path.name for path in tmp_path.iterdir()] == ["c.json"]


@pytest.mark.parametrize("change", [
    {"format": 2}, {"cnn": "AAAA"}, {"cnn": "AAAAAA=="}, {"gate": "?"}, {"sequence": "ACGU"}, {"elements": "E"}, {"viewpoint": [9, 3]},
    {"flags": ["new"]}, {"score": "high"}, {"id": 3}, {"cnn": None},
])  # fmt: skip
def test_a_damaged_file_is_refused(tmp_path: Path, change: dict[str, object]) -> None:
    path = tmp_path / "c.json"
    write_curves(sample_curves(40), path)
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))
    with pytest.raises(JobError, match=r"cannot be read \(\w+\); run it again"):
        read_curves(path)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 1', "3"])
def test_another_file_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "c.json").write_text(text)
    with pytest.raises(JobError, match="run it again"):
        read_curves(tmp_path / "c.json")
    with pytest.raises(JobError, match="run it again"):
        read_curves(tmp_path / "none.json")
