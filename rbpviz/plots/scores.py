"""Small overviews on screen: the score along a long RNA, and the course of a training."""

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from rbpviz.errors import InvalidOptionError
from rbpviz.plots.screen import base_layout, note, plain
from rbpviz.plots.theme import Palette, palette
from rbpviz.results.predictions import percentile_words

_DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
_MARKS = ("circle", "square", "diamond", "triangle-up", "x")


def plot_scores(predictions: pd.DataFrame, *, dark: bool = False) -> go.Figure:
    """Draw the scores of windows along their records: each window a bar of its width, joined at the middles.

    Parameters
    ----------
    predictions : DataFrame
        Columns of `predictions_frame`, positions 0-based half-open; rows of one or several records and models.
    dark : bool, default False
        Draw for the dark theme.

    Returns
    -------
    plotly.graph_objects.Figure
        A line for each record and model; x in 1-based positions, y from 0 to 1; `customdata` holds id, start and end of each window.

    Raises
    ------
    InvalidOptionError
        If a column is missing or there is no row.
    """
    _require(predictions, ("id", "start", "end", "model", "score", "percentile"))
    look = palette(dark)
    figure = go.Figure()
    groups = list(predictions.groupby(["id", "model"], sort=False))
    several = len(groups) > 1
    for number, ((record, model), rows) in enumerate(groups):
        rows = rows.sort_values("start")
        name = f"{plain(str(record), 30)} · {plain(str(model), 40)}"
        for trace in _profile(rows, name, number, look):
            figure.add_trace(trace)
    figure.update_layout(base_layout(dark))
    figure.update_layout(
        height=300 + (22 * min(len(groups), 12) if several else 0),
        margin={"t": 24, "b": 50, "l": 58, "r": 20},
        showlegend=several,
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.02, "x": 0},
        hovermode="closest",
        uirevision="scores",
        xaxis={"title": {"text": "position (1-based, 5′ to 3′)", "font": {"size": 12}}, "showgrid": False, "tickformat": "d"},
        yaxis={"title": {"text": "score of the window", "font": {"size": 12}}, "range": [0, 1.02], "fixedrange": True},
    )
    return figure


def _profile(rows: pd.DataFrame, name: str, number: int, look: Palette) -> list[go.Scatter]:
    colour = look.categorical[number % len(look.categorical)]
    n = len(rows)
    spans = {
        "x": np.column_stack([rows["start"] + 1, rows["end"], np.full(n, np.nan)]).ravel(),
        "y": np.column_stack([rows["score"], rows["score"], np.full(n, np.nan)]).ravel(),
    }
    bars = go.Scatter(
        **spans, mode="lines", line={"color": colour, "width": 1}, opacity=0.45, hoverinfo="skip", showlegend=False, legendgroup=name
    )
    windows = list(zip(rows["id"], rows["start"], rows["end"], rows["start"] + 1, map(percentile_words, rows["percentile"]), strict=True))
    middles = go.Scatter(
        x=(rows["start"] + 1 + rows["end"]) / 2, y=rows["score"], mode="lines+markers", name=name, legendgroup=name, customdata=windows,
        line={"color": colour, "width": 1.8, "dash": _DASHES[number % len(_DASHES)]},
        marker={"size": 6, "color": colour, "symbol": _MARKS[number % len(_MARKS)]},
        hovertemplate="<b>%{customdata[3]}–%{customdata[2]}</b><br>score %{y:.3f}, %{customdata[4]} of the unbound RNAs"
        f"<br>{name}<extra></extra>",
    )  # fmt: skip
    return [bars, middles]


def plot_training(metrics: pd.DataFrame, *, dark: bool = False) -> go.Figure:
    """Draw the course of a training: losses above, other metrics below, by epoch.

    Parameters
    ----------
    metrics : DataFrame
        A row per epoch: `epoch` (counted from 0 or 1) and numeric columns; names with `loss` go to the upper panel, names with
        `auroc auprc accuracy mcc` to the lower. Other columns and missing values are left out.
    dark : bool, default False
        Draw for the dark theme.

    Returns
    -------
    plotly.graph_objects.Figure
        Two panels on one epoch axis.

    Raises
    ------
    InvalidOptionError
        If there is no `epoch` column or no row.
    """
    _require(metrics, ("epoch",))
    look = palette(dark)
    numeric = [column for column in metrics.select_dtypes("number").columns if column != "epoch"]
    losses = [column for column in numeric if "loss" in column]
    others = [
        column for column in numeric if column not in losses and any(word in column for word in ("auroc", "auprc", "accuracy", "mcc"))
    ]
    figure = go.Figure()
    for axis, columns in (("y", losses), ("y2", others)):
        for number, column in enumerate(columns):
            figure.add_trace(_course(metrics, str(column), axis, number, look))
    figure.update_layout(base_layout(dark))
    epochs = {"title": {"text": "epoch", "font": {"size": 12}}, "tickformat": "d", "anchor": "y2", "showgrid": False}
    notes = [note("<b>loss</b>", 0, 1, yshift=4), note("<b>validation metrics</b>", 0, 0.46, yshift=4)]
    figure.update_layout(
        height=460,
        margin={"t": 30, "b": 50, "l": 58, "r": 150},
        showlegend=True,
        hovermode="x unified",
        uirevision="training",
        annotations=notes,
        xaxis=epochs,
        yaxis={"domain": [0.56, 1], "nticks": 5},
        yaxis2={"domain": [0, 0.46], "nticks": 5},
        legend={"x": 1.02, "y": 1, "yanchor": "top"},
    )
    return figure


def _course(metrics: pd.DataFrame, column: str, axis: str, number: int, look: Palette) -> go.Scatter:
    known = metrics[["epoch", column]].dropna()
    shift = 0 if axis == "y" else 3
    colour = look.categorical[(number + shift) % len(look.categorical)]
    options: dict[str, Any] = {"line": {"color": colour, "width": 1.8, "dash": _DASHES[number % len(_DASHES)]}}
    options["marker"] = {"size": 5, "color": colour, "symbol": _MARKS[number % len(_MARKS)]}
    label = plain(column.replace("_", " "), 30)
    return go.Scatter(x=known["epoch"], y=known[column], mode="lines+markers", name=label, yaxis=axis, hovertemplate="%{y:.4f}", **options)


def _require(frame: pd.DataFrame, columns: tuple[str, ...]) -> None:
    missing = [column for column in columns if column not in frame.columns]
    if missing or frame.empty:
        got = f"no column {missing[0]!r}" if missing else "no row"
        raise InvalidOptionError(f"Got a table with {got}; expected at least one row with {', '.join(columns)}.")
