"""Response curves of RNASSR-Net on paper: the same tracks as on screen, 180 mm wide, text of 7 pt or more that stays text."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from rbpviz.plots.display import Display, DisplayedCurves, displayed_curves, padded_range, score_line
from rbpviz.plots.paper import literal, paper_figure, paper_style, write
from rbpviz.plots.theme import ELEMENT_NAMES, BaseColours, Palette, ink_on, palette
from rbpviz.results.curves import ResponseCurves
from rbpviz.types import Flag

LETTERS_FIT = 80
"""Longest sequence whose letters of 7 pt fit a line of 180 mm; a longer one gets a lane for each letter, so that place tells the letter."""
_TRACK, _STRIP, _LANE, _GATE, _TITLE = 30.0, 4.2, 2.9, 16.0, 5.5
"""Heights in mm."""
_LEFT, _RIGHT, _TOP, _BOTTOM = 15.0, 3.0, 13.0, 10.5
"""Margins in mm."""


def draw_response_curves(
    curves: ResponseCurves,
    *,
    dark: bool = False,
    smoothing: int = 1,
    display: Display = "raw",
    show_gate: bool = True,
    bases: BaseColours = "safe",
) -> Figure:
    """Draw the responses of one RNA for print.

    Parameters
    ----------
    curves : ResponseCurves
        Curves of one RNA.
    dark : bool, default False
        Draw on a dark ground.
    smoothing : int, default 1
        Window of the moving average for display, odd, nt.
    display : {"raw", "standardised"}
        Scale of the two responses.
    show_gate : bool, default True
        Whether the gate has a track.
    bases : {"safe", "classic"}
        Set of base colours.

    Returns
    -------
    matplotlib.figure.Figure
        180 mm wide. The x axis counts bases from 1.

    Raises
    ------
    InvalidOptionError
        If an option is outside its range.
    """
    shown = displayed_curves(curves, smoothing=smoothing, display=display)
    look = palette(dark, bases)
    heights = _heights(curves, show_gate)
    total = sum(heights.values()) + _TOP + _BOTTOM
    with paper_style(dark):
        figure = paper_figure(total)
        axes = _place_axes(figure, heights, total)
        _draw_lines(axes, curves, shown, look)
        _draw_strip(axes["bases"], curves.sequence, look.bases, "ACGUN", look)
        if "elements" in axes:
            _draw_strip(axes["elements"], curves.elements, look.elements, "SHIBME", look)
        _draw_viewpoint(axes, curves, look)
        _finish(figure, axes, curves, look, total)
    return figure


def _strip_height(letters: str) -> float:
    return _STRIP if len(letters) <= LETTERS_FIT else _LANE * len(set(letters))


def _heights(curves: ResponseCurves, show_gate: bool) -> dict[str, float]:
    heights = {"a": _TITLE, "cnn": _TRACK, "gap1": 0.8, "bases": _strip_height(curves.sequence), "b": _TITLE + 1, "gcn": _TRACK}
    if curves.elements:
        heights |= {"gap2": 0.8, "elements": _strip_height(curves.elements)}
    if show_gate:
        heights |= {"c": _TITLE + 1, "gate": _GATE}
    return heights


def _place_axes(figure: Figure, heights: dict[str, float], total: float) -> dict[str, Axes]:
    width = figure.get_size_inches()[0] * 25.4
    axes: dict[str, Axes] = {}
    top = _TOP
    for name, height in heights.items():
        if name in ("cnn", "bases", "gcn", "elements", "gate"):
            box = (_LEFT / width, 1 - (top + height) / total, (width - _LEFT - _RIGHT) / width, height / total)
            axes[name] = figure.add_axes(box, sharex=axes.get("cnn"))
        top += height
    return axes


def _draw_lines(axes: dict[str, Axes], curves: ResponseCurves, shown: DisplayedCurves, look: Palette) -> None:
    x = np.arange(1, len(curves) + 1)
    how = f" ({shown.how})" if shown.how else ""
    axes["cnn"].plot(x, shown.cnn, color=look.cnn)
    axes["gcn"].plot(x, shown.gcn, color=look.gcn, label="before the gate")
    axes["gcn"].plot(x, shown.gated, color=look.gated, linestyle=(0, (2, 1)), label="after the gate")
    axes["gcn"].legend(loc="lower right", bbox_to_anchor=(1, 0.98), ncols=2, borderaxespad=0, handlelength=2.2)
    axes["cnn"].set_ylim(*padded_range(shown.cnn))
    axes["gcn"].set_ylim(*padded_range(shown.gcn, shown.gated))
    titles = {"cnn": ("a", f"CNN response{how}"), "gcn": ("b", f"Graph response{how}"), "gate": ("c", "Gate: importance of each base")}
    if "gate" in axes:
        axes["gate"].plot(x, shown.gate, color=look.gate)
        axes["gate"].set(ylim=(0, 1), yticks=(0, 0.5, 1))
    for track, (mark, title) in titles.items():
        if track in axes:
            axes[track].set_title(title, loc="left", pad=4, x=0.0)
            axes[track].annotate(mark, (0, 1), (-_LEFT * 0.82 * 72 / 25.4, 4), "axes fraction", "offset points", weight="bold", size=9)
            axes[track].axhline(0, color=look.border, linewidth=0.5, zorder=0)


def _draw_strip(axes: Axes, letters: str, colours: dict[str, str], order: str, look: Palette) -> None:
    lanes = [letter for letter in order if letter in letters] if len(letters) > LETTERS_FIT else [""]
    place = {letter: len(lanes) - 1 - i for i, letter in enumerate(lanes)}
    tiles = [Rectangle((i + 0.5, place.get(letter, 0) + 0.06), 1, 0.88) for i, letter in enumerate(letters)]
    fills = [colours[letter] for letter in letters]
    axes.add_collection(PatchCollection(tiles, facecolors=fills, edgecolors=fills, linewidths=0.1))
    axes.set_ylim(0, len(lanes))
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0, pad=2)
    if lanes == [""]:
        axes.set_yticks([])
        for i, letter in enumerate(letters):
            axes.text(i + 1, 0.47, letter, ha="center", va="center", size=7, color=ink_on(colours[letter]))
        return
    axes.set_yticks([place[letter] + 0.5 for letter in lanes], lanes)
    for level in range(1, len(lanes)):
        axes.axhline(level, color=look.border, linewidth=0.3, zorder=0)


def _draw_viewpoint(axes: dict[str, Axes], curves: ResponseCurves, look: Palette) -> None:
    if curves.viewpoint is None:
        return
    start, end = curves.viewpoint.start, curves.viewpoint.end
    for name in ("cnn", "gcn", "gate", "bases", "elements"):
        if name in axes:
            axes[name].axvspan(start + 0.5, end + 0.5, color=look.viewpoint, alpha=0.15, linewidth=0, zorder=-2)
            for edge in (start + 0.5, end + 0.5):
                axes[name].axvline(edge, color=look.viewpoint, linewidth=0.6, linestyle="--", zorder=-1)
    middle, n = (start + end) / 2 + 0.5, len(curves)
    side = "left" if middle < 0.2 * n else "right" if middle > 0.8 * n else "center"
    at = {"left": start + 0.5, "right": end + 0.5, "center": middle}[side]
    axes["cnn"].annotate(f"viewpoint {start + 1}–{end}", (at, 1), (0, 14), ("data", "axes fraction"), "offset points", ha=side, size=7)


def _finish(figure: Figure, axes: dict[str, Axes], curves: ResponseCurves, look: Palette, total: float) -> None:
    lowest = list(axes.values())[-1]
    for panel in axes.values():
        panel.tick_params(labelbottom=panel is lowest, bottom=panel is lowest)
        panel.set_xlim(0.5, len(curves) + 0.5)
    lowest.tick_params(axis="x", length=2.5)
    lowest.set_xlabel("position (1-based, 5′ to 3′)", labelpad=2)
    ticks = [tick for tick in lowest.get_xticks() if 1 < tick <= len(curves) and tick == int(tick)]
    lowest.set_xticks([1, *ticks], ["1", *(str(int(tick)) for tick in ticks)])
    lowest.set_xlim(0.5, len(curves) + 0.5)
    figure.align_ylabels()
    score = score_line(curves.score, curves.percentile, windowed=Flag.WINDOWED in curves.flags)
    facts = f"{literal(curves.model)} · {score} · {len(curves)} nt"
    left = _LEFT / 180
    first = axes["cnn"]
    write(first, (left, 1 - 4.2 / total), literal(curves.id), transform=figure.transFigure, weight="bold", size=8.5)
    write(first, (left, 1 - 8.0 / total), facts, transform=figure.transFigure, color=look.muted, size=7)
    if "elements" in axes:
        names = ", ".join(f"{letter} {ELEMENT_NAMES[letter]}" for letter in "SHIBME" if letter in curves.elements)
        below = axes["elements"] if lowest is not axes["elements"] else None
        if below is None:
            return
        below.annotate(names, (1, 0), (0, -2.5), "axes fraction", "offset points", ha="right", va="top", size=7, color=look.muted)
