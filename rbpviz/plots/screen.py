"""What all plotly figures share: safe text, stacked tracks in pixels, and strips of letters that appear when there is room."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from rbpviz.plots.theme import ink_on, plotly_template

LETTER_LIMIT = 3_000
"""Longest sequence whose letters are put on screen, nt; beyond it a letter is told on hover."""
LETTER_SIZE = 12
_SMALLEST_LETTER = 9
_LETTER_FONT = "DejaVu Sans Mono, Courier New, monospace"
_SPACE = "\u00a0"
"""On either side of each letter: in a font of one width it makes all letters equally wide for plotly, so that all show or none."""
_BOX_WIDTH = 2.0
"""Width of the invisible box that a letter with its spaces must fit, in widths of its tile: letters appear from 11 to 12 px a base."""


@dataclass(frozen=True, slots=True)
class Row:
    """One track of a stack.

    Parameters
    ----------
    name : str
        Key of the track.
    height : int
        Height in px.
    gap : int
        Empty space above it in px, where its title stands.
    """

    name: str
    height: int
    gap: int


def plain(text: str, limit: int = 60) -> str:
    """Return untrusted text as one short line that plotly shows literally: no tags, no control characters."""
    line = "".join(letter if letter.isprintable() else " " for letter in text).strip()
    return escape(line if len(line) <= limit else line[: limit - 1] + "…", quote=False)


def stack_domains(rows: Sequence[Row]) -> tuple[dict[str, list[float]], int]:
    """Return the plotly y domain of each row, top to bottom, and the height of the stack in px."""
    total = sum(row.height + row.gap for row in rows)
    domains, top = {}, 0
    for row in rows:
        top += row.gap
        domains[row.name] = [max(0.0, 1 - (top + row.height) / total), 1 - top / total]
        top += row.height
    return domains, total


def position_columns(sequence: str, elements: Sequence[str], *values: np.ndarray) -> list[list[Any]]:
    """Return hover data, a row per base: 0-based position, base, element in words, then the given values.

    Parameters
    ----------
    sequence : str
        Letters, `length` of them.
    elements : sequence of str
        Element of each base in words.
    *values : ndarray, shape (length,)
        Numbers to show; rounded to five decimals.
    """
    columns = [[round(float(v), 5) for v in value] for value in values]
    return [
        [i, base, element, *(column[i] for column in columns)] for i, (base, element) in enumerate(zip(sequence, elements, strict=True))
    ]


def letter_runs(letters: str) -> list[tuple[int, int]]:
    """Return the runs of equal letters as 0-based half-open (start, end), in order."""
    edges = [i for i in range(len(letters)) if i == 0 or letters[i] != letters[i - 1]]
    return list(pairwise([*edges, len(letters)]))


def letter_boxes(
    letters: Sequence[str], inks: Sequence[str], *, x: ArrayLike, width: ArrayLike, y: ArrayLike, base: ArrayLike
) -> list[go.Bar]:
    """Return letters in invisible boxes of data size, hidden while a box is too small for them.

    Parameters
    ----------
    letters, inks : sequence of str
        Letters and their hex colours, one a box.
    x, width, y, base : array_like of float
        Centre, width, height and bottom of each box, in the units of the axes.

    Returns
    -------
    list of Bar
        A trace for each ink: plotly keeps one colour a trace when a point is selected elsewhere.
    """
    places = {key: np.asarray(value, dtype=float) for key, value in (("x", x), ("width", width), ("y", y), ("base", base))}
    traces = []
    for ink in dict.fromkeys(inks):
        chosen = [i for i, own in enumerate(inks) if own == ink]
        text = {"textfont": {"color": ink}}
        traces.append(
            go.Bar(
                **{key: value[chosen] for key, value in places.items()}, text=[f"{_SPACE}{letters[i]}{_SPACE}" for i in chosen],
                textposition="inside", insidetextanchor="middle", textangle=0, name="letters", zorder=3, hoverinfo="skip", showlegend=False,
                insidetextfont={"family": _LETTER_FONT, "size": LETTER_SIZE, "color": ink}, selected=text, unselected=text,
                marker={"color": "rgba(0,0,0,0)", "line": {"width": 0}},
            )
        )  # fmt: skip
    return traces


def undimmed(opacity: float = 1.0) -> dict[str, Any]:
    """Return trace options that keep plotly from fading what is not selected: rbpviz marks a selection by itself."""
    return {"selected": {"marker": {"opacity": opacity}}, "unselected": {"marker": {"opacity": opacity}}}


def strip_traces(
    letters: str,
    colours: Mapping[str, str],
    hover: list[list[Any]],
    *,
    template: str,
    axes: tuple[str, str],
    name: str,
    by_run: bool = False,
) -> list[go.Heatmap | go.Bar]:
    """Return a strip of coloured tiles with letters that plotly hides while they do not fit.

    Tiles are one heat map (cheap for any length); letters are the texts of invisible bars, which plotly measures anew after each zoom.

    Parameters
    ----------
    letters : str
        One letter a base.
    colours : mapping of str to str
        Hex colour of each letter that may occur.
    hover : list of rows
        Hover data from `position_columns`, a row per base.
    template : str
        Plotly hover template.
    axes : tuple of str
        Names of the x and y axis, such as ("x2", "y3"); the y axis runs from 0 to 1.
    name : str
        Name of the strip.
    by_run : bool, default False
        Write one letter in the middle of each run of equal letters instead of one a base: readable on longer sequences.

    Returns
    -------
    list
        The tiles, then the letters unless the sequence is longer than `LETTER_LIMIT`.
    """
    order = list(colours)
    codes = [order.index(letter) if letter in colours else len(order) - 1 for letter in letters]
    n = len(order)
    scale = [stop for i, key in enumerate(order) for stop in ((i / n, colours[key]), ((i + 1) / n, colours[key]))]
    tiles = go.Heatmap(
        x0=1, dx=1, y=[0.5], z=[codes], zmin=-0.5, zmax=n - 0.5, colorscale=scale, showscale=False, customdata=[hover],
        hovertemplate=template, xaxis=axes[0], yaxis=axes[1], name=name,
    )  # fmt: skip
    if len(letters) > LETTER_LIMIT:
        return [tiles]
    runs = letter_runs(letters) if by_run else [(i, i + 1) for i in range(len(letters))]
    texts = letter_boxes(
        [letters[start] for start, _ in runs],
        [ink_on(colours[order[codes[start]]]) for start, _ in runs],
        x=[(start + end + 1) / 2 for start, end in runs],
        width=[(end - start) * _BOX_WIDTH for start, end in runs],
        y=np.ones(len(runs)),
        base=np.zeros(len(runs)),
    )
    for text in texts:
        text.update(xaxis=axes[0], yaxis=axes[1])
    return [tiles, *texts]


def base_layout(dark: bool) -> dict[str, Any]:
    """Return the layout that every screen figure starts from: template, letters that hide when small, overlaid bars."""
    return {
        "template": plotly_template(dark),
        "uniformtext": {"minsize": _SMALLEST_LETTER, "mode": "hide"},
        "barmode": "overlay",
        "showlegend": False,
        "dragmode": "zoom",
    }


def note(text: str, x: float, y: float, **options: Any) -> dict[str, Any]:
    """Return an annotation without an arrow, in paper coordinates unless told otherwise, left-aligned and standing on its place.

    Parameters
    ----------
    text : str
        What is written; plotly reads its tags, so untrusted text goes through `plain` first.
    x, y : float
        Place.
    **options
        Further plotly annotation options.
    """
    return {
        "text": text,
        "x": x,
        "y": y,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "showarrow": False,
        "align": "left",
        "font": {"size": 12},
        **options,
    }
