"""Fixed against adjusted motifs for print: the grid of all proteins, and one protein with logos, overlap and regions (figure 3)."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from rbpviz.plots.glyphs import draw_stacks
from rbpviz.plots.motif_compare import PER_MILLE, class_colours, set_colours, venn_parts
from rbpviz.plots.motif_grid import BITS, CENTRE, trio_rows
from rbpviz.plots.paper import PAGE_WIDTH, literal, paper_figure, paper_style, write
from rbpviz.plots.theme import Palette, palette
from rbpviz.plots.venn import place_circles
from rbpviz.results.motif_comparisons import CLASSES, REGIONS, WIDTH, MotifComparison

_COLUMNS = 6
_ROW = 17.0
_NOTE = "Heights in bits: base frequency × (2 − H) over all sites, no small-sample correction; axis 0 to 2."


def draw_motif_grid(comparison: MotifComparison, names: Sequence[str], *, seed: int = 0, dark: bool = False) -> Figure:
    """Draw the fixed motif over the adjusted one for many proteins, 180 mm wide.

    Parameters
    ----------
    comparison : MotifComparison
        What is drawn.
    names : sequence of str
        Proteins in their order.
    seed : int, default 0
        Which adjusted model.
    dark : bool, default False
        Draw on a dark ground.

    Returns
    -------
    matplotlib.figure.Figure
    """
    look = palette(dark)
    rows = -(-len(names) // _COLUMNS)
    height = rows * _ROW + 15
    with paper_style(dark):
        figure = paper_figure(height)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, PAGE_WIDTH), ylim=(height, 0))
        axes.set_axis_off()
        stacks = []
        cell = (PAGE_WIDTH - 6) / _COLUMNS
        for k, name in enumerate(names):
            x, y = 3 + k % _COLUMNS * cell, 11 + k // _COLUMNS * _ROW
            axes.text(x + 3.5, y + 1.6, literal(name, 20), size=7, weight="bold", parse_math=False)
            for line, (label, model) in enumerate((("F", 0), ("A", 1 + seed))):
                zero = y + 8 + line * 6.4
                axes.text(x + 0.6, zero, label, size=7, color=look.muted)
                axes.plot([x + 3.5, x + cell - 1], [zero, zero], color=look.muted, linewidth=0.3)
                stacks.append((comparison.heights(name, model), (x + 3.5, zero, (cell - 4.5) / WIDTH, -5.6 / BITS)))
        draw_stacks(axes, stacks, look.bases)
        for line, words in enumerate((f"F: fixed ({comparison.fixed}), A: adjusted ({comparison.adjusted[seed]})", _NOTE)):
            axes.text(3, 4 + 3.4 * line, literal(words, 150), size=7, color=look.muted, parse_math=False)
    return figure


def draw_motif_comparison(
    comparison: MotifComparison, rbp: str, *, seed: int = 0, seeds: Sequence[int] = (0, 1), dark: bool = False
) -> Figure:
    """Draw one protein: fixed and adjusted logo, difference logo, overlap of sites, and where sites are kept, gained and lost.

    Parameters
    ----------
    comparison : MotifComparison
        What is drawn.
    rbp : str
        The protein.
    seed : int, default 0
        Adjusted model of the logos and regions.
    seeds : sequence of int, default (0, 1)
        Adjusted models of the overlap.
    dark : bool, default False
        Draw on a dark ground.

    Returns
    -------
    matplotlib.figure.Figure
        180 mm wide.
    """
    look = palette(dark)
    with paper_style(dark):
        figure = paper_figure(132)
        for k, (title, heights, (low, high), words) in enumerate(trio_rows(comparison, rbp, seed)):
            axes = figure.add_axes((0.08, 0.72 - 0.32 * k, 0.48, 0.2))
            draw_stacks(axes, [(heights, (0.5, 0.0, 1.0, 1.0))], look.bases)
            axes.axhline(0, color=look.muted, linewidth=0.6)
            axes.set(xlim=(0.5, WIDTH + 0.5), ylim=(low, high), ylabel="bits")
            axes.set_xticks(range(1, WIDTH + 1, 5), [f"{p - 1 - CENTRE:+d}" if p - 1 != CENTRE else "0" for p in range(1, WIDTH + 1, 5)])
            axes.locator_params(axis="y", nbins=4)
            write(axes, (0, 1.05), literal(title, 44), weight="bold", size=7.5)
            axes.text(1, 1.05, words, transform=axes.transAxes, ha="right", size=7, color=look.muted)
        axes.set_xlabel("position relative to the site")
        figure.text(0.012, 0.965, literal(rbp), weight="bold", size=10)
        _draw_overlap(figure.add_axes((0.61, 0.5, 0.37, 0.42)), comparison, rbp, seeds, look)
        _draw_regions(figure.add_axes((0.82, 0.1, 0.165, 0.3)), comparison, rbp, seed, look)
    return figure


def _draw_overlap(axes: Axes, comparison: MotifComparison, rbp: str, seeds: Sequence[int], look: Palette) -> None:
    parts, models = venn_parts(comparison, rbp, seeds)
    axes.set_axis_off()
    axes.set_aspect("equal")
    write(axes, (0, 1.03), "Sites in 1,000 positions, totals in brackets", size=7, color=look.muted)
    if not parts.any():
        return
    circles, values = place_circles(parts), parts * PER_MILLE / max(comparison.positions, 1)
    bits = np.arange(len(parts))
    for k, (model, colour) in enumerate(zip(models, set_colours(look), strict=False)):
        (x, y), r = circles.centres[k], circles.radii[k]
        axes.add_patch(Circle((x, y), r, facecolor=colour, alpha=0.25, linewidth=0))
        axes.add_patch(Circle((x, y), r, facecolor="none", edgecolor=colour, linewidth=1))
        total = values[(bits >> k) & 1 == 1].sum()
        place = (x, y - r) if k == 2 else (x, y + r)
        axes.text(*place, f"{literal(model, 22)}\n[{total:.3g}]", color=colour, size=7, ha=("right", "left", "center")[k],
                  va="top" if k == 2 else "bottom", parse_math=False)  # fmt: skip
    for code, (x, y) in circles.labels.items():
        if parts[code]:
            axes.text(x, y, f"{values[code]:.3g}", ha="center", va="center", size=7)
    low, high = (circles.centres - circles.radii[:, None]).min(axis=0), (circles.centres + circles.radii[:, None]).max(axis=0)
    axes.set(xlim=(low[0] - 0.25, high[0] + 0.25), ylim=(low[1] - 0.22, high[1] + 0.22))


def _draw_regions(axes: Axes, comparison: MotifComparison, rbp: str, seed: int, look: Palette) -> None:
    frame = comparison.region_frame(rbp, seed)
    place = np.arange(len(REGIONS))
    for k, (name, hatch) in enumerate(zip(CLASSES, ("", "///", "..."), strict=True)):
        axes.barh(
            place + 0.26 * (k - 1), frame[f"{name}_fold"], 0.24, color=class_colours(look)[name], hatch=hatch, edgecolor=look.background,
            linewidth=0, label=f"{name} ({int(frame[name].sum()):,})",
        )  # fmt: skip
    axes.axvline(0, color=look.text, linewidth=0.6)
    axes.set_yticks(place, [region.replace(", ", ",\n", 1) for region in REGIONS], fontsize=7)
    axes.set(ylim=(len(REGIONS) - 0.5, -0.5), xlabel="log2 (sites / expected from bases)")
    axes.tick_params(axis="y", length=0)
    axes.legend(loc="lower right", bbox_to_anchor=(1.05, 1.0), ncols=3, fontsize=7, handlelength=0.9, columnspacing=0.7, handletextpad=0.3)
