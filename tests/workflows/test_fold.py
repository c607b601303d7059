"""Folding a file into a table."""

import io

import pytest

from rbpviz.errors import InvalidSequenceError
from rbpviz.structure.folding import FoldOptions
from rbpviz.workflows.fold import FOLD_COLUMNS, fold_file
from rbpviz.workflows.folding import fold_records
from tests.workflows.samples import HereFolds, random_records

TEXT = b">hairpin of the method\nGGGGAAAACCCC\n>=loop\naagggcaggcgaaagccacccaa\n>open\nAAAA\n"


def test_a_row_a_record() -> None:
    output = io.StringIO()
    reports: list[tuple[int, int | None]] = []
    assert fold_file(io.BytesIO(TEXT), output, workers=1, total=3, progress=lambda d, t, _: reports.append((d, t))) == ()
    rows = [line.split("\t") for line in output.getvalue().splitlines()]
    assert rows == [
        list(FOLD_COLUMNS),
        ["hairpin", "((((....))))", "-5.40", "SSSSHHHHSSSS"],
        ["'=loop", "..(((..(((....))).)))..", "-9.20", "EESSSIISSSHHHHSSSISSSEE"],
        ["open", "....", "0.00", "EEEE"],
    ]
    assert reports[-1] == (3, 3)


def test_bad_records_end_it_or_are_left_out() -> None:
    text = b">a\nACGU\n>b\nAC!GU\n>c\nACGU\n"
    with pytest.raises(InvalidSequenceError, match="'!' at position 3"):
        fold_file(io.BytesIO(text), io.StringIO(), workers=1)
    output = io.StringIO()
    (rejected,) = fold_file(io.BytesIO(text), output, skip_bad=True, workers=1)
    assert (rejected.id, rejected.ordinal) == ("b", 2)
    assert [line[0] for line in output.getvalue().splitlines()[1:]] == ["a", "c"]


def test_records_keep_their_folds_by_pool_and_by_cache() -> None:
    records = random_records(20, 35, 20, 50)
    records.append(records[0])
    options = FoldOptions(mfe=False)
    for source in ({"folds": HereFolds()}, {"workers": 1}, {"workers": 2}, {}):
        found = list(fold_records(iter(records), options, **source))  # type: ignore[arg-type]
        assert [record for record, _ in found] == records
        assert all(structure.sequence == record.sequence for record, structure in found)
