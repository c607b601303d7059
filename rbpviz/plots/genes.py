"""A gene on screen: its transcripts one below the other on one axis, exons as boxes that can be clicked, named pieces above them."""

from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from rbpviz.plots.genes_axis import GeneAxis, Introns, lanes_shown, make_axis
from rbpviz.plots.screen import base_layout, note, plain, undimmed
from rbpviz.plots.theme import Palette, ink_on, palette, translucent
from rbpviz.results.genes import GenePicture, TranscriptLane

_LANE = 46
"""Room for one transcript, px."""
_LEAST = 330
_BOX = 0.5
"""Height of an exon, in lanes."""


@dataclass(frozen=True, slots=True)
class GeneSelection:
    """What is chosen in a gene.

    Parameters
    ----------
    transcript : str
        Its id.
    exon : int, optional
        Counted from 1.
    region : tuple of int, optional
        0-based half-open in the pre-mRNA of the transcript.
    """

    transcript: str = ""
    exon: int | None = None
    region: tuple[int, int] | None = None


def plot_gene(
    picture: GenePicture, selection: GeneSelection = GeneSelection(), *, introns: Introns = "scale", dark: bool = False
) -> go.Figure:
    """Draw a gene.

    Parameters
    ----------
    picture : GenePicture
        What is drawn.
    selection : GeneSelection
        What is marked.
    introns : {"scale", "short"}
        Whether everything is to scale, or stretches without exons are shortened.
    dark : bool, default False
        Draw for the dark theme.

    Returns
    -------
    plotly.graph_objects.Figure
        `customdata` of an exon holds the transcript's place among `picture.lanes`, counted from 0, and the exon, counted from 1.
    """
    look, lanes = palette(dark), lanes_shown(picture, selection.transcript)
    axis = make_axis(picture.length, lanes, introns)
    figure = go.Figure()
    for row, lane in enumerate(lanes):
        figure.add_trace(_intron_line(lane, row, axis, look))
        figure.add_trace(_exon_boxes(picture, lane, row, (axis, selection, look)))
    if picture.elements:
        figure.add_trace(_element_boxes(picture, axis, look))
    figure.update_layout(base_layout(dark))
    figure.update_layout(_layout(picture, lanes, axis, look))
    _mark_selection(figure, lanes, (axis, selection, look))
    if picture.simulated:
        figure.add_annotation(note("SIMULATED GENE", 1, 1.01, xanchor="right", font={"size": 13, "color": look.suppresses}))
    return figure


def _intron_line(lane: TranscriptLane, row: int, axis: GeneAxis, look: Palette) -> go.Scatter:
    """Return the line under the exons, with an arrow head in the middle of each intron that is long enough."""
    ends = [axis.at(lane.exons[0][0]), axis.at(lane.exons[-1][1])]
    middles = [(axis.at(a) + axis.at(b)) / 2 for (_, a), (b, _) in zip(lane.exons, lane.exons[1:], strict=False)]
    places = [ends[0], *middles, ends[1]]
    sizes = [0, *(7 for _ in middles), 0]
    return go.Scatter(
        x=places, y=[row] * len(places), mode="lines+markers", line={"color": look.muted, "width": 1.2}, hoverinfo="skip",
        marker={"symbol": "triangle-right", "size": sizes, "color": look.muted, "opacity": 1}, name="introns", zorder=1, **undimmed(),
    )  # fmt: skip


def _exon_boxes(picture: GenePicture, lane: TranscriptLane, row: int, how: tuple[GeneAxis, GeneSelection, Palette]) -> go.Bar:
    axis, selection, look = how
    place = next(i for i, one in enumerate(picture.lanes) if one is lane)
    first = lane.exons[0][0]
    chosen = selection.exon if lane.id == selection.transcript and selection.region is None else None
    colours = [look.acceptor if number == chosen else look.cnn for number in range(1, len(lane.exons) + 1)]
    data = [
        [place, number, label, f"{start - first + 1:,}–{end - first:,}", f"{end - start:,} nt", f"{start + 1:,}–{end:,}"]
        for number, ((start, end), label) in enumerate(zip(lane.exons, lane.labels, strict=True), start=1)
    ]
    words = [plain(label, 14) for label in lane.labels]
    return go.Bar(
        orientation="h", y=[row] * len(lane.exons), base=[axis.at(start) for start, _ in lane.exons],
        x=[axis.at(end) - axis.at(start) for start, end in lane.exons], width=_BOX, name=plain(lane.id), customdata=data,
        marker={"color": colours, "line": {"width": 1.5, "color": colours}}, text=words, textposition="inside", insidetextanchor="middle",
        textangle=0, insidetextfont={"color": [ink_on(colour) for colour in colours], "size": 12}, constraintext="both",
        hovertemplate=(
            f"<b>exon %{{customdata[1]}} of {len(lane.exons)}</b> (called %{{customdata[2]}}), %{{customdata[4]}}"
            f"<br>%{{customdata[3]}} of the pre-mRNA<br>%{{customdata[5]}} of the stored sequence<br>{plain(lane.id)}<extra></extra>"
        ),
        zorder=2, **undimmed(),
    )  # fmt: skip


def _element_boxes(picture: GenePicture, axis: GeneAxis, look: Palette) -> go.Bar:
    rows = [(plain(name, 40), f"{start + 1:,}–{end:,}", plain(text, 160)) for name, start, end, text in picture.elements]
    return go.Bar(
        orientation="h", y=[-1] * len(rows), base=[axis.at(start) for _, start, _, _ in picture.elements],
        x=[axis.at(end) - axis.at(start) for _, start, end, _ in picture.elements], width=0.36, customdata=rows, name="known pieces",
        marker={"color": look.motif, "line": {"width": 2, "color": look.motif}, "pattern": {"shape": "/", "fillmode": "overlay"}},
        hovertemplate="<b>%{customdata[0]}</b>, %{customdata[1]}<br>%{customdata[2]}<extra></extra>", **undimmed(),
    )  # fmt: skip


def _layout(picture: GenePicture, lanes: tuple[TranscriptLane, ...], axis: GeneAxis, look: Palette) -> dict[str, Any]:
    top = -1.6 if picture.elements else -0.8
    places, labels = axis.ticks([start for lane in lanes for start, _ in lane.exons])
    names = {row: plain(lane.id, 22) for row, lane in enumerate(lanes)} | ({-1: "known pieces"} if picture.elements else {})
    left_out = len(picture.lanes) - len(lanes)
    more = f"; {left_out} more transcripts are not drawn" if left_out else ""
    shortened = "" if len(axis.positions) == 2 else ", stretches without exons shortened"
    base = f"position in the stored sequence (1-based, 5′ to 3′{shortened})"
    return {
        "height": max(_LEAST, 130 + _LANE * (len(lanes) + bool(picture.elements))),
        "margin": {"t": 30, "b": 76, "l": 110, "r": 20},
        "bargap": 0,
        "hovermode": "closest",
        "clickmode": "event+select",
        "uirevision": f"gene-{len(axis.positions)}",
        "xaxis": {
            "range": [-0.01 * axis.end, 1.01 * axis.end],
            "tickvals": places,
            "ticktext": labels,
            "showgrid": False,
            "title": {"text": f"{base}<br>{plain(picture.place, 90)}{more}", "font": {"size": 12}},
        },
        "yaxis": {
            "range": [len(lanes) - 0.4, top],
            "tickvals": list(names),
            "ticktext": list(names.values()),
            "showgrid": False,
            "fixedrange": True,
            "ticks": "",
        },
    }  # fmt: skip


def _mark_selection(figure: go.Figure, lanes: tuple[TranscriptLane, ...], how: tuple[GeneAxis, GeneSelection, Palette]) -> None:
    """Point at the chosen exon, or shade the chosen region."""
    axis, selection, look = how
    row = next((i for i, lane in enumerate(lanes) if lane.id == selection.transcript), None)
    if row is None:
        return
    lane = lanes[row]
    if selection.region is not None:
        first = lane.exons[0][0]
        figure.add_shape(
            type="rect", x0=axis.at(first + selection.region[0]), x1=axis.at(first + selection.region[1]), y0=row - 0.45, y1=row + 0.45,
            fillcolor=translucent(look.viewpoint, 0.3), line={"color": look.viewpoint, "width": 1.5, "dash": "dot"},
        )  # fmt: skip
    elif selection.exon is not None and selection.exon <= len(lane.exons):
        start, end = lane.exons[selection.exon - 1]
        figure.add_annotation(
            x=(axis.at(start) + axis.at(end)) / 2, y=row - _BOX / 2, ay=-22, ax=0,
            text=f"exon {plain(lane.labels[selection.exon - 1], 20)}", showarrow=True, arrowhead=2, arrowcolor=look.acceptor,
            font={"size": 12, "color": look.text}, bgcolor=look.background,
        )  # fmt: skip
