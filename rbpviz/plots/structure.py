"""Secondary structure in two dimensions on screen: bases as circles painted by response or by loop element.

The same picture on paper is in `structure_paper`; it is not imported here, so that a page needs no matplotlib until a figure is saved.
"""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from rbpviz.plots.geometry import Drawing, ValueScale, check_values, number_marks, structure_drawing, value_scale
from rbpviz.plots.screen import LETTER_LIMIT, base_layout, letter_boxes, plain, position_columns, undimmed
from rbpviz.plots.theme import ELEMENT_NAMES, Palette, colour_scale, ink_on, palette
from rbpviz.results.curves import ResponseCurves
from rbpviz.results.structures import Structure


def plot_structure(
    folded: ResponseCurves | Structure,
    xy: np.ndarray,
    values: np.ndarray | None = None,
    *,
    value_name: str = "response",
    dark: bool = False,
    selected: int | None = None,
) -> go.Figure:
    """Draw a secondary structure.

    Parameters
    ----------
    folded : ResponseCurves or Structure
        A folded RNA of `length` nt.
    xy : ndarray, shape (length, 2)
        Centres of the bases, as from a layout.
    values : ndarray, shape (length,), optional
        What to paint; loop elements are painted where it is None.
    value_name : str, default "response"
        What the values are, for the colour bar and hover.
    dark : bool, default False
        Draw for the dark theme.
    selected : int, optional
        0-based position to ring.

    Returns
    -------
    plotly.graph_objects.Figure
        Equal axes; `customdata[0]` of each base is its 0-based position. Circles and letters grow with zoom, letters hide while small.

    Raises
    ------
    InvalidOptionError
        If there is no structure, or `xy` or `values` have another length.
    """
    drawing = structure_drawing(folded, xy)
    check_values(values, len(drawing.sequence))
    look = palette(dark)
    scale = None if values is None else value_scale(values, dark=dark)
    figure = go.Figure([_pairs(drawing, look), _backbone(drawing, look), *_bases(drawing, values, scale, look, value_name)])
    if selected is not None and 0 <= selected < len(drawing.sequence):
        (x, y), reach = drawing.xy[selected], 1.7 * drawing.radius
        figure.add_shape(type="circle", x0=x - reach, x1=x + reach, y0=y - reach, y1=y + reach, line={"color": look.text, "width": 3})
    figure.add_traces(_number_traces(drawing, look))
    if values is None:
        figure.add_traces(_element_key(drawing, look))
    elif scale is not None:
        figure.add_trace(_colour_bar(scale, value_name, look))
    _lay_out(figure, drawing, dark)
    return figure


def _pairs(drawing: Drawing, look: Palette) -> go.Scatter:
    ends = drawing.xy[drawing.pairs]
    x = np.column_stack([ends[:, 0, 0], ends[:, 1, 0], np.full(len(ends), np.nan)]).ravel()
    y = np.column_stack([ends[:, 0, 1], ends[:, 1, 1], np.full(len(ends), np.nan)]).ravel()
    return go.Scatter(
        x=x,
        y=y,
        mode="lines",
        line={"color": look.muted, "width": 2 if len(drawing.sequence) <= 500 else 1},
        hoverinfo="skip",
        name="pairs",
    )


def _backbone(drawing: Drawing, look: Palette) -> go.Scatter:
    line = {"color": look.muted, "width": 1}
    return go.Scatter(x=drawing.xy[:, 0], y=drawing.xy[:, 1], mode="lines", line=line, hoverinfo="skip", name="backbone")


def _bases(drawing: Drawing, values: np.ndarray | None, scale: ValueScale | None, look: Palette, value_name: str) -> list[Any]:
    names = [ELEMENT_NAMES[letter] for letter in drawing.elements]
    hover = position_columns(drawing.sequence, names, *(() if values is None else (values,)))
    lines = ["<b>position %{customdata[3]}</b> · %{customdata[1]} · %{customdata[2]}"]
    for row in hover:
        row.insert(3, row[0] + 1)
    if values is not None and scale is not None:
        lines.append(f"{plain(value_name)} %{{customdata[4]:.4f}}")
        fills = [scale.colour(float(value)) if np.isfinite(value) else look.panel for value in values]
    else:
        fills = [look.elements[letter] for letter in drawing.elements]
    if drawing.model:
        lines.append(plain(drawing.model))
    shared = {"customdata": hover, "hovertemplate": "<br>".join(lines) + "<extra></extra>", "name": "bases", **undimmed()}
    outline = {"color": look.muted, "width": 1 if len(drawing.sequence) <= 200 else 0.4}
    if len(drawing.sequence) > LETTER_LIMIT:
        marker = {"size": 5, "color": fills}
        return [go.Scatter(x=drawing.xy[:, 0], y=drawing.xy[:, 1], mode="markers", marker=marker, **shared)]
    circles = go.Bar(
        x=drawing.xy[:, 0], **_squares(drawing, 2 * drawing.radius), marker={"color": fills, "line": outline, "cornerradius": "50%"},
        zorder=2, **shared,
    )  # fmt: skip
    inks = [ink_on(fill) for fill in fills]
    return [circles, *letter_boxes(drawing.sequence, inks, x=drawing.xy[:, 0], **_squares(drawing, 1.35 * drawing.unit))]


def _squares(drawing: Drawing, size: float) -> dict[str, np.ndarray]:
    n = len(drawing.sequence)
    return {"y": np.full(n, size), "base": drawing.xy[:, 1] - size / 2, "width": np.full(n, size)}


def _number_traces(drawing: Drawing, look: Palette) -> list[go.Scatter]:
    marks = number_marks(drawing)
    x = [value for _, start, place in marks for value in (start[0], (start[0] + place[0]) / 2, None)]
    y = [value for _, start, place in marks for value in (start[1], (start[1] + place[1]) / 2, None)]
    ticks = go.Scatter(x=x, y=y, mode="lines", line={"color": look.muted, "width": 1}, hoverinfo="skip", name="ticks")
    text = [f"<b>{t}</b>" if t.endswith("′") else t for t, _, _ in marks]
    font = {"size": 11, "color": look.text}
    places = np.array([place for _, _, place in marks])
    numbers = go.Scatter(
        x=places[:, 0], y=places[:, 1], mode="text", text=text, textfont=font, selected={"textfont": {"color": look.text}},
        cliponaxis=False, hoverinfo="skip", name="numbers",
    )  # fmt: skip
    return [ticks, numbers]


def _element_key(drawing: Drawing, look: Palette) -> list[go.Scatter]:
    present = [letter for letter in look.elements if letter in drawing.elements]
    return [
        go.Scatter(
            x=[None], y=[None], mode="markers", name=f"{letter}  {ELEMENT_NAMES[letter]}", showlegend=True,
            marker={"size": 11, "color": look.elements[letter], "line": {"color": look.muted, "width": 1}},
        )
        for letter in present
    ]  # fmt: skip


def _colour_bar(scale: ValueScale, value_name: str, look: Palette) -> go.Scatter:
    bar = {
        "title": {"text": plain(value_name), "side": "right", "font": {"size": 12}},
        "thickness": 12,
        "len": 0.7,
        "outlinewidth": 0,
        "tickcolor": look.muted,
    }
    marker = {"color": [scale.low], "cmin": scale.low, "cmax": scale.high, "colorscale": colour_scale(scale.colours), "colorbar": bar}
    return go.Scatter(x=[None], y=[None], mode="markers", marker={**marker, "showscale": True}, hoverinfo="skip", name="scale")


def _lay_out(figure: go.Figure, drawing: Drawing, dark: bool) -> None:
    air = drawing.label_gap + drawing.unit
    low, high = drawing.xy.min(axis=0) - air, drawing.xy.max(axis=0) + air
    hidden = {"visible": False, "showgrid": False, "zeroline": False}
    figure.update_layout(base_layout(dark))
    figure.update_layout(
        height=620,
        margin={"t": 30, "b": 10, "l": 10, "r": 10},
        showlegend=True,
        legend={"itemclick": False, "itemdoubleclick": False, "yanchor": "top", "y": 1, "traceorder": "normal"},
        dragmode="pan",
        hovermode="closest",
        uirevision=f"{drawing.model}|{len(drawing.sequence)}|{drawing.sequence}",
        xaxis={**hidden, "range": [low[0], high[0]], "constrain": "domain"},
        yaxis={**hidden, "range": [low[1], high[1]], "scaleanchor": "x", "scaleratio": 1, "constrain": "domain"},
    )
    figure.update_traces(showlegend=False, selector=lambda trace: trace.showlegend is not True)
