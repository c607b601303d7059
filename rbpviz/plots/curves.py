"""Response curves of RNASSR-Net on screen: CNN, graph and gate tracks over letters and loop elements, on one shared position axis.

The same tracks on paper are in `curves_paper`; it is not imported here, so that a page needs no matplotlib until a figure is saved.
"""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from rbpviz.plots.display import Display, DisplayedCurves, displayed_curves, padded_range, score_line
from rbpviz.plots.screen import LETTER_LIMIT, Row, base_layout, note, plain, position_columns, stack_domains, strip_traces, undimmed
from rbpviz.plots.theme import ELEMENT_NAMES, BaseColours, Palette, palette, translucent
from rbpviz.results.curves import ResponseCurves, smooth
from rbpviz.types import Flag

WHOLE_VIEW = 400
"""Longest sequence that is first shown whole, nt; beyond it a window of this width opens over an overview strip."""
_LETTERS_AT_ONCE = 100
"""Longest sequence whose elements carry a letter a base on a laptop's screen, nt; on longer ones each run of elements carries one."""
_SLIDER_HEIGHT = 76
"""What plotly adds below the tracks for the overview strip, px."""
_OUT_OF_SIGHT = [1e9, 1e9 + 1]
"""Range of the floor track: it carries the curve that only the overview strip shows."""
_AXES = {"cnn": "y2", "bases": "y3", "gcn": "y4", "elements": "y5", "gate": "y6"}


def first_window(curves: ResponseCurves, width: int = WHOLE_VIEW) -> tuple[float, float]:
    """Return the edges of the first view in 1-based axis units.

    All of an RNA of up to `width` nt, else `width` nt around the viewpoint or, without one, around the highest CNN
    response (mean of 21 nt).
    """
    n = len(curves)
    if n <= width:
        return 0.5, n + 0.5
    if curves.viewpoint is not None:
        middle = (curves.viewpoint.start + curves.viewpoint.end) // 2
    else:
        middle = int(np.argmax(smooth(curves.cnn, 21)))
    start = min(max(middle - width // 2, 0), n - width)
    return start + 0.5, start + width + 0.5


def plot_response_curves(
    curves: ResponseCurves,
    *,
    dark: bool = False,
    smoothing: int = 1,
    display: Display = "raw",
    show_gate: bool = True,
    bases: BaseColours = "safe",
    selected: int | None = None,
) -> go.Figure:
    """Draw the responses of one RNA as stacked tracks on one position axis.

    Parameters
    ----------
    curves : ResponseCurves
        Curves of one RNA of `length` nt.
    dark : bool, default False
        Draw for the dark theme.
    smoothing : int, default 1
        Window of the moving average for display, odd, nt.
    display : {"raw", "standardised"}
        Scale of the two responses.
    show_gate : bool, default True
        Whether the gate has a track.
    bases : {"safe", "classic"}
        Set of base colours.
    selected : int, optional
        0-based position to mark on all tracks.

    Returns
    -------
    plotly.graph_objects.Figure
        The x axis counts bases from 1; `customdata[0]` of each point is its 0-based position. The height is set, the width is not.

    Raises
    ------
    InvalidOptionError
        If an option is outside its range.
    """
    shown = displayed_curves(curves, smoothing=smoothing, display=display)
    look = palette(dark, bases)
    rows = _rows(curves, show_gate)
    domains, height = stack_domains(rows)
    top = 64 if curves.viewpoint is None else 84
    slider = _SLIDER_HEIGHT if len(curves) > WHOLE_VIEW else 0
    figure = go.Figure(_traces(curves, shown, look, domains))
    figure.update_layout(base_layout(dark))
    figure.update_layout(
        height=height + top + 50 + slider,
        margin={"t": top, "b": 50, "l": 58, "r": 20},
        title=_title(curves),
        hovermode="x",
        plot_bgcolor="rgba(0,0,0,0)",
        uirevision=f"{curves.id}|{curves.model}|{len(curves)}",
        annotations=_notes(curves, shown, look, domains),
        shapes=_shapes(curves, look, selected),
        **_y_axes(shown, domains),
    )
    lowest = [row.name for row in rows if row.name in _AXES][-1]
    figure.update_layout(_x_axes(curves, shown.cnn, look, lowest))
    return figure


def _rows(curves: ResponseCurves, show_gate: bool) -> list[Row]:
    rows = [Row("cnn", 150, 24), Row("bases", 24, 6), Row("gcn", 150, 34)]
    if curves.elements:
        rows.append(Row("elements", 24, 6))
    if show_gate:
        rows.append(Row("gate", 80, 34))
    return [*rows, Row("floor", 1, 3)]


def _title(curves: ResponseCurves) -> dict[str, Any]:
    score = score_line(curves.score, curves.percentile, windowed=Flag.WINDOWED in curves.flags)
    facts = f"{plain(curves.model)} · {score} · {len(curves)} nt"
    return {
        "text": f"<b>{plain(curves.id)}</b><br><span style='font-size:12px'>{facts}</span>",
        "font": {"size": 15},
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": 1,
        "yref": "container",
        "yanchor": "top",
        "pad": {"t": 22},
    }


def _traces(curves: ResponseCurves, shown: DisplayedCurves, look: Palette, domains: dict[str, list[float]]) -> list[Any]:
    names = [ELEMENT_NAMES[letter] for letter in curves.elements or "-" * len(curves)]
    x = np.arange(1, len(curves) + 1)
    clickable = len(curves) <= LETTER_LIMIT
    model = plain(curves.model)
    head = "<b>position %{x}</b> · %{customdata[1]} · %{customdata[2]}<br>"

    def line(track: str, y: np.ndarray, colour: str, label: str, *, dash: str = "solid", hover: str | None = None) -> go.Scatter:
        values = (shown.gated,) if track == "gcn" else ()
        mode = "lines+markers" if clickable and hover else "lines"
        return go.Scatter(
            x=x, y=y, mode=mode, name=label, line={"color": colour, "width": 1.8, "dash": dash}, marker={"opacity": 0, "size": 9},
            customdata=position_columns(curves.sequence, names, *values) if hover else None,
            hovertemplate=f"{head}{hover}<br>{model}<extra></extra>" if hover else None, hoverinfo=None if hover else "skip",
            xaxis="x2", yaxis=_AXES[track], **undimmed(0),
        )  # fmt: skip

    overview = {"x": x, "y": shown.cnn} if len(curves) > WHOLE_VIEW else {"x": [1], "y": [0.0]}
    floor = go.Scatter(
        **overview, mode="lines", line={"color": look.cnn, "width": 1}, hoverinfo="skip", name="overview", xaxis="x", yaxis="y"
    )
    traces: list[Any] = [floor, line("cnn", shown.cnn, look.cnn, "CNN", hover="CNN %{y:.4f}")]
    traces.append(line("gcn", shown.gated, look.gated, "GCN after the gate", dash="dot"))
    traces.append(line("gcn", shown.gcn, look.gcn, "GCN", hover="GCN %{y:.4f} before the gate, %{customdata[3]:.4f} after"))
    if "gate" in domains:
        traces.append(line("gate", shown.gate, look.gate, "gate", hover="gate %{y:.4f}"))
    for track, letters, colours, value, label in (
        ("bases", curves.sequence, look.bases, shown.cnn, "CNN"),
        ("elements", curves.elements, look.elements, shown.gcn, "GCN"),
    ):
        if track in domains:
            hover = position_columns(curves.sequence, names, value)
            text = f"{head}{label} %{{customdata[3]:.4f}}<br>{model}<extra></extra>"
            by_run = track == "elements" and len(letters) > _LETTERS_AT_ONCE
            traces += strip_traces(letters, colours, hover, template=text, axes=("x2", _AXES[track]), name=track, by_run=by_run)
    return traces


def _y_axes(shown: DisplayedCurves, domains: dict[str, list[float]]) -> dict[str, Any]:
    ranges = {"cnn": padded_range(shown.cnn), "gcn": padded_range(shown.gcn, shown.gated), "gate": [0.0, 1.0]}
    axes: dict[str, Any] = {"yaxis": {"domain": domains["floor"], "range": _OUT_OF_SIGHT, "visible": False, "fixedrange": True}}
    for track, name in _AXES.items():
        if track in ranges and track in domains:
            axes[f"yaxis{name[1:]}"] = {
                "domain": domains[track], "range": ranges[track], "fixedrange": True, "nticks": 3 if track == "gate" else 5,
                "anchor": "x2", "zeroline": ranges[track][0] < 0 < ranges[track][1], "showline": True,
            }  # fmt: skip
        elif track in domains:
            axes[f"yaxis{name[1:]}"] = {"domain": domains[track], "range": [0, 1], "visible": False, "fixedrange": True}
    return axes


def _x_axes(curves: ResponseCurves, cnn: np.ndarray, look: Palette, lowest: str) -> dict[str, Any]:
    n = len(curves)
    whole = [0.5, n + 0.5]
    slider: dict[str, Any] = {"visible": False}
    if n > WHOLE_VIEW:
        slider = {
            "visible": True, "range": whole, "thickness": 0.075, "bgcolor": look.panel, "bordercolor": look.border, "borderwidth": 1,
            "yaxis": {"rangemode": "fixed", "range": padded_range(cnn)},
        }  # fmt: skip
    shared = {
        "range": list(first_window(curves)), "minallowed": whole[0], "maxallowed": whole[1], "showspikes": True, "spikemode": "across",
        "spikesnap": "hovered data", "spikethickness": 1, "spikedash": "dot", "spikecolor": look.muted, "showgrid": False,
    }  # fmt: skip
    return {
        "xaxis": {
            **shared,
            "anchor": "y",
            "title": {"text": "position (1-based, 5′ to 3′)", "font": {"size": 12}},
            "tickformat": "d",
            "rangeslider": slider,
            "automargin": False,
        },
        "xaxis2": {**shared, "anchor": _AXES[lowest], "matches": "x", "showticklabels": False, "ticks": "", "showline": False},
    }


def _notes(curves: ResponseCurves, shown: DisplayedCurves, look: Palette, domains: dict[str, list[float]]) -> list[dict[str, Any]]:
    how = f" <span style='color:{look.muted}'>({shown.how})</span>" if shown.how else ""

    def key(colour: str, mark: str, text: str) -> str:
        return f"<span style='color:{colour}'><b>{mark}</b></span> {text}"

    titles = {
        "cnn": f"<b>a</b>  CNN response{how}",
        "gcn": f"<b>b</b>  Graph response  {key(look.gcn, '━━', 'before the gate')}  {key(look.gated, '┅┅', 'after the gate')}{how}",
        "gate": "<b>c</b>  Gate: importance of each base, 0 to 1",
    }
    notes = [note(text, 0, domains[track][1], yshift=3) for track, text in titles.items() if track in domains]
    if curves.viewpoint is not None:
        start, end = curves.viewpoint.start, curves.viewpoint.end
        middle = (start + end) / 2 + 0.5
        left, right = first_window(curves)
        place = (middle - left) / (right - left)
        anchor = "left" if place < 0.15 else "right" if place > 0.85 else "center"
        text = f"viewpoint {start + 1}–{end}"
        notes.append(note(text, middle, domains["cnn"][1], xref="x", xanchor=anchor, yshift=24, font={"size": 12, "color": look.text}))
    return notes


def _shapes(curves: ResponseCurves, look: Palette, selected: int | None) -> list[dict[str, Any]]:
    shapes: list[dict[str, Any]] = []
    if curves.viewpoint is not None:
        edges = {"x0": curves.viewpoint.start + 0.5, "x1": curves.viewpoint.end + 0.5}
        shapes.append(
            {
                "type": "rect", **edges, "xref": "x", "yref": "paper", "y0": 0, "y1": 1, "layer": "below",
                "fillcolor": translucent(look.viewpoint, 0.16), "line": {"color": look.viewpoint, "width": 1, "dash": "dash"},
            }
        )  # fmt: skip
    if selected is not None and 0 <= selected < len(curves):
        line = {"color": look.text, "width": 1.5}
        shapes.append(
            {"type": "line", "x0": selected + 1, "x1": selected + 1, "y0": 0, "y1": 1, "xref": "x", "yref": "paper", "line": line}
        )
    return shapes
