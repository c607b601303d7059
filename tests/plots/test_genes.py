"""Pictures of genes: exons where they are, the same axis on screen and paper, text that is only text."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rbpviz.errors import InvalidOptionError
from rbpviz.export.figures import figure_bytes
from rbpviz.plots.genes import GeneSelection, plot_gene
from rbpviz.plots.genes_axis import MAX_LANES, lanes_shown, make_axis
from rbpviz.plots.genes_paper import draw_gene
from rbpviz.plots.theme import palette
from rbpviz.results.genes import GenePicture, TranscriptLane

LANES = (
    TranscriptLane("T1", ((100, 150), (2_000, 2_060), (9_000, 9_500)), ("1", "2", "3")),
    TranscriptLane("<b>T2</b>", ((100, 150), (9_000, 9_500)), ("1", "$2$")),
)
PICTURE = GenePicture("<i>G</i>", "GRCh38 chr1:1-10000(+)", 10_000, LANES, (("ISS", 3_000, 3_015, "<b>note</b>"),))


def exon_bars(figure: object) -> list[object]:
    return [trace for trace in figure.data if trace.type == "bar" and trace.name != "known pieces"]  # type: ignore[attr-defined]


def test_exons_are_drawn_to_scale_where_they_are() -> None:
    first, second = exon_bars(plot_gene(PICTURE))
    assert list(first.base) == [100, 2_000, 9_000]  # type: ignore[attr-defined]
    assert list(first.x) == [50, 60, 500]  # type: ignore[attr-defined]
    assert list(second.y) == [1, 1]  # type: ignore[attr-defined]
    assert [row[:2] for row in first.customdata] == [[0, 1], [0, 2], [0, 3]]  # type: ignore[attr-defined]
    assert first.customdata[1][3] == "1,901–1,960"  # type: ignore[attr-defined]


def test_shortened_introns_keep_exons_to_scale_and_in_order() -> None:
    (first, _) = exon_bars(plot_gene(PICTURE, introns="short"))
    assert list(first.x) == [50, 60, 500]  # type: ignore[attr-defined]
    assert list(first.base) == [100, 300, 510]  # type: ignore[attr-defined]
    with pytest.raises(InvalidOptionError, match="expected 'scale' or 'short'"):
        make_axis(100, LANES, "long")  # type: ignore[arg-type]


@given(st.lists(st.tuples(st.integers(1, 400), st.integers(1, 5_000)), min_size=1, max_size=12))
def test_an_axis_rises_and_never_stretches(steps: list[tuple[int, int]]) -> None:
    exons, place = [], 0
    for exon, intron in steps:
        exons.append((place, place + exon))
        place += exon + intron
    axis = make_axis(place, [TranscriptLane("t", tuple(exons), tuple("x" for _ in exons))], "short")
    places = [axis.at(i) for i in range(0, place + 1, max(1, place // 50))]
    assert all(a <= b for a, b in pairwise(places))
    assert axis.end <= place
    assert all(axis.at(end) - axis.at(start) == pytest.approx(end - start) for start, end in exons)


def test_the_chosen_exon_is_told_by_colour_and_by_words() -> None:
    figure = plot_gene(PICTURE, GeneSelection("T1", 2))
    (first, _) = exon_bars(figure)
    look = palette()
    assert list(first.marker.color) == [look.cnn, look.acceptor, look.cnn]  # type: ignore[attr-defined]
    assert [note.text for note in figure.layout.annotations] == ["exon 2"]
    region = plot_gene(PICTURE, GeneSelection("T1", None, (1_900, 1_960)))
    assert (region.layout.shapes[0].x0, region.layout.shapes[0].x1) == (2_000, 2_060)


def test_text_of_others_stays_text() -> None:
    text = plot_gene(PICTURE).to_json()
    assert "<b>T2" not in text
    assert "<b>note" not in text
    assert "&lt;b&gt;T2" in text or "\\u0026lt;b" in text


def test_a_simulated_gene_says_so_on_screen_and_paper() -> None:
    simulated = GenePicture("S", "unknown", 10_000, LANES, simulated=True)
    assert any("SIMULATED" in note.text for note in plot_gene(simulated).layout.annotations)
    assert b"simulated" in svg(simulated)
    assert b"simulated" not in svg(PICTURE)


def svg(picture: GenePicture, **options: object) -> bytes:
    return figure_bytes(draw_gene(picture, **options), "svg")  # type: ignore[arg-type]


def test_the_paper_figure_is_the_same_each_time_and_its_text_is_text() -> None:
    first = svg(PICTURE, selection=GeneSelection("T1", 2))
    assert first == svg(PICTURE, selection=GeneSelection("T1", 2))
    assert b"GRCh38 chr1:1-10000(+)" in first
    assert b"$2$" in svg(GenePicture("G", "p", 10_000, LANES[::-1]))


def test_many_transcripts_are_cut_and_the_chosen_one_is_kept() -> None:
    lanes = tuple(TranscriptLane(f"T{i}", LANES[0].exons, LANES[0].labels) for i in range(40))
    picture = GenePicture("G", "p", 10_000, lanes)
    shown = lanes_shown(picture, "T33")
    assert len(shown) == MAX_LANES
    assert shown[-1].id == "T33"
    assert "20 more transcripts are not drawn" in plot_gene(picture, GeneSelection("T33")).layout.xaxis.title.text
    assert np.isclose(plot_gene(picture, dark=True).layout.xaxis.range[1], 10_100)
