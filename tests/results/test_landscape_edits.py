"""Edits as text, and how seeds are summed up."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rbpviz.errors import InvalidOptionError
from rbpviz.results.landscape_edits import (
    MAX_EDITS,
    Edit,
    KnockDown,
    KnockOut,
    Mask,
    MotifChange,
    SiteChange,
    Substitution,
    edit_text,
    edit_words,
    pack_edits,
    parse_edit,
    unpack_edits,
)
from rbpviz.results.landscape_seeds import LandscapeSeeds, SeedEffect, SeedSite
from rbpviz.results.landscapes import STRONG_EFFECT

NAMES = st.text("ABCXYZ0123456789_.-", min_size=1, max_size=12)
PLACES = st.integers(0, 3_000_000)
EDITS = st.one_of(
    st.builds(KnockOut, PLACES, NAMES),
    st.builds(KnockDown, NAMES),
    st.builds(lambda start, length: Mask(start, start + length), PLACES, st.integers(1, 200)),
    st.builds(lambda place, pair: Substitution(place, *pair), PLACES, st.sampled_from([("A", "C"), ("U", "G"), ("C", "U")])),
)


@given(st.lists(EDITS, max_size=20))
def test_links_give_the_same_edits_back(edits: list[Edit]) -> None:
    assert unpack_edits(pack_edits(edits)) == tuple(edits)
    assert [parse_edit(*edit_text(edit)) for edit in edits] == edits


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        edits = unpack_edits(text)
    except InvalidOptionError:
        return
    assert unpack_edits(pack_edits(edits)) == edits


def test_positions_are_one_based_in_links_and_zero_based_on_the_command_line() -> None:
    assert parse_edit("ko", "123:QKI") == KnockOut(123, "QKI")
    assert pack_edits([KnockOut(123, "QKI"), Mask(9, 30), Substitution(11, "C", "U")]) == "ko:124:QKI,mask:10-30,sub:12C>U"
    assert parse_edit("sub", "12t>c", first=1) == Substitution(11, "U", "C")
    assert edit_words(Mask(9, 30)) == "10-30 masked"
    assert edit_words(Substitution(11, "C", "U")) == "C at 12 changed to U"


@pytest.mark.parametrize(
    ("kind", "text"), [("ko", "QKI"), ("ko", "-1:QKI"), ("ko", "0:Q K"), ("mask", "30-10"), ("mask", "1-900"), ("sub", "1A>A"), ("x", "1")]
)
def test_edits_that_cannot_be_are_refused(kind: str, text: str) -> None:
    with pytest.raises(InvalidOptionError, match="Got the"):
        parse_edit(kind, text)


def test_too_many_edits_are_refused() -> None:
    with pytest.raises(InvalidOptionError, match="more than"):
        unpack_edits(",".join(["kd:QKI"] * (MAX_EDITS + 1)))


def test_changes_know_their_sign_and_status() -> None:
    site = SiteChange("m", 3, "donor", -2.0, -0.5, called_before=False, called_after=True, annotated=True)
    assert site.change == 1.5
    pairs = ((0.0, 1.0), (1.0, 0.0), (1.0, 2.0))
    assert [MotifChange("m", 1, "R", *pair).status for pair in pairs] == ["gained", "lost", "changed"]


def test_a_seed_without_the_motif_counts_as_no_effect() -> None:
    effect = SeedEffect("sam-am", "QKI", 10, 20, "acceptor", (1.0, None, -0.2, 0.6))
    assert effect.mean == pytest.approx(0.35)
    assert (effect.present, effect.same_sign, effect.strong) == (0.75, 0.5, 0.5)
    assert pytest.approx(math.log(1.5)) == STRONG_EFFECT
    site = SeedSite("sam-am", 20, "acceptor", True, (-0.5, -1.0, -2.0, -0.9))
    assert (site.mean, site.called) == (pytest.approx(-1.1), 0.5)
    seeds = LandscapeSeeds("g", "t", 0, 50, "full", {"sam-am": ("a", "b", "c", "d")}, {}, (site,), (effect,))
    row = seeds.effects_frame().iloc[0]
    assert (row["min"], row["max"], row.seeds, row.site_fraction) == (-0.2, 1.0, 4, 0.75)
    assert row.sd == pytest.approx(0.55076, abs=1e-4)
    assert seeds.sites_frame().iloc[0].called_fraction == 0.5
    assert seeds.n_seeds == 4
