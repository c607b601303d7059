"""Bases in the plane."""

import numpy as np
import pytest
import RNA
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rbpviz.errors import InvalidOptionError, InvalidSequenceError
from rbpviz.structure.layout import LONGEST_PUZZLER, layout

HAIRPINS = "((((....))))..." * 20
structures = st.recursive(
    st.just("."), lambda inner: st.lists(st.one_of(inner, inner.map(lambda s: f"({s})")), min_size=1, max_size=4).map("".join)
)


@pytest.mark.parametrize("method", ["auto", "puzzler", "naview", "turtle", "simple", "circular"])
@pytest.mark.parametrize("structure", [".", "..", "...", "(...)", "((((....))))", "." * 100, "(((...)((...))))" * 5, HAIRPINS])
def test_shape_scale_and_centre(structure: str, method: str) -> None:
    xy = layout(structure, method=method)  # type: ignore[arg-type]
    assert xy.shape == (len(structure), 2)
    assert xy.dtype == np.float32
    assert np.isfinite(xy).all()
    assert xy.max(axis=0) + xy.min(axis=0) == pytest.approx([0, 0], abs=1e-2)
    if len(structure) > 2:
        assert np.median(np.hypot(*np.diff(xy, axis=0).T)) == pytest.approx(1, abs=1e-3)


@settings(max_examples=60, deadline=None)
@given(structures)
@example(".(.)((.).(.))(.)(.)")  # naview gives no coordinates
def test_any_structure_can_be_drawn(structure: str) -> None:
    assert np.isfinite(layout(structure)).all()


def test_puzzler_keeps_bases_apart() -> None:
    xy = layout(HAIRPINS, method="puzzler")
    distance = np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1))
    np.fill_diagonal(distance, np.inf)
    assert distance.min() > 0.3


def test_paired_bases_lie_side_by_side() -> None:
    xy = layout("((((....))))")
    assert np.hypot(*(xy[0] - xy[11])) == pytest.approx(np.hypot(*(xy[3] - xy[8])), rel=0.05)


@pytest.mark.parametrize("length", [LONGEST_PUZZLER + 30, 20_000, 40_000])
def test_long_structures(length: int) -> None:
    structure = ("((((....))))..." * (length // 15 + 1))[: length // 15 * 15]
    assert layout(structure).shape == (len(structure), 2)


@pytest.mark.parametrize("structure", ["", "((.)", "x", ")("])
def test_structures_that_hang_or_crash_the_drawing_are_refused(structure: str) -> None:
    with pytest.raises(InvalidSequenceError):
        layout(structure)


@pytest.mark.parametrize("structure", ["()", "(())", "((()..))", "((((......))((....)).).((..)(.)))"])
def test_hairpins_that_folding_never_makes_are_drawn_by_those_who_can(structure: str) -> None:
    assert np.isfinite(layout(structure)).all()
    if len(structure) > 2:
        for method in ("puzzler", "turtle"):
            with pytest.raises(InvalidOptionError, match="fewer than 3 bases"):
                layout(structure, method=method)  # type: ignore[arg-type]


def test_methods_that_take_too_long_or_do_not_exist() -> None:
    with pytest.raises(InvalidOptionError, match="at most 3,000"):
        layout("." * 3001, method="puzzler")
    with pytest.raises(InvalidOptionError, match="at most 30,000"):
        layout("." * 30_001, method="naview")
    with pytest.raises(InvalidOptionError, match="'spring'"):
        layout("...", method="spring")  # type: ignore[arg-type]


def test_the_global_setting_is_put_back() -> None:
    before = RNA.cvar.rna_plot_type
    layout("((((....))))", method="naview")
    assert RNA.cvar.rna_plot_type == before
