"""Places on a landscape: scores, arrows, names that do not overlap, ticks in three ways."""

import numpy as np
import pytest

from rbpviz.errors import InvalidOptionError
from rbpviz.plots.landscape_geometry import CALL_LINE, axis_modes, axis_ticks, height_of, place_elements, place_panel, seed_ranges
from tests.plots.landscapes import EXON, REVERSE, sample_landscape, sample_seeds

LETTER = 1.8


def test_heights_are_one_at_certainty_and_the_call_line_at_minus_one() -> None:
    landscape = sample_landscape()
    site = landscape.panels[1].sites[1]
    at = {score: height_of(type(site)(0, "donor", 0.0, score, False)) for score in (0.0, -1.0, -5.0, -7.0, -np.inf)}
    assert (at[0.0], at[-1.0], at[-5.0], at[-7.0], at[-np.inf]) == (1.0, pytest.approx(CALL_LINE), 0.0, 0.0, 0.0)


def test_arrows_run_from_their_motif_to_below_their_site() -> None:
    landscape = sample_landscape()
    placed = place_panel(landscape, landscape.panels[1], letter=LETTER)
    assert placed.arrows
    for arrow in placed.arrows:
        motif, site = landscape.panels[1].motifs[arrow.effect.motif], landscape.panels[1].sites[arrow.effect.site]
        assert arrow.x[0] == motif.position + 1
        assert arrow.y[0] == placed.depths[arrow.effect.motif]
        assert abs(arrow.x[-1] - (site.position + 1)) < 20
        assert -0.2 < arrow.y[-1] < 0
        assert arrow.supports is (arrow.effect.effect > 0)


@pytest.mark.parametrize("motifs", [6, 40, 150])
def test_names_do_not_overlap_and_stay_inside(motifs: int) -> None:
    landscape = sample_landscape(motifs=motifs)
    placed = place_panel(landscape, landscape.panels[2], letter=LETTER)
    boxes = [(label.y, label.x - len(label.text) * LETTER / 2, label.x + len(label.text) * LETTER / 2) for label in placed.labels]
    for k, (row, low, high) in enumerate(boxes):
        assert landscape.start <= low
        assert high <= landscape.end + 1
        assert placed.bottom < row
        assert all(row != other or high <= start or low >= end for other, start, end in boxes[k + 1 :])
    with_arrow = {arrow.effect.motif for arrow in placed.arrows}
    assert {label.motif for label in placed.labels} <= with_arrow
    assert len(with_arrow) == len(placed.labels) + placed.unlabelled


def test_sites_below_the_floor_are_drawn_only_where_annotated() -> None:
    landscape = sample_landscape()
    assert [landscape.panels[0].sites[k].annotated for k in place_panel(landscape, landscape.panels[0], letter=LETTER).sites] == [
        False, True, True,
    ]  # fmt: skip


def test_ticks_in_the_pre_mrna_are_round() -> None:
    ticks, texts, title = axis_ticks(sample_landscape())
    assert ticks == [100, 150, 200, 250, 300, 350]
    assert texts[0] == "100"
    assert "1-based" in title


def test_ticks_count_from_acceptor_and_donor() -> None:
    ticks, texts, _ = axis_ticks(sample_landscape(), "offset")
    told = dict(zip(texts, ticks, strict=True))
    assert told["acc"] == EXON[0] + 1
    assert told["don"] == EXON[1]
    assert told["−100"] == EXON[0] - 99
    assert told["+100"] == EXON[1] + 100


@pytest.mark.parametrize("reverse", [False, True])
def test_ticks_in_the_genome_name_the_base_they_stand_at(reverse: bool) -> None:
    landscape = sample_landscape(genome=REVERSE) if reverse else sample_landscape()
    ticks, texts, title = axis_ticks(landscape, "genome")
    assert landscape.genome is not None
    assert [f"{landscape.genome.base1(tick - 1):,}" for tick in ticks] == texts
    assert title.endswith("- strand" if reverse else "+ strand")


def test_an_axis_that_is_not_there_is_refused() -> None:
    landscape = sample_landscape(genome=None)
    assert axis_modes(landscape) == ("transcript", "offset")
    with pytest.raises(InvalidOptionError, match="expected one of transcript, offset"):
        axis_ticks(landscape, "genome")


def test_named_pieces_stand_in_rows() -> None:
    placed = place_elements(sample_landscape(), letter=LETTER)
    assert [e.name for e in placed] == ["C6U", "a very long name of an …", "ISS-N1"]
    assert [e.row for e in placed][:2] == [0, 1]


def test_ranges_over_seeds_are_those_of_the_family() -> None:
    landscape = sample_landscape()
    placed = [place_panel(landscape, panel, letter=LETTER) for panel in landscape.panels]
    assert seed_ranges(placed[0], sample_seeds()) == []
    assert seed_ranges(placed[2], sample_seeds()) == [(EXON[0] + 1, pytest.approx(0.6), pytest.approx(0.9))]
    assert seed_ranges(placed[2], None) == []
