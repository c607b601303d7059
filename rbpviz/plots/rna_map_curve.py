"""The RNA map of one protein as a curve, and exons against introns, on screen."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from rbpviz.plots.rna_map import exon_shapes, map_axis
from rbpviz.plots.rna_map_rows import SITES, column_of
from rbpviz.plots.screen import base_layout, note, plain
from rbpviz.plots.theme import palette, translucent
from rbpviz.results.rna_maps import OFFSETS, RnaMap, shown_name

_HOVER = "%{customdata[0]:+d}<br>mean %{y:.4g}<br>%{text:.4g} to %{customdata[1]:.4g}<extra></extra>"
_DOT_HOVER = "%{customdata[0]}<br>exons %{customdata[1]:.4g}, introns %{customdata[2]:.4g}<br>difference %{x:.4g}<extra></extra>"


def plot_rna_curve(maps: Sequence[tuple[str, RnaMap]], rbp: str, *, radius: int = 0, dark: bool = False) -> go.Figure:
    """Draw the map of one RBP as lines, with the range over models as a band.

    Parameters
    ----------
    maps : sequence of (str, RnaMap)
        Titles and maps; one colour and dash each.
    rbp : str
        The protein.
    radius : int, default 0
        Smoothing.
    dark : bool, default False
        Draw for the dark theme.

    Returns
    -------
    plotly.graph_objects.Figure
    """
    p = palette(dark)
    figure = go.Figure()
    for (title, one), colour, dash in zip(maps, p.categorical, ("solid", "dash", "dot"), strict=False):
        values = one.by_model(radius)[:, :, one.row(rbp)]
        for site in range(2):
            x = column_of(site, 0) + OFFSETS
            low, high, mean = values[:, site].min(axis=0), values[:, site].max(axis=0), values[:, site].mean(axis=0)
            band = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip", "showlegend": False}
            figure.add_scatter(x=x, y=high, **band)
            figure.add_scatter(x=x, y=low, fill="tonexty", fillcolor=translucent(colour, 0.22), **band)
            figure.add_scatter(
                x=x,
                y=mean,
                mode="lines",
                name=plain(title),
                legendgroup=title,
                showlegend=site == 0,
                text=low,
                customdata=np.stack([OFFSETS, high], 1),
                line={"color": colour, "width": 2, "dash": dash},
                hovertemplate=f"{SITES[site]} {_HOVER}",
            )
    layout = base_layout(dark)
    layout |= {"xaxis": map_axis([0, 1]), "shapes": exon_shapes("x", dark), "showlegend": True}
    figure.update_layout(layout)
    figure.update_layout(
        height=330,
        margin={"t": 62, "b": 56, "l": 76, "r": 26},
        uirevision=rbp,
        legend={"orientation": "h", "x": 1, "xanchor": "right", "y": 1.1, "yanchor": "bottom"},
        annotations=[note(f"<b>{plain(shown_name(rbp))}</b>", 0, 1, yshift=26)],
        yaxis={
            "title": {"text": "effect (+ supports)", "font": {"size": 12}},
            "zeroline": True,
            "zerolinecolor": p.muted,
            "exponentformat": "e",
        },
    )
    return figure


def plot_exon_intron(frame: pd.DataFrame, *, selected: str | None = None, dark: bool = False) -> go.Figure:
    """Draw the effect in exons less that in introns of SR proteins and hnRNPs, beside what is expected.

    Parameters
    ----------
    frame : DataFrame
        What `results.rna_map_expectation.expectation_frame` gave.
    selected : str, optional
        RBP that is written bold.
    dark : bool, default False
        Draw for the dark theme.

    Returns
    -------
    plotly.graph_objects.Figure
        A dot an RBP: a filled circle where the sign is as expected, an open diamond where it is not, a cross without any motif site.
    """
    p = palette(dark)
    figure = go.Figure()
    looks = {
        "yes": ("as expected", "circle", p.supports),
        "no": ("not as expected", "diamond-open", p.suppresses),
        "no sites": ("no motif site", "x-thin", p.muted),
    }
    order = frame.sort_values(["group", "difference"], ascending=[False, True]).reset_index(drop=True)
    for met, (name, symbol, colour) in looks.items():
        own = order[order.met == met]
        figure.add_scatter(
            x=own.difference,
            y=own.index,
            mode="markers",
            name=f"{name} ({len(own)})",
            customdata=own[["rbp", "exon", "intron"]].to_numpy(),
            marker={"symbol": symbol, "size": 10, "color": colour, "line": {"width": 2, "color": colour}},
            selected={"marker": {"opacity": 1}},
            unselected={"marker": {"opacity": 1}},
            hovertemplate=_DOT_HOVER,
        )
    labels = [f"<b>{plain(n)}</b>" if n == selected else plain(n) for n in order.rbp]
    figure.update_layout(base_layout(dark))
    figure.update_layout(
        height=90 + 19 * max(len(order), 4),
        margin={"t": 40, "b": 50, "l": 90, "r": 130},
        showlegend=True,
        uirevision="exon-intron",
        legend={"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom"},
        annotations=_expected(order),
        xaxis={
            "title": {"text": "effect in exons less effect in introns", "font": {"size": 12}},
            "exponentformat": "e",
            "zeroline": True,
            "zerolinecolor": p.text,
        },
        yaxis={
            "tickmode": "array",
            "tickvals": list(range(len(order))),
            "ticktext": labels,
            "range": [-0.7, len(order) - 0.3],
            "tickfont": {"size": 11},
        },
    )
    return figure


def _expected(order: pd.DataFrame) -> list[dict[str, Any]]:
    found = []
    for group, words in (("SR", "SR proteins:<br>right of 0 expected"), ("hnRNP", "hnRNPs:<br>left of 0 expected")):
        rows = order.index[order.group == group]
        if len(rows):
            found.append(
                note(words, 1, float(rows.to_numpy().mean()), yref="y", xanchor="left", yanchor="middle", xshift=8, font={"size": 11})
            )
    return found
