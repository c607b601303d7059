"""Letters of logos as outlines, made once: stacks of letters for SVG text and for matplotlib, thousands of them at once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import TextPath

BASES = "ACGU"
SMALLEST = 0.02
"""Letters lower than this share of the axis are left out: nobody would see them."""
_SIDE = 0.03
"""Air on either side of a letter, in widths of a column."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter of a logo.

    Parameters
    ----------
    base : int
        0 to 3 for A, C, G, U.
    column : int
        Position in the motif, counted from 0.
    low, high : float
        Bottom and top, in the units of the heights; `high` is below `low` for a letter that stands upside down.
    """

    base: int
    column: int
    low: float
    high: float


def stack_letters(heights: np.ndarray, *, smallest: float = 0.0) -> Iterator[Letter]:
    """Yield the letters of a logo.

    Parameters
    ----------
    heights : ndarray, shape (w, 4)
        Signed heights; larger letters stand farther from the axis, those below zero hang upside down.
    smallest : float, default 0
        Letters of a smaller size are left out.
    """
    for column, row in enumerate(np.asarray(heights, dtype=float)):
        up = down = 0.0
        for base in np.argsort(np.abs(row), kind="stable").tolist():
            size = float(row[base])
            if size == 0 or abs(size) < smallest:
                continue
            if size > 0:
                yield Letter(base, column, up, up + size)
                up += size
            else:
                yield Letter(base, column, down, down + size)
                down += size


def stack_range(heights: np.ndarray) -> tuple[float, float]:
    """Return the lowest and the highest point of a logo."""
    values = np.asarray(heights, dtype=float)
    if not values.size:
        return 0.0, 0.0
    return float(np.clip(values, None, 0).sum(axis=1).min()), float(np.clip(values, 0, None).sum(axis=1).max())


@cache
def outline(letter: str) -> Path:
    """Return the outline of a letter in the unit square."""
    path = TextPath((0, 0), letter, size=10, prop=FontProperties(family="DejaVu Sans", weight="bold"))
    box = path.get_extents()
    return Path((np.asarray(path.vertices) - [box.x0, box.y0]) / [box.width, box.height], path.codes)


@cache
def svg_outline(letter: str) -> str:
    """Return the outline of a letter in the unit square as the `d` of an SVG path, y upwards."""
    words = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C"}
    parts = []
    for points, code in outline(letter).iter_segments(simplify=False):
        parts.append("Z" if code == Path.CLOSEPOLY else words[code] + " ".join(f"{v:.3f}" for v in points))
    return "".join(parts)


def svg_letters(prefix: str, colours: Mapping[str, str]) -> str:
    """Return the definitions that `svg_stack` refers to, letters in these colours; `prefix` keeps apart several pictures of a page."""
    paths = (f'<path id="{prefix}{letter}" d="{svg_outline(letter)}" fill="{colours[letter]}"/>' for letter in BASES)
    return f"<defs>{''.join(paths)}</defs>"


@dataclass(frozen=True, slots=True)
class Box:
    """Where a logo stands in an SVG, px, y downwards.

    Parameters
    ----------
    x, y, width, height : float
        Its left upper corner and its size.
    low, high : float
        Heights at the lower and the upper edge.
    """

    x: float
    y: float
    width: float
    height: float
    low: float
    high: float

    def place(self, value: float) -> float:
        """Return the y of a height."""
        return self.y + self.height * (self.high - value) / ((self.high - self.low) or 1.0)


def svg_stack(heights: np.ndarray, box: Box, prefix: str) -> str:
    """Return a logo as SVG elements, for letters defined by `svg_letters` with the same prefix."""
    step = box.width / len(heights)
    parts = []
    for letter in stack_letters(heights, smallest=SMALLEST * (box.high - box.low)):
        bottom = box.place(letter.low)
        size = box.place(letter.high) - bottom
        left = box.x + step * (letter.column + _SIDE)
        matrix = f"{step * (1 - 2 * _SIDE):.2f} 0 0 {size:.2f} {left:.2f} {bottom:.2f}"
        parts.append(f'<use href="#{prefix}{BASES[letter.base]}" transform="matrix({matrix})"/>')
    return "".join(parts)


def draw_stacks(axes: Axes, stacks: Iterable[tuple[np.ndarray, tuple[float, float, float, float]]], colours: Mapping[str, str]) -> None:
    """Draw logos on one axes, all letters of a base as one collection.

    Parameters
    ----------
    axes : Axes
        Where.
    stacks : iterable of (ndarray of shape (w, 4), (x, y, step, scale))
        Heights, and in units of the axes: left edge, y of zero, width of a column, size of a height of 1.
    colours : mapping of str to str
        Colour of each letter.
    """
    found: dict[int, list[Path]] = {base: [] for base in range(4)}
    for heights, (x, y, step, scale) in stacks:
        low, high = stack_range(heights)
        for letter in stack_letters(heights, smallest=SMALLEST * (high - low)):
            glyph = outline(BASES[letter.base])
            corner = [x + step * (letter.column + _SIDE), y + scale * letter.low]
            size = [step * (1 - 2 * _SIDE), scale * (letter.high - letter.low)]
            found[letter.base].append(Path(np.asarray(glyph.vertices) * size + corner, glyph.codes))
    for base, paths in found.items():
        if paths:
            axes.add_collection(PathCollection(paths, facecolors=colours[BASES[base]], linewidths=0, edgecolors="none"))
