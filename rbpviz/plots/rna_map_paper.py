"""RNA maps for print: heat maps as vectors like the paper's figure 7, curves with bands, exons against introns."""

from collections.abc import Sequence
from itertools import groupby

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.collections import PolyCollection
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.figure import Figure

from rbpviz.errors import InvalidOptionError
from rbpviz.plots.paper import literal, paper_figure, paper_style, write
from rbpviz.plots.rna_map_rows import (
    MEANING,
    SIGNS,
    WIDTH,
    MapView,
    column_of,
    column_ticks,
    effect_scale,
    exon_spans,
    map_columns,
    map_rows,
)
from rbpviz.plots.theme import Palette, palette
from rbpviz.results.rna_maps import OFFSETS, RnaMap, rbp_group, shown_name

_LEVELS = 51
AXIS_WORDS = "motif position from the acceptor (A) and the donor (D), nt"


def draw_rna_maps(maps: Sequence[tuple[str, RnaMap]], view: MapView = MapView(), *, dark: bool = False) -> Figure:
    """Draw one map, or two beside each other, 180 mm wide.

    Parameters
    ----------
    maps : sequence of (str, RnaMap)
        Titles and maps of the same RBPs; the first one decides the order of rows.
    view : MapView
        Scale, order, groups, smoothing.
    dark : bool, default False
        Draw on a dark ground.

    Returns
    -------
    matplotlib.figure.Figure
        Vectors only: cells of one colour beside each other are one rectangle. Colours have 51 steps.
    """
    if not maps or len({one.rbps for _, one in maps}) > 1:
        raise InvalidOptionError(f"Got {len(maps)} maps of different RBPs; expected one or more of the same RBPs.")
    look = palette(dark)
    rows = map_rows(maps[0][1], view)
    names = [maps[0][1].rbps[k] for k in rows]
    found = [map_columns(one, view) for _, one in maps]
    edge = max(end for _, end in found)
    height = 38 + 3.3 * max(len(rows), 4)
    colours = LinearSegmentedColormap.from_list("effect", effect_scale(dark), N=_LEVELS)
    with paper_style(dark):
        figure = paper_figure(height)
        left, right, space = 0.155, 0.975, 0.03
        width = (right - left - space * (len(maps) - 1)) / len(maps)
        for number, ((title, _), (values, _)) in enumerate(zip(maps, found, strict=True)):
            axes = figure.add_axes((left + number * (width + space), 26 / height, width, 1 - 38 / height))
            _draw_cells(axes, values[rows], edge, colours)
            _frame_map(axes, names, look, grouped=view.order == "grouped", labels=number == 0)
            write(axes, (0, 1 + 6.5 / (height - 38)), literal(title, 60), weight="bold", size=8)
        bar = figure.add_axes((0.70, 10.5 / height, 0.26, 2.2 / height))
        figure.colorbar(ScalarMappable(Normalize(-edge, edge), colours), cax=bar, orientation="horizontal").set_label(MEANING[view.scale])
        figure.text(0.012, 8 / height, SIGNS, size=7, color=look.muted)
    return figure


def _draw_cells(axes: Axes, values: np.ndarray, edge: float, colours: LinearSegmentedColormap) -> None:
    shapes, filled = [], []
    for y, row in enumerate(values):
        levels = np.where(np.isnan(row), -1, np.rint((np.clip(row / edge, -1, 1) + 1) / 2 * (_LEVELS - 1))).astype(int)
        x = 0
        for level, run in groupby(levels.tolist()):
            n = len(list(run))
            if level >= 0:
                shapes.append([(x - 0.5, y - 0.5), (x + n - 0.5, y - 0.5), (x + n - 0.5, y + 0.5), (x - 0.5, y + 0.5)])
                filled.append(colours(level))
            x += n
    axes.add_collection(PolyCollection(shapes, facecolors=filled, linewidths=0, edgecolors="none", antialiased=False))


def _frame_map(axes: Axes, names: list[str], look: Palette, *, grouped: bool, labels: bool) -> None:
    mark_sites(axes, look)
    axes.set(xlim=(-0.5, WIDTH - 0.5), ylim=(len(names) - 0.5, -0.5), xlabel=AXIS_WORDS)
    axes.set_yticks(range(len(names)), [literal(shown_name(n), 24) for n in names] if labels else [], parse_math=False)
    axes.tick_params(axis="y", length=0, labelsize=7)
    axes.spines["left"].set_visible(False)
    if grouped:
        groups = [rbp_group(name) for name in names]
        for row in range(1, len(groups)):
            if groups[row] != groups[row - 1]:
                axes.axhline(row - 0.5, color=look.text, linewidth=0.8)


def mark_sites(axes: Axes, look: Palette) -> None:
    """Draw the exon above the axes, lines through both sites, and ticks."""
    columns, texts = column_ticks()
    axes.set_xticks(columns, texts, fontsize=6.5)
    for label in axes.get_xticklabels():
        label.set_fontsize(7 if axes.get_position().width > 0.6 else 5.5)
    across = axes.get_xaxis_transform()
    for (low, high), site, colour in zip(exon_spans(), (0, 1), (look.acceptor, look.donor), strict=True):
        axes.plot([low, high], [1.025, 1.025], transform=across, color=look.muted, linewidth=4, solid_capstyle="butt", clip_on=False)
        axes.axvline(column_of(site, 0), color=colour, linewidth=0.7, linestyle=":")
    for low, high in ((-0.5, column_of(0, 0)), (column_of(1, 0), WIDTH - 0.5)):
        axes.plot([low, high], [1.025, 1.025], transform=across, color=look.muted, linewidth=0.8, clip_on=False)


def draw_rna_curve(maps: Sequence[tuple[str, RnaMap]], rbp: str, *, radius: int = 0, dark: bool = False) -> Figure:
    """Draw the map of one RBP as lines, the range over models as a band.

    Parameters
    ----------
    maps : sequence of (str, RnaMap)
        Titles and maps.
    rbp : str
        The protein.
    radius : int, default 0
        Smoothing.
    dark : bool, default False
        Draw on a dark ground.

    Returns
    -------
    matplotlib.figure.Figure
        180 mm wide.
    """
    look = palette(dark)
    with paper_style(dark):
        figure = paper_figure(62)
        axes = figure.add_axes((0.1, 0.2, 0.875, 0.6))
        for (title, one), colour, dash in zip(maps, look.categorical, ("-", "--", ":"), strict=False):
            values = one.by_model(radius)[:, :, one.row(rbp)]
            for site in range(2):
                x = column_of(site, 0) + OFFSETS
                axes.fill_between(x, values[:, site].min(axis=0), values[:, site].max(axis=0), color=colour, alpha=0.22, linewidth=0)
                axes.plot(x, values[:, site].mean(axis=0), dash, color=colour, label=literal(title) if site == 0 else None)
        axes.axhline(0, color=look.muted, linewidth=0.6)
        mark_sites(axes, look)
        axes.set(xlim=(-0.5, WIDTH - 0.5), xlabel=AXIS_WORDS, ylabel="effect (+ supports)")
        axes.legend(loc="lower right", bbox_to_anchor=(1, 1.05), ncols=3)
        write(axes, (0, 1.12), literal(shown_name(rbp)), weight="bold", size=8)
    return figure


def draw_exon_intron(frame: pd.DataFrame, *, dark: bool = False) -> Figure:
    """Draw the effect in exons less that in introns beside what is expected, 120 mm wide; `frame` is that of `expectation_frame`."""
    look = palette(dark)
    order = frame.sort_values(["group", "difference"], ascending=[False, True]).reset_index(drop=True)
    height = 24 + 4.0 * max(len(order), 4)
    marks = {
        "yes": ("as expected", "o", look.supports),
        "no": ("not as expected", "D", look.suppresses),
        "no sites": ("no motif site", "x", look.muted),
    }
    power = int(np.floor(np.log10(max(float(order.difference.abs().max()), 1e-12))))
    unit = f" × 1e{power}" if not -3 < power < 3 else ""
    scale = 10.0**-power if unit else 1.0
    with paper_style(dark):
        figure = paper_figure(height, 120)
        axes = figure.add_axes((0.2, 13 / height, 0.76, 1 - 22 / height))
        for met, (words, mark, colour) in marks.items():
            own = order[order.met == met]
            fill = look.background if mark == "D" else colour
            axes.plot(own.difference * scale, own.index, mark, mfc=fill, mec=colour, ms=4, label=f"{words} ({len(own)})")
        axes.axvline(0, color=look.text, linewidth=0.7)
        axes.set_yticks(range(len(order)), [literal(name, 20) for name in order.rbp], parse_math=False)
        axes.set(xlabel=f"effect in exons less in introns{unit} (expected: SR +, hnRNP −)", ylim=(-0.7, len(order) - 0.3))
        axes.grid(axis="x", color=look.border, linewidth=0.4)
        axes.legend(loc="lower left", bbox_to_anchor=(-0.05, 1.0), ncols=3, handletextpad=0.2)
    return figure
