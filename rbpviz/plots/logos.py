"""Sequence logos of motifs, drawn by logomaker on an axes of our own: RNA letters, the palette's base colours, heights said on the axis."""

from collections.abc import Sequence
from typing import Literal

import logomaker
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from rbpviz.errors import InvalidOptionError
from rbpviz.plots.paper import PAGE_WIDTH, literal, paper_figure, paper_style, write
from rbpviz.plots.theme import BaseColours, Palette, palette
from rbpviz.results.motifs import Motif

LogoMode = Literal["bits", "probability", "affinity"]

BITS_CAPTION = "Heights in bits: probability × (2 − H), H the entropy of the position; no small-sample correction."
_SMALLEST_SHARE = 0.004
"""Letters lower than this share of the axis are left out: they would not be seen and cost as much time as the others."""


def logo_heights(motif: Motif, mode: LogoMode = "bits") -> tuple[np.ndarray, str]:
    """Return the height of each letter and the axis label that says what it is.

    Parameters
    ----------
    motif : Motif
        A motif of `w` positions.
    mode : {"bits", "probability", "affinity"}
        `bits`: probability times information (2 minus entropy, no small-sample correction); `probability`: rows that sum to 1;
        `affinity`: the numbers of the matrix as they are. Affinities are divided by their row's sum to become probabilities.

    Returns
    -------
    heights : ndarray of float64, shape (w, 4)
        Columns A, C, G, U.
    label : str
        Axis label.

    Raises
    ------
    InvalidOptionError
        If the mode is unknown, or probabilities are asked of a matrix that has negative numbers or an empty row.
    """
    if mode not in ("bits", "probability", "affinity"):
        raise InvalidOptionError(f"Got the logo mode {mode!r}; expected 'bits', 'probability' or 'affinity'.")
    matrix = motif.matrix.astype(float)
    if mode == "affinity":
        return (
            matrix,
            "contribution" if motif.kind == "contribution" else "relative affinity" if motif.kind == "affinity" else "matrix value",
        )
    if (matrix < 0).any() or (matrix.sum(axis=1) <= 0).any():
        raise InvalidOptionError(f"Motif {motif.name!r} has negative or empty rows, so it has no {mode}; expected mode 'affinity' for it.")
    probability = matrix / matrix.sum(axis=1, keepdims=True)
    if mode == "probability":
        return probability, "probability"
    bits = Motif(motif.name, probability).information()
    return probability * bits[:, None], "bits (2 − H)"


def draw_logo(motif: Motif, *, mode: LogoMode = "bits", dark: bool = False, bases: BaseColours = "safe") -> Figure:
    """Draw one motif.

    Parameters
    ----------
    motif : Motif
        A motif of `w` positions.
    mode : {"bits", "probability", "affinity"}
        What the heights are; see `logo_heights`.
    dark : bool, default False
        Draw for the dark theme.
    bases : {"safe", "classic"}
        Set of base colours.

    Returns
    -------
    matplotlib.figure.Figure
        9 mm a position, 50 mm high; says how heights are computed.

    Raises
    ------
    InvalidOptionError
        If the motif has no such heights.
    """
    look = palette(dark, bases)
    width, height = max(60.0, 22 + 9.0 * len(motif)), 50.0
    with paper_style(dark):
        figure = paper_figure(height, width)
        axes = figure.add_axes((15 / width, 15 / height, (width - 18) / width, (height - 24) / height))
        _draw_on(axes, motif, mode, look)
        sites = f" · {motif.n_sites} sites" if motif.n_sites else ""
        write(axes, (0, 1.08), f"{literal(motif.name, 30)}{sites}", weight="bold", size=8)
        axes.set_xlabel("position in the motif (1-based)", labelpad=2)
        note = literal(motif.source, int(width * 0.62)) if motif.source else ""
        write(axes, (0.5, 1.5 / height), note, transform=figure.transFigure, ha="center", color=look.muted, size=7)
    return figure


def draw_logo_grid(
    motifs: Sequence[Motif], *, mode: LogoMode = "bits", columns: int = 4, dark: bool = False, bases: BaseColours = "safe"
) -> Figure:
    """Draw many motifs as a grid with one height axis in bits.

    Parameters
    ----------
    motifs : sequence of Motif
        At least one.
    mode : {"bits", "probability", "affinity"}
        What the heights are; see `logo_heights`.
    columns : int, default 4
        Logos a row.
    dark : bool, default False
        Draw on a dark ground.
    bases : {"safe", "classic"}
        Set of base colours.

    Returns
    -------
    matplotlib.figure.Figure
        180 mm wide, 26 mm a row.

    Raises
    ------
    InvalidOptionError
        If there is no motif, `columns` is below 1, or a motif has no such heights.
    """
    if not motifs or columns < 1:
        raise InvalidOptionError(f"Got {len(motifs)} motifs in {columns} columns; expected at least one of each.")
    look = palette(dark, bases)
    rows = -(-len(motifs) // columns)
    highest = 2.0 if mode == "bits" else None
    with paper_style(dark):
        figure = paper_figure(26.0 * rows + 10)
        grid = figure.subplots(rows, columns, squeeze=False)
        height = 26.0 * rows + 10
        figure.subplots_adjust(left=13 / PAGE_WIDTH, right=0.985, top=1 - 6 / height, bottom=11 / height, hspace=0.75, wspace=0.28)
        for axes, motif in zip(grid.flat, motifs, strict=False):
            _draw_on(axes, motif, mode, look, highest)
            sites = f" ({motif.n_sites})" if motif.n_sites else ""
            write(axes, (0, 1.06), f"{literal(motif.name, 20)}{sites}", weight="bold", size=7)
        for axes in grid.flat[len(motifs) :]:
            axes.set_visible(False)
        for axes in grid[:, 1:].flat:
            axes.set_ylabel("")
        caption = BITS_CAPTION if mode == "bits" else "Heights: " + logo_heights(motifs[0], mode)[1] + "."
        counted = " In brackets: number of sites." if any(motif.n_sites for motif in motifs) else ""
        figure.text(13 / PAGE_WIDTH, 2.2 / height, caption + counted, size=7, color=look.muted)
    return figure


def _draw_on(axes: Axes, motif: Motif, mode: LogoMode, look: Palette, highest: float | None = None) -> None:
    heights, label = logo_heights(motif, mode)
    top = highest or (
        2.0 if mode == "bits" else 1.0 if mode == "probability" else float(np.clip(heights, 0, None).sum(axis=1).max()) or 1.0
    )
    bottom = min(0.0, float(np.clip(heights, None, 0).sum(axis=1).min()))
    shown = np.where(np.abs(heights) < _SMALLEST_SHARE * (top - bottom), 0.0, heights)
    frame = pd.DataFrame(shown, columns=list("ACGU"), index=range(1, len(motif) + 1))
    colours = {letter: look.bases[letter] for letter in "ACGU"}
    logomaker.Logo(frame, ax=axes, color_scheme=colours, font_name="DejaVu Sans", show_spines=False, baseline_width=0, flip_below=True)
    axes.spines["left"].set(visible=True, color=look.muted, linewidth=0.6)
    axes.axhline(0, color=look.muted, linewidth=0.6)
    axes.set(ylim=(bottom, top), xlim=(0.4, len(motif) + 0.6), ylabel=label)
    axes.set_xticks(range(1, len(motif) + 1) if len(motif) <= 15 else range(5, len(motif) + 1, 5))
    axes.tick_params(axis="x", length=0, pad=2)
    axes.locator_params(axis="y", nbins=4)
