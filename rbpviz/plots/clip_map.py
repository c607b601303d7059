"""An experiment's map beside that of a model: CLIP peaks around exons that a knock-down changes, same axis, same sign."""

from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

from rbpviz.plots.rna_map import exon_shapes, map_axis
from rbpviz.plots.rna_map_rows import SITES, WIDTH, column_of
from rbpviz.plots.screen import base_layout, note, plain
from rbpviz.plots.theme import palette
from rbpviz.results.clip_maps import ClipMap
from rbpviz.results.rna_maps import OFFSETS, RnaMap, shown_name, smooth_offsets

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Line = tuple[str, np.ndarray]


def scaled_lines(clip: ClipMap, model: tuple[str, RnaMap], rbp: str, *, radius: int = 0) -> list[Line]:
    """Return names and values, shape (2, 201), of the experiment and of a model, each divided by the 99th percentile of its size.

    Parameters
    ----------
    clip : ClipMap
        The experiment.
    model : (str, RnaMap)
        Title and map.
    rbp : str
        The protein.
    radius : int, default 0
        Smoothing of both.
    """
    title, rna_map = model
    lines = [("experiment: CLIP around changed exons", smooth_offsets(clip.effect(), radius))]
    if rbp in rna_map.rbps:
        lines.append((title, rna_map.values(radius)[:, rna_map.row(rbp)]))
    found = []
    for name, values in lines:
        top = float(np.quantile(np.abs(values), 0.99)) or float(np.abs(values).max()) or 1.0
        found.append((name, np.clip(values / top, -1, 1)))
    return found


def plot_clip_map(lines: list[Line], rbp: str, *, dark: bool = False) -> go.Figure:
    """Draw what `scaled_lines` gave.

    Parameters
    ----------
    lines : list of (str, ndarray)
        Names and values.
    rbp : str
        The protein, for the title.
    dark : bool, default False
        Draw for the dark theme.

    Returns
    -------
    plotly.graph_objects.Figure
    """
    p = palette(dark)
    figure = go.Figure()
    for (name, values), colour, dash in zip(lines, (p.categorical[3], p.categorical[0]), ("solid", "dash"), strict=False):
        for site in range(2):
            figure.add_scatter(
                x=column_of(site, 0) + OFFSETS, y=values[site], mode="lines", name=plain(name), legendgroup=name, showlegend=site == 0,
                line={"color": colour, "width": 2, "dash": dash}, customdata=OFFSETS,
                hovertemplate=f"{SITES[site]} %{{customdata:+d}}<br>%{{y:.3f}}<extra></extra>",
            )  # fmt: skip
    figure.update_layout(base_layout(dark) | {"xaxis": map_axis([0, 1]), "shapes": exon_shapes("x", dark), "showlegend": True})
    figure.update_layout(
        height=340, margin={"t": 62, "b": 56, "l": 76, "r": 26}, uirevision=rbp,
        legend={"orientation": "h", "x": 1, "xanchor": "right", "y": 1.1, "yanchor": "bottom"},
        annotations=[note(f"<b>{plain(shown_name(rbp))}</b>", 0, 1, yshift=26)],
        yaxis={"title": {"text": "scaled effect (+ supports)", "font": {"size": 12}}, "range": [-1.08, 1.08], "zeroline": True,
               "zerolinecolor": p.muted},
    )  # fmt: skip
    return figure


def draw_clip_map(lines: list[Line], rbp: str, *, dark: bool = False) -> "Figure":
    """Draw what `scaled_lines` gave for print, 180 mm wide; parameters as those of `plot_clip_map`."""
    from rbpviz.plots.paper import literal, paper_figure, paper_style, write
    from rbpviz.plots.rna_map_paper import AXIS_WORDS, mark_sites

    look = palette(dark)
    with paper_style(dark):
        figure = paper_figure(62)
        axes = figure.add_axes((0.1, 0.2, 0.875, 0.6))
        for (name, values), colour, dash in zip(lines, (look.categorical[3], look.categorical[0]), ("-", "--"), strict=False):
            for site in range(2):
                axes.plot(column_of(site, 0) + OFFSETS, values[site], dash, color=colour, label=literal(name) if site == 0 else None)
        axes.axhline(0, color=look.muted, linewidth=0.6)
        mark_sites(axes, look)
        axes.set(xlim=(-0.5, WIDTH - 0.5), ylim=(-1.08, 1.08), xlabel=AXIS_WORDS, ylabel="scaled effect (+ supports)")
        axes.legend(loc="lower right", bbox_to_anchor=(1, 1.05), ncols=2)
        write(axes, (0, 1.12), literal(shown_name(rbp)), weight="bold", size=8)
    return figure
