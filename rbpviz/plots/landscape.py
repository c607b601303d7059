"""Regulatory landscapes on screen: stacked panels on one position axis, with lollipops that can be clicked.

`customdata` of every point that can be clicked is `[what, panel, index]`: `site` and `motif` with the index in the panel, `base` with
the 0-based position in the pre-mRNA. The same figure on paper is in `landscape_paper`.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

import numpy as np
import plotly.graph_objects as go

from rbpviz.plots.landscape_geometry import (
    CALL_LINE,
    TOP,
    Arrow,
    AxisMode,
    PanelGeometry,
    PlacedElement,
    axis_ticks,
    height_of,
    place_elements,
    place_panel,
    seed_ranges,
)
from rbpviz.plots.landscape_words import FAMILY_TITLES, family_of, motif_hover, panel_title, run_words, site_hover, title_of
from rbpviz.plots.screen import LETTER_LIMIT, Row, base_layout, note, plain, stack_domains, strip_traces, undimmed
from rbpviz.plots.theme import Palette, palette, translucent
from rbpviz.results.landscape_seeds import LandscapeSeeds
from rbpviz.results.landscapes import SHOWN, Landscape

UNIT = 96
"""Height of the zone of splice sites in px."""
_CHARACTER = 7.2
"""Width of a letter of the names in px."""
_WIDTHS = {False: 840, True: 400}
"""Width of the drawing area that names are laid out for, px: alone on a laptop's screen, and beside another figure."""
_TICKS = (0.0, -1.0, -2.0, -3.0, -4.0, -5.0)
_COMPACT_BOTTOM = -1.42
"""Lower end of a panel with motifs for half the width: four rows of names."""
_GENE, _ELEMENT = 14, 19
"""Heights of the line with the exon, and of each row of named pieces below it, px."""
_HIT = 15
"""Size of the invisible points over bases, px."""


def plot_landscape(
    landscape: Landscape,
    *,
    dark: bool = False,
    axis: AxisMode = "transcript",
    compact: bool = False,
    heading: str = "",
    masked: Sequence[tuple[int, int]] = (),
    selected: int | None = None,
    seeds: LandscapeSeeds | None = None,
) -> go.Figure:
    """Draw a landscape as stacked panels.

    Parameters
    ----------
    landscape : Landscape
        What to draw.
    dark : bool, default False
        Draw for the dark theme.
    axis : {"transcript", "offset", "genome"}
        What is written at the ticks; the axis itself counts positions in the pre-mRNA from 1.
    compact : bool, default False
        Draw for half the width, as beside another landscape.
    heading : str, default ""
        Instead of the names of gene and transcript.
    masked : sequence of (int, int)
        Spans to shade, 0-based half-open.
    selected : int, optional
        0-based position to mark on all panels.
    seeds : LandscapeSeeds, optional
        Seeds of the motif models: the range of each site's score over them is drawn behind its head.

    Returns
    -------
    plotly.graph_objects.Figure
        The height is set, the width is not.

    Raises
    ------
    InvalidOptionError
        If the landscape has no such axis.
    """
    look = palette(dark)
    letter = _CHARACTER * (landscape.end - landscape.start) / _WIDTHS[compact]
    panels = [place_panel(landscape, panel, letter=letter) for panel in landscape.panels]
    if compact:  # so that the same panel stands at the same height in both of two landscapes beside each other
        panels = [replace(p, bottom=min(p.bottom, _COMPACT_BOTTOM)) if p.panel.motifs else p for p in panels]
    rows = [Row(f"panel{k}", round((TOP - p.bottom) * UNIT), 26) for k, p in enumerate(panels)]
    elements = place_elements(landscape, letter=letter)
    rows += [Row("bases", 22, 12), Row("gene", _GENE + _ELEMENT * (1 + max((e.row for e in elements), default=-1)), 4)]
    domains, height = stack_domains(rows)
    traces: list[Any] = []
    for number, panel in enumerate(panels):
        traces += _range_traces(panel, number, seeds, look=look)
        traces += _panel_traces(panel, landscape, number, look)
    traces += _base_traces(landscape, len(panels), look, letters=not compact)
    traces += _gene_traces(landscape, len(panels), elements, look)
    top = 62 if compact else 66
    ticks, texts, title = axis_ticks(landscape, axis, most=5 if compact else 9)
    layout = dict(
        height=height + top + 52,
        margin={"t": top, "b": 52, "l": 52, "r": 14},
        title=_title(landscape, heading, look, compact=compact),
        hovermode="closest",
        plot_bgcolor="rgba(0,0,0,0)",
        uirevision=f"{landscape.gene}|{landscape.transcript}|{landscape.start}|{landscape.end}|{axis}",
        annotations=_notes(landscape, panels, domains, look, compact=compact),
        shapes=_shapes(landscape, len(panels), masked, selected=selected, look=look),
        xaxis={
            "range": [landscape.start + 0.5, landscape.end + 0.5],
            "minallowed": landscape.start + 0.5,
            "maxallowed": landscape.end + 0.5,
            "tickvals": ticks,
            "ticktext": texts,
            "tickangle": 0,
            "showgrid": False,
            "anchor": f"y{len(panels) + 2}",
            "title": {"text": plain(title if not compact else title.partition(" (")[0], 120), "font": {"size": 12}},
        },
        **_y_axes(panels, domains, look, gene_height=rows[-1].height),
    )
    return go.Figure(traces, {**base_layout(dark), "selectdirection": "h", **layout})


def _axis(number: int) -> str:
    return "y" if number == 0 else f"y{number + 1}"


def _panel_traces(geometry: PanelGeometry, landscape: Landscape, number: int, look: Palette) -> list[go.Scatter]:
    axis = {"xaxis": "x", "yaxis": _axis(number)}
    arrows = chain.from_iterable(_arrow_traces(geometry.arrows, look, axis))
    return [*arrows, *_motif_traces(geometry, landscape, number, look), *_site_traces(geometry, landscape, number, look)]


def _site_traces(geometry: PanelGeometry, landscape: Landscape, number: int, look: Palette) -> list[go.Scatter]:
    axis = {"xaxis": "x", "yaxis": _axis(number)}
    traces = []
    for kind, colour, symbol in (("acceptor", look.acceptor, "circle"), ("donor", look.donor, "diamond")):
        chosen = [k for k in geometry.sites if geometry.panel.sites[k].kind == kind]
        sites = [geometry.panel.sites[k] for k in chosen]
        x, y = [s.position + 1 for s in sites], [height_of(s) for s in sites]
        traces.append(_stems(x, y, colour, axis))
        heads = go.Scatter(
            x=x,
            y=y,
            mode="markers",
            name=kind,
            marker={"symbol": symbol, "size": 9, "color": colour, "line": {"width": 0}, "opacity": 1},
            customdata=[["site", number, k] for k in chosen],
            text=[site_hover(geometry.panel, k, landscape) for k in chosen],
            hovertemplate="%{text}<extra></extra>",
            **axis,
            **undimmed(1),
        )
        rings = [(px, py) for px, py, s in zip(x, y, sites, strict=True) if s.called]
        traces += [heads, _marks(rings, {"symbol": "circle-open", "size": 17, "color": look.text, "line": {"width": 1.6}}, axis)]
    known = [(geometry.panel.sites[k].position + 1, -0.055) for k in geometry.sites if geometry.panel.sites[k].annotated]
    traces.append(_marks(known, {"symbol": "triangle-up", "size": 10, "color": look.text}, axis))
    return traces


def _range_traces(geometry: PanelGeometry, number: int, seeds: LandscapeSeeds | None, *, look: Palette) -> list[go.Scatter]:
    """Return a thick pale bar over the range of each splice site's score under all seeds."""
    ranges = seed_ranges(geometry, seeds)
    if not ranges:
        return []
    x = list(chain.from_iterable((place, place, None) for place, *_ in ranges))
    y = list(chain.from_iterable((low, high, None) for _, low, high in ranges))
    line = {"color": translucent(look.muted, 0.45), "width": 7}
    return [go.Scatter(x=x, y=y, mode="lines", line=line, hoverinfo="skip", xaxis="x", yaxis=_axis(number))]


def _motif_traces(geometry: PanelGeometry, landscape: Landscape, number: int, look: Palette) -> list[go.Scatter]:
    axis, motifs = {"xaxis": "x", "yaxis": _axis(number)}, geometry.panel.motifs
    if not motifs:
        return []
    traces = [_stems([m.position + 1 for m in motifs], geometry.depths, look.motif, axis, width=1.2)]
    leaders: list[tuple[float | None, float | None]] = []
    for label in geometry.labels:
        leaders += [(motifs[label.motif].position + 1, geometry.depths[label.motif]), (label.x, label.y + 0.06), (None, None)]
    traces.append(
        go.Scatter(
            x=[x for x, _ in leaders],
            y=[y for _, y in leaders],
            mode="lines",
            line={"color": look.border, "width": 1},
            hoverinfo="skip",
            **axis,
        )
    )
    for shared, name in ((True, "motif in both models"), (False, "motif in this model alone")):
        chosen = [k for k, m in enumerate(motifs) if m.shared is shared]
        marker: dict[str, Any] = {"symbol": "circle", "size": 10, "line": {"width": 1.8, "color": look.motif}, "opacity": 1}
        marker["color"] = look.motif if shared else look.background
        traces.append(
            go.Scatter(
                x=[motifs[k].position + 1 for k in chosen],
                y=[geometry.depths[k] for k in chosen],
                mode="markers",
                name=name,
                marker=marker,
                customdata=[["motif", number, k] for k in chosen],
                text=[motif_hover(geometry.panel, k, landscape) for k in chosen],
                hovertemplate="%{text}<extra></extra>",
                **axis,
                **undimmed(1),
            )
        )
    labels = geometry.labels
    traces.append(
        go.Scatter(
            x=[label.x for label in labels],
            y=[label.y for label in labels],
            mode="text",
            text=[plain(label.text, 20) for label in labels],
            textfont={"size": 11, "color": look.text},
            customdata=[["motif", number, label.motif] for label in labels],
            hovertext=[motif_hover(geometry.panel, label.motif, landscape) for label in labels],
            hovertemplate="%{hovertext}<extra></extra>",
            cliponaxis=False,
            **axis,
        )
    )
    return traces


def _arrow_traces(arrows: Sequence[Arrow], look: Palette, axis: dict[str, str]) -> list[list[go.Scatter]]:
    traces = []
    for supports, colour in ((True, look.supports), (False, look.suppresses)):
        for strong in (False, True):
            for low, high, width in ((0.0, 0.7, 1.4), (0.7, 1.4, 2.1), (1.4, np.inf, 2.9)):
                mine = [a for a in arrows if a.supports is supports and a.effect.strong is strong and low <= abs(a.effect.effect) < high]
                if mine:
                    traces.append(_arrows(mine, {"color": colour, "width": width, "dash": "solid" if strong else "dot"}, axis))
    return traces


def _arrows(arrows: Sequence[Arrow], line: dict[str, Any], axis: dict[str, str]) -> list[go.Scatter]:
    x = list(chain.from_iterable([*a.x.round(2), None] for a in arrows))
    y = list(chain.from_iterable([*a.y.round(4), None] for a in arrows))
    lines = go.Scatter(x=x, y=y, mode="lines", line=line, hoverinfo="skip", opacity=0.85, **axis)
    ends = [(float(a.x[-1]), float(a.y[-1])) for a in arrows]
    head = {"symbol": "triangle-up", "size": 8} if arrows[0].supports else {"symbol": "line-ew-open", "size": 9, "line": {"width": 2.6}}
    return [lines, _marks(ends, {**head, "color": line["color"]}, axis)]


def _stems(x: Sequence[float], y: Sequence[float], colour: str, axis: dict[str, str], *, width: float = 1.8) -> go.Scatter:
    xs = list(chain.from_iterable((v, v, None) for v in x))
    ys = list(chain.from_iterable((0.0, v, None) for v in y))
    return go.Scatter(x=xs, y=ys, mode="lines", line={"color": colour, "width": width}, hoverinfo="skip", **axis)


def _marks(places: Sequence[tuple[float, float]], marker: dict[str, Any], axis: dict[str, str]) -> go.Scatter:
    return go.Scatter(
        x=[x for x, _ in places], y=[y for _, y in places], mode="markers", marker=marker, hoverinfo="skip", **axis, **undimmed(1)
    )


def _base_traces(landscape: Landscape, number: int, look: Palette, *, letters: bool) -> list[Any]:
    """Return tiles, letters that appear when there is room (slow to draw: not in a figure of half the width), and points to click."""
    axes = ("x", _axis(number))
    hover = [[f"{letter} at {landscape.start + k + 1:,}"] for k, letter in enumerate(landscape.sequence)]
    strips = strip_traces(landscape.sequence, look.bases, hover, template="%{customdata[0]}<extra></extra>", axes=axes, name="bases")
    strips = strips if letters else strips[:1]
    for strip in strips:
        if isinstance(strip, go.Heatmap):
            strip.update(x0=landscape.start + 1)
        else:
            strip.update(x=np.asarray(strip.x, dtype=float) + landscape.start)
    if len(landscape.sequence) > LETTER_LIMIT:
        return strips
    places = range(landscape.start, landscape.end)
    points = go.Scatter(
        x=[p + 1 for p in places],
        y=[0.5] * len(places),
        mode="markers",
        name="bases",
        marker={"size": _HIT, "opacity": 0},
        customdata=[["base", 0, p] for p in places],
        text=[text for (text,) in hover],
        hovertemplate="%{text}<extra></extra>",
        xaxis=axes[0],
        yaxis=axes[1],
        **undimmed(0),
    )
    return [*strips, points]


def _gene_traces(landscape: Landscape, number: int, elements: Sequence[PlacedElement], look: Palette) -> list[Any]:
    """Return a line with the exon on it, and below it the named pieces, each a bar with its name; y counts px from the top downwards."""
    axis = {"xaxis": "x", "yaxis": _axis(number + 1), "hoverinfo": "skip"}
    middle = -_GENE / 2
    line = {"color": look.muted, "width": 2}
    traces: list[Any] = [go.Scatter(x=[landscape.start + 0.5, landscape.end + 0.5], y=[middle] * 2, mode="lines", line=line, **axis)]
    bars = [(landscape.exon[0], landscape.exon[1], 0.0, float(_GENE), look.muted)] if landscape.exon else []
    bars += [(e.start, e.end, -_GENE - 3.0 - _ELEMENT * e.row, 5.0, look.categorical[2]) for e in elements]
    traces.append(
        go.Bar(
            x=[(start + end) / 2 + 0.5 for start, end, *_ in bars],
            width=[max(end - start, (landscape.end - landscape.start) / 250) for start, end, *_ in bars],
            y=[-height for *_, height, _ in bars],
            base=[top for _, _, top, _, _ in bars],
            marker={"color": [colour for *_, colour in bars], "line": {"width": 0}},
            **axis,
            **undimmed(1),
        )
    )
    traces.append(
        go.Scatter(
            x=[e.x for e in elements],
            y=[-_GENE - 14.0 - _ELEMENT * e.row for e in elements],
            mode="text",
            text=[plain(e.name) for e in elements],
            textfont={"size": 11, "color": look.text},
            cliponaxis=False,
            **axis,
        )
    )
    return traces


def _y_axes(panels: Sequence[PanelGeometry], domains: dict[str, list[float]], look: Palette, *, gene_height: int) -> dict[str, Any]:
    heights = [1 - value / SHOWN for value in _TICKS]
    axes = {}
    for number, panel in enumerate(panels):
        axes[f"yaxis{number + 1 if number else ''}"] = {
            "domain": domains[f"panel{number}"],
            "range": [panel.bottom, TOP],
            "fixedrange": True,
            "tickvals": heights,
            "ticktext": [f"{value:.0f}".replace("-", "−") for value in _TICKS],
            "showgrid": False,
            "zeroline": True,
            "zerolinecolor": look.muted,
            "zerolinewidth": 1,
            "showline": False,
        }
    ranges = {"bases": [0.0, 1.0], "gene": [-float(gene_height), 0.0]}
    for shift, name in enumerate(("bases", "gene")):
        axes[f"yaxis{len(panels) + shift + 1}"] = {"domain": domains[name], "range": ranges[name], "visible": False, "fixedrange": True}
    return axes


def _title(landscape: Landscape, heading: str, look: Palette, *, compact: bool) -> dict[str, Any]:
    words = run_words(landscape, short=compact)
    facts = f"<span style='font-size:12px;color:{look.muted}'>{plain(words, 56 if compact else 160)}</span>"
    return {
        "text": f"<b>{plain(heading or title_of(landscape), 90)}</b><br>{facts}",
        "font": {"size": 15},
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": 1,
        "yref": "container",
        "yanchor": "top",
        "pad": {"t": 12},
    }


def _notes(
    landscape: Landscape, panels: Sequence[PanelGeometry], domains: dict[str, list[float]], look: Palette, *, compact: bool
) -> list[dict[str, Any]]:
    notes = []
    for number, geometry in enumerate(panels):
        left = f" <span style='color:{look.muted}'>({geometry.unlabelled} more names on hover)</span>" if geometry.unlabelled else ""
        title = FAMILY_TITLES.get(family_of(geometry.panel), "") if compact else panel_title(geometry.panel)
        text = f"<b>{'abcdefgh'[number]}</b>  {plain(title, 90)}{left}"
        notes.append(note(text, 0, domains[f"panel{number}"][1], yshift=2))
    call = {"font": {"size": 10, "color": look.muted}, "xanchor": "right"}
    if panels and not compact:
        notes.append(note("call threshold", landscape.end + 0.5, CALL_LINE, xref="x", yref="y", **call))
    return notes


def _shapes(
    landscape: Landscape, number: int, masked: Sequence[tuple[int, int]], *, selected: int | None, look: Palette
) -> list[dict[str, Any]]:
    shapes: list[dict[str, Any]] = []
    for k in range(number):
        line = {"color": look.muted, "width": 1, "dash": "dot"}
        ends = {"x0": 0, "x1": 1, "xref": "paper", "y0": CALL_LINE, "y1": CALL_LINE, "yref": _axis(k)}
        shapes.append({"type": "line", **ends, "line": line, "layer": "below"})
    spans = [(landscape.exon, look.viewpoint, 0.13)] if landscape.exon else []
    for span, colour, opacity in [*spans, *((span, look.suppresses, 0.16) for span in masked)]:
        edges = {"x0": span[0] + 0.5, "x1": span[1] + 0.5}
        fill = {"fillcolor": translucent(colour, opacity), "line": {"width": 0}, "layer": "below"}
        shapes.append({"type": "rect", **edges, "xref": "x", "yref": "paper", "y0": 0, "y1": 1, **fill})
    if selected is not None and landscape.start <= selected < landscape.end:
        ends = {"x0": selected + 1, "x1": selected + 1, "y0": 0, "y1": 1, "xref": "x", "yref": "paper"}
        shapes.append({"type": "line", **ends, "line": {"color": look.text, "width": 1.5}})
    return shapes
