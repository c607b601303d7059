"""RNA maps on screen: heat maps of all proteins around acceptor and donor."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from rbpviz.errors import InvalidOptionError
from rbpviz.plots.rna_map_rows import (
    MEANING,
    SIGNS,
    SITES,
    WIDTH,
    MapView,
    column_of,
    column_ticks,
    effect_scale,
    exon_spans,
    map_columns,
    map_rows,
)
from rbpviz.plots.screen import base_layout, note, plain
from rbpviz.plots.theme import palette
from rbpviz.results.rna_maps import OFFSETS, RnaMap, rbp_group, shown_name

_ROW = 15
_FEW_ROW = 21
_HEAD, _FOOT = 48, 104
_DOT = -9
_SPACE = 0.03


def plot_rna_maps(
    maps: Sequence[tuple[str, RnaMap]], view: MapView = MapView(), *, selected: str | None = None, dark: bool = False
) -> go.Figure:
    """Draw one map, or two beside each other with the same rows.

    Parameters
    ----------
    maps : sequence of (str, RnaMap)
        Titles and maps of the same RBPs; the first one decides the order of rows.
    view : MapView
        Scale, order, groups, smoothing.
    selected : str, optional
        RBP with a frame.
    dark : bool, default False
        Draw for the dark theme.

    Returns
    -------
    plotly.graph_objects.Figure
        A heat map for each; a dot before each row carries the RBP's name as `customdata`.

    Raises
    ------
    InvalidOptionError
        If there is no map or the RBPs differ.
    """
    if not maps or len({one.rbps for _, one in maps}) > 1:
        raise InvalidOptionError(f"Got {len(maps)} maps of different RBPs; expected one or more of the same RBPs.")
    rows = map_rows(maps[0][1], view)
    names = [maps[0][1].rbps[k] for k in rows]
    height = (_FEW_ROW if len(rows) <= 30 else _ROW) * max(len(rows), 3)
    figure = go.Figure()
    layout: dict[str, Any] = base_layout(dark)
    columns = [map_columns(one, view) for _, one in maps]
    edge = max(end for _, end in columns)
    share = (1 - _SPACE * (len(maps) - 1)) / len(maps)
    for number, ((title, one), (values, _)) in enumerate(zip(maps, columns, strict=True)):
        axis = "x" if number == 0 else f"x{number + 1}"
        left = number * (share + _SPACE)
        figure.add_trace(_heat(values[rows], one, names, (axis, edge, view.scale == "scaled" and number == 0 or number == 0), dark))
        layout[axis.replace("x", "xaxis")] = map_axis([left, left + share], low=2 * _DOT if number == 0 else 0)
        layout.setdefault("annotations", []).extend(_labels(title, axis))
        layout.setdefault("shapes", []).extend(exon_shapes(axis, dark))
    figure.add_trace(_dots(names, dark))
    if selected in names:
        layout["shapes"].append(_frame(names.index(str(selected)), dark))
    layout["annotations"].extend(_group_lines(names, view, layout["shapes"], dark))
    figure.update_layout(layout)
    figure.data[0].colorbar.title.text = MEANING[view.scale]
    figure.update_layout(
        height=_HEAD + height + _FOOT,
        margin={"t": _HEAD, "b": _FOOT, "l": 150, "r": 28},
        uirevision="rna-map",
        yaxis={
            "tickmode": "array",
            "tickvals": list(range(len(names))),
            "ticktext": [plain(shown_name(n)) for n in names],
            "showgrid": False,
            "range": [len(names) - 0.5, -0.5],
            "ticks": "",
            "tickfont": {"size": 12 if len(rows) <= 30 else 10},
            "automargin": True,
        },
    )
    return figure


def _heat(values: np.ndarray, one: RnaMap, names: list[str], place: tuple[str, float, bool], dark: bool) -> go.Heatmap:
    axis, edge, with_bar = place
    count = one.count.sum(axis=0)
    where = [f"{site} {offset:+d}" if offset else site for site in SITES[:1] for offset in OFFSETS.tolist()]
    where += [""] * (WIDTH - 2 * len(OFFSETS)) + [f"{SITES[1]} {offset:+d}" if offset else SITES[1] for offset in OFFSETS.tolist()]
    gap = np.zeros((len(names), WIDTH - 2 * len(OFFSETS)), dtype=count.dtype)
    rows = [one.rbps.index(name) for name in names]
    sites = np.concatenate([count[0][rows], gap, count[1][rows]], axis=1)
    return go.Heatmap(
        z=np.round(values, 5).astype(np.float32),
        x=list(range(WIDTH)),
        y=list(range(len(names))),
        zmin=-edge,
        zmax=edge,
        xaxis=axis,
        colorscale=effect_scale(dark),
        showscale=with_bar,
        hoverongaps=False,
        text=[[*where]] * len(names),
        customdata=sites,
        colorbar={
            "orientation": "h",
            "x": 1.0,
            "xanchor": "right",
            "y": 0.0,
            "yanchor": "top",
            "ypad": 42,
            "len": 260,
            "lenmode": "pixels",
            "thickness": 10,
            "title": {"side": "top", "font": {"size": 11}},
            "tickfont": {"size": 11},
            "nticks": 5,
        },
        hovertemplate="%{text}<br>effect %{z:.4f}<br>%{customdata:,} motif sites there<extra></extra>",
    )


def map_axis(domain: list[float], *, low: int = 0) -> dict[str, Any]:
    """Return the plotly x axis of acceptor and donor from the column `low` on, with ticks every 50 nt."""
    columns, labels = column_ticks()
    return {
        "domain": domain,
        "range": [low - 0.5, WIDTH - 0.5],
        "automargin": False,
        "tickmode": "array",
        "tickvals": columns,
        "ticktext": labels,
        "showgrid": False,
        "title": {"text": "motif position from the acceptor (A) and the donor (D), nt", "font": {"size": 12}},
        "tickangle": 0,
        "tickfont": {"size": 11},
    }


def _labels(title: str, axis: str) -> list[dict[str, Any]]:
    ref = f"{axis} domain" if axis != "x" else "x domain"
    return [note(f"<b>{plain(title, 80)}</b>", 0, 1, xref=ref, yshift=26)]


def exon_shapes(axis: str, dark: bool) -> list[dict[str, Any]]:
    """Return a small picture of the exon above a heat map, and the lines of both sites through it."""
    p = palette(dark)
    shapes = [
        {"type": "line", "xref": axis, "yref": "paper", "x0": -0.5, "x1": column_of(0, 0), "y0": 1, "y1": 1, "yanchor": 1},
        {"type": "line", "xref": axis, "yref": "paper", "x0": column_of(1, 0), "x1": WIDTH - 0.5, "y0": 1, "y1": 1, "yanchor": 1},
    ]
    for shape in shapes:
        shape |= {"ysizemode": "pixel", "y0": 12, "y1": 12, "line": {"color": p.muted, "width": 1.4}}
    for (low, high), colour, site in zip(exon_spans(), (p.acceptor, p.donor), (0, 1), strict=True):
        shapes.append(
            {
                "type": "rect",
                "xref": axis,
                "yref": "paper",
                "x0": low,
                "x1": high,
                "yanchor": 1,
                "ysizemode": "pixel",
                "y0": 6,
                "y1": 18,
                "fillcolor": p.muted,
                "line": {"width": 0},
                "opacity": 0.55,
                "label": {"text": "exon", "font": {"size": 10, "color": p.background}},
            }
        )
        place = column_of(site, 0)
        shapes.append(
            {
                "type": "line",
                "xref": axis,
                "yref": "paper",
                "x0": place,
                "x1": place,
                "y0": 0,
                "y1": 1,
                "line": {"color": colour, "width": 1, "dash": "dot"},
            }
        )
    return shapes


def _dots(names: list[str], dark: bool) -> go.Scatter:
    """Return the dots before the rows that choose an RBP when they are clicked."""
    p = palette(dark)
    return go.Scatter(
        x=[_DOT] * len(names),
        y=list(range(len(names))),
        mode="markers",
        customdata=[[name] for name in names],
        cliponaxis=False,
        marker={"size": 7, "color": p.primary, "opacity": 0.9},
        selected={"marker": {"opacity": 0.9}},
        unselected={"marker": {"opacity": 0.9}},
        hovertemplate="choose %{customdata[0]}<extra></extra>",
        name="choose",
    )


def _frame(row: int, dark: bool) -> dict[str, Any]:
    line = {"color": palette(dark).text, "width": 1.6}
    return {"type": "rect", "xref": "paper", "yref": "y", "x0": 0, "x1": 1, "y0": row - 0.5, "y1": row + 0.5, "line": line}


def _group_lines(names: list[str], view: MapView, shapes: list[dict[str, Any]], dark: bool) -> list[dict[str, Any]]:
    """Add a line between groups of rows; return the legend of signs."""
    if view.order == "grouped":
        groups = [rbp_group(name) for name in names]
        for row in range(1, len(groups)):
            if groups[row] != groups[row - 1]:
                line = {"color": palette(dark).text, "width": 1.2}
                shapes.append(
                    {"type": "line", "xref": "paper", "yref": "y", "x0": 0, "x1": 1, "y0": row - 0.5, "y1": row - 0.5, "line": line}
                )
    return [note(SIGNS, 0, 0, xshift=-140, yshift=-_FOOT + 22, font={"size": 12, "color": palette(dark).muted})]
