"""Secondary structure on paper: the picture of `structure.py` as a matplotlib figure with text that stays text."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.collections import EllipseCollection, LineCollection
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from rbpviz.plots.geometry import Drawing, ValueScale, check_values, number_marks, structure_drawing, value_scale
from rbpviz.plots.paper import PAGE_WIDTH, literal, paper_figure, paper_style
from rbpviz.plots.theme import ELEMENT_NAMES, Palette, ink_on, palette
from rbpviz.results.curves import ResponseCurves
from rbpviz.results.structures import Structure

_POINTS = 72 / 25.4
_SIDE = 34.0
"""Width kept for the colour bar or the key, mm."""
_MAX_HEIGHT = 230.0
_SMALLEST_LETTER = 7.0


def draw_structure(
    folded: ResponseCurves | Structure,
    xy: np.ndarray,
    values: np.ndarray | None = None,
    *,
    value_name: str = "response",
    dark: bool = False,
) -> Figure:
    """Draw a secondary structure for print.

    Parameters
    ----------
    folded : ResponseCurves or Structure
        A folded RNA of `length` nt.
    xy : ndarray, shape (length, 2)
        Centres of the bases, as from a layout.
    values : ndarray, shape (length,), optional
        What to paint; loop elements are painted where it is None.
    value_name : str, default "response"
        What the values are, for the colour bar.
    dark : bool, default False
        Draw on a dark ground.

    Returns
    -------
    matplotlib.figure.Figure
        At most 180 mm wide and 230 mm high. Letters are written where a circle holds 7 pt.

    Raises
    ------
    InvalidOptionError
        If there is no structure, or `xy` or `values` have another length.
    """
    drawing = structure_drawing(folded, xy)
    check_values(values, len(drawing.sequence))
    look = palette(dark)
    scale = None if values is None else value_scale(values, dark=dark)
    air = drawing.label_gap + drawing.unit
    low, high = drawing.xy.min(axis=0) - air, drawing.xy.max(axis=0) + air
    span = high - low
    room = PAGE_WIDTH - _SIDE
    millimetre = min(room / span[0], _MAX_HEIGHT / span[1], 5.0 / drawing.unit)
    height = max(float(span[1] * millimetre), 40.0)
    width = max(float(span[0] * millimetre), 30.0) + _SIDE
    with paper_style(dark):
        figure = paper_figure(height, width)
        axes = figure.add_axes((0, 0, 1 - _SIDE / width, 1))
        axes.set(aspect="equal", xlim=(low[0], high[0]), ylim=(low[1], high[1]), anchor="C")
        axes.axis("off")
        _draw_bases(axes, drawing, _fills(drawing, values, scale, look), look, millimetre)
        _draw_numbers(axes, drawing, look)
        if scale is None:
            _draw_key(axes, drawing, look)
        else:
            _draw_bar(figure, width, scale, literal(value_name))
    return figure


def _fills(drawing: Drawing, values: np.ndarray | None, scale: ValueScale | None, look: Palette) -> list[str]:
    if values is None or scale is None:
        return [look.elements[letter] for letter in drawing.elements]
    return [scale.colour(float(value)) if np.isfinite(value) else look.panel for value in values]


def _draw_bases(axes: Axes, drawing: Drawing, fills: list[str], look: Palette, millimetre: float) -> None:
    diameter = 2 * drawing.radius * millimetre * _POINTS
    axes.plot(drawing.xy[:, 0], drawing.xy[:, 1], color=look.muted, linewidth=min(0.8, diameter / 6), zorder=1)
    if len(drawing.pairs):
        axes.add_collection(LineCollection(drawing.xy[drawing.pairs], colors=look.muted, linewidths=min(1.4, diameter / 4), zorder=1))
    size = np.full(len(drawing.sequence), 2 * drawing.radius)
    circles = EllipseCollection(
        size, size, 0 * size, units="xy", offsets=drawing.xy, offset_transform=axes.transData, facecolors=fills, edgecolors=look.muted,
        linewidths=min(0.5, diameter / 12), zorder=2,
    )  # fmt: skip
    axes.add_collection(circles)
    letter = min(0.72 * diameter, 9.0)
    if letter >= _SMALLEST_LETTER:
        for (x, y), base, fill in zip(drawing.xy, drawing.sequence, fills, strict=True):
            axes.text(x, y, base, ha="center", va="center_baseline", size=letter, color=ink_on(fill), zorder=3)


def _draw_numbers(axes: Axes, drawing: Drawing, look: Palette) -> None:
    for text, start, place in number_marks(drawing):
        middle = (start + place) / 2
        axes.plot([start[0], middle[0]], [start[1], middle[1]], color=look.muted, linewidth=0.5, zorder=1)
        weight = "bold" if text.endswith("′") else "normal"
        axes.text(place[0], place[1], text, ha="center", va="center", size=7, weight=weight)


def _draw_key(axes: Axes, drawing: Drawing, look: Palette) -> None:
    marks = [
        Line2D([], [], linestyle="none", marker="o", markersize=5, markerfacecolor=colour, markeredgecolor=look.muted, markeredgewidth=0.5,
               label=f"{letter}  {ELEMENT_NAMES[letter]}")
        for letter, colour in look.elements.items() if letter in drawing.elements
    ]  # fmt: skip
    axes.legend(handles=marks, loc="center left", bbox_to_anchor=(1.0, 0.5), borderaxespad=0.5)


def _draw_bar(figure: Figure, width: float, scale: ValueScale, name: str) -> None:
    colours = LinearSegmentedColormap.from_list("response", scale.colours)
    place = figure.add_axes((1 - (_SIDE - 8) / width, 0.2, 3 / width, 0.6))
    bar = figure.colorbar(ScalarMappable(Normalize(scale.low, scale.high), colours), cax=place)
    bar.set_label(name, size=7.5, parse_math=False)
    bar.outline.set_visible(False)
