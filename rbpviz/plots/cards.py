"""Figures of a model card: AUROC as published and as measured, and the mean response by position."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

from rbpviz.errors import InvalidOptionError
from rbpviz.plots.display import padded_range
from rbpviz.plots.screen import base_layout, plain
from rbpviz.plots.theme import palette
from rbpviz.results.cards import MEAN_CURVE_BIN, ModelCard

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SET_NAMES = {
    "validation": "validation",
    "test": "test, as published",
    "test_debiased": "test, borders debiased",
    "test_shift_5": "test, shifted by 5 nt",
    "test_shift_20": "test, shifted by 20 nt",
    "test_shift_60": "test, shifted by 60 nt",
}
"""Sets of a card in the order they are drawn, in words."""
_AXIS_TITLE = "AUROC (bars and band: one standard error)"


@dataclass(frozen=True, slots=True)
class CardPoint:
    """One dot of the card figure.

    Parameters
    ----------
    label : str
        Where it was measured, or who published it.
    value : float
        AUROC.
    error : float
        Standard error; 0 where the card has none.
    published : bool
        Whether it is a figure of the literature.
    """

    label: str
    value: float
    error: float
    published: bool


def card_points(card: ModelCard) -> list[CardPoint]:
    """Return the AUROCs of a card: published ones first, then ours in the order of `SET_NAMES`.

    Our standard error is the metric `auroc_se` where the card has it.

    Raises
    ------
    InvalidOptionError
        If the card has no AUROC at all.
    """
    points = [
        CardPoint(f"published: {p.source}", p.value, p.standard_error, True) for p in card.published if p.metric.lower() == "auroc"
    ]  # fmt: skip
    for key, words in SET_NAMES.items():
        measured = card.metrics.get(key, {})
        if "auroc" in measured:
            points.append(CardPoint(words, measured["auroc"], measured.get("auroc_se", 0.0), False))
    if not points:
        raise InvalidOptionError(f"The card of {card.id} has no AUROC; expected one for at least one of {', '.join(SET_NAMES)}.")
    return points


def plot_card_metrics(card: ModelCard, *, dark: bool = False) -> go.Figure:
    """Draw published and own AUROCs as dots with standard errors, one line each.

    Parameters
    ----------
    card : ModelCard
        Card of one model.
    dark : bool, default False
        Draw for the dark theme.

    Returns
    -------
    plotly.graph_objects.Figure
        Published figures are open diamonds with a shaded band of one standard error, ours filled circles; values are written.

    Raises
    ------
    InvalidOptionError
        If the card has no AUROC.
    """
    look = palette(dark)
    points = card_points(card)
    figure = go.Figure()
    for published, symbol, colour, name in ((True, "diamond-open", look.gcn, "published"), (False, "circle", look.cnn, "this model")):
        chosen = [point for point in points if point.published is published]
        errors = [point.error for point in chosen]
        figure.add_scatter(
            x=[p.value for p in chosen], y=[_wrapped(p.label) for p in chosen], mode="markers+text", name=name,
            customdata=[[e] for e in errors], text=[f"{p.value:.3f}" for p in chosen], textposition="top center",
            textfont={"size": 12, "color": look.text}, cliponaxis=False,
            error_x={"type": "data", "array": errors, "color": colour, "thickness": 1.6, "width": 5, "visible": any(errors)},
            marker={"symbol": symbol, "size": 11, "color": colour, "line": {"width": 2, "color": colour}},
            hovertemplate="%{y}<br>AUROC %{x:.4f}, standard error %{customdata[0]:.4f}<extra></extra>",
        )  # fmt: skip
    for point in points:
        if point.published and point.error:
            edges = {"x0": point.value - point.error, "x1": point.value + point.error}
            figure.add_shape(type="rect", **edges, y0=0, y1=1, yref="paper", fillcolor=look.gcn, opacity=0.1, line_width=0, layer="below")
    low, high = axis_limits(points)
    figure.update_layout(base_layout(dark))
    figure.update_layout(
        height=110 + 46 * len(points),
        margin={"t": 36, "b": 50, "l": 20, "r": 30},
        showlegend=True,
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.01, "x": 0},
        uirevision=card.id,
        xaxis={"range": [low, high], "title": {"text": _AXIS_TITLE, "font": {"size": 12}}, "fixedrange": True},
        yaxis={
            "type": "category", "categoryorder": "array", "categoryarray": [_wrapped(p.label) for p in points],
            "range": [len(points) - 0.5, -0.7], "fixedrange": True, "ticks": "",
        },
    )  # fmt: skip
    return figure


def axis_limits(points: list[CardPoint]) -> tuple[float, float]:
    """Return an AUROC axis that holds all points with their errors, from 0.5 or lower where a point is lower, to 1."""
    low = min(point.value - point.error for point in points)
    floor = 0.5 if low < 0.66 else np.floor((low - 0.04) * 20) / 20
    return float(min(floor, low - 0.03)), 1.01


def _wrapped(label: str) -> str:
    text = plain(label, 74)
    if len(text) <= 38:
        return text
    cut = text.rfind(" ", 0, 38)
    return f"{text[:cut]}<br>{text[cut + 1 :]}" if cut > 0 else text


def draw_card_metrics(card: ModelCard, *, dark: bool = False) -> "Figure":
    """Draw the figure of `plot_card_metrics` for print, 120 mm wide; same parameters and errors."""
    from rbpviz.plots.paper import literal, paper_figure, paper_style

    look = palette(dark)
    points = card_points(card)
    height = 22.0 + 8.0 * len(points)
    with paper_style(dark):
        figure = paper_figure(height, 120)
        axes = figure.add_axes((0.42, 12 / height, 0.54, 1 - 19 / height))
        for row, point in enumerate(points):
            colour = look.gcn if point.published else look.cnn
            fill, mark = (look.background, "D") if point.published else (colour, "o")
            error = point.error or None
            axes.errorbar(point.value, row, xerr=error, color=colour, marker=mark, mfc=fill, ms=4.5, capsize=2, elinewidth=0.8)
            axes.text(point.value, row - 0.28, f"{point.value:.3f}", ha="center", va="bottom", size=7)
            if point.published and point.error:
                axes.axvspan(point.value - point.error, point.value + point.error, color=look.gcn, alpha=0.1, linewidth=0)
        low, high = axis_limits(points)
        axes.set(xlim=(low, high), ylim=(len(points) - 0.4, -0.8), xlabel=_AXIS_TITLE)
        axes.set_yticks(range(len(points)), [literal(point.label, 40) for point in points], parse_math=False)
        axes.tick_params(axis="y", length=0)
        axes.set_title(literal(card.id), loc="left", weight="bold", parse_math=False)
    return figure


def plot_mean_curves(card: ModelCard, *, dark: bool = False) -> go.Figure:
    """Draw the card's mean responses by position: where a branch answers whatever the sequence.

    Parameters
    ----------
    card : ModelCard
        A card with `mean_curves`.
    dark : bool, default False
        Draw for the dark theme.

    Returns
    -------
    plotly.graph_objects.Figure
        A line for each curve; x in 1-based positions from the start of the RNA. Negatives are dotted.

    Raises
    ------
    InvalidOptionError
        If the card has no mean curves.
    """
    if not card.mean_curves:
        raise InvalidOptionError(f"The card of {card.id} has no mean curves; expected those of a response model.")
    look = palette(dark)
    colours = {"cnn": look.cnn, "gcn": look.gcn, "gated": look.gated, "gate": look.gate}
    figure = go.Figure()
    for name, values in card.mean_curves.items():
        branch = "gated" if "gated" in name else name.split("_")[0]
        dash = "dot" if "negative" in name else "dash" if "shuffled" in name else "solid"
        words = plain(name.replace("_", ", ", 1).replace("_", " ").replace("cnn", "CNN").replace("gcn", "GCN"))
        line = {"color": colours.get(branch, look.muted), "width": 1.8, "dash": dash}
        hover = f"{words}<br>bases around %{{x:.0f}}<br>mean %{{y:.4f}}<extra></extra>"
        figure.add_scatter(
            x=(np.arange(len(values)) + 0.5) * MEAN_CURVE_BIN + 0.5, y=values, mode="lines", name=words, line=line, hovertemplate=hover
        )
    figure.update_layout(base_layout(dark))
    longest = MEAN_CURVE_BIN * max(len(values) for values in card.mean_curves.values())
    figure.update_layout(
        height=320,
        margin={"t": 40, "b": 50, "l": 58, "r": 20},
        showlegend=True,
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.01, "x": 0},
        uirevision=card.id,
        xaxis={
            "range": [0.5, longest + 0.5],
            "title": {"text": "position (1-based) from the 5′ end", "font": {"size": 12}},
            "showgrid": False,
        },
        yaxis={
            "range": padded_range(*(np.array(v) for v in card.mean_curves.values())),
            "title": {"text": "mean response", "font": {"size": 12}},
        },
    )
    return figure
