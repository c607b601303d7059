"""Logos of fixed and adjusted motifs as SVG for the screen: all proteins as a grid, one protein with its difference logo."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from rbpviz.plots.glyphs import Box, stack_range, svg_letters, svg_stack
from rbpviz.plots.theme import FONT_FAMILY, BaseColours, Palette, palette
from rbpviz.results.motif_comparisons import WIDTH, MotifComparison

BITS = 2.0
CENTRE = WIDTH // 2
_CELL, _ROW, _GAP, _LOGO = 196, 104, 8, 34
GRID_COLUMNS = 5
_TRIO_WIDTH, _TRIO_LOGO = 760, 96
_LEFT = 64


@dataclass(frozen=True, slots=True)
class GridLook:
    """How a grid is drawn.

    Parameters
    ----------
    seed : int, default 0
        Which adjusted model.
    selected : str, default ""
        Protein with a frame.
    dark : bool, default False
        Draw for the dark theme.
    bases : {"safe", "classic"}
        Set of base colours.
    """

    seed: int = 0
    selected: str = ""
    dark: bool = False
    bases: BaseColours = "safe"


def motif_grid_svg(comparison: MotifComparison, names: Sequence[str], look: GridLook = GridLook()) -> str:
    """Return a grid of logos, SVG text: for each protein the fixed motif over the adjusted one, in bits on one scale from 0 to 2.

    Parameters
    ----------
    comparison : MotifComparison
        What is drawn.
    names : sequence of str
        Proteins in their order.
    look : GridLook
        How.

    Returns
    -------
    str
        Each cell is a group with the attribute `data-rbp`.
    """
    colours = palette(look.dark, look.bases)
    rows = -(-len(names) // GRID_COLUMNS)
    width, height = GRID_COLUMNS * _CELL, rows * _ROW + _GAP
    cells = [_cell(comparison, name, (k % GRID_COLUMNS * _CELL, k // GRID_COLUMNS * _ROW + _GAP / 2), look) for k, name in enumerate(names)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="100%" font-family="{FONT_FAMILY}" '
        f'font-size="11" fill="{colours.text}">{svg_letters("grid-", colours.bases)}{"".join(cells)}</svg>'
    )


def _cell(comparison: MotifComparison, name: str, corner: tuple[float, float], look: GridLook) -> str:
    p = palette(look.dark, look.bases)
    x, y = corner
    chosen = name == look.selected
    frame, fill = (p.primary, p.panel) if chosen else (p.border, p.background)
    accuracy = comparison.scores[look.seed, comparison.row(name), 0]
    told = "" if np.isnan(accuracy) else f"{accuracy:.0%}"
    parts = [
        f'<g data-rbp="{escape(name)}" role="button" tabindex="0" aria-label="{escape(name)}" aria-pressed="{str(chosen).lower()}" '
        'style="cursor:pointer">',
        f'<rect x="{x + 2}" y="{y + 2}" width="{_CELL - 6}" height="{_ROW - 8}" rx="3" fill="{fill}" stroke="{frame}" '
        f'stroke-width="{2 if chosen else 1}"/>',
        f'<text x="{x + 8}" y="{y + 16}" font-weight="bold">{escape(name)}</text>',
        f'<text x="{x + _CELL - 10}" y="{y + 16}" text-anchor="end" fill="{p.muted}">{told}</text>',
    ]
    for line, (label, model) in enumerate((("FM", 0), ("AM", 1 + look.seed))):
        top = y + 21 + line * (_LOGO + 4)
        parts.append(f'<text x="{x + 8}" y="{top + _LOGO - 2}" font-size="9" fill="{p.muted}">{label}</text>')
        heights = comparison.heights(name, model)
        box = Box(x + 26, top, _CELL - 38, _LOGO, 0.0, BITS)
        parts.append(f'<path d="M{box.x} {top + _LOGO}h{box.width}" stroke="{p.muted}" stroke-width="0.6"/>')
        parts.append(svg_stack(heights, box, "grid-") if heights.any() else _nothing(box, p))
    return "".join(parts) + "</g>"


def _nothing(box: Box, p: Palette) -> str:
    return f'<text x="{box.x + 4}" y="{box.y + box.height - 6}" fill="{p.muted}" font-style="italic">no sites</text>'


def logo_trio_svg(comparison: MotifComparison, rbp: str, look: GridLook = GridLook()) -> str:
    """Return the logos of one protein, SVG text: fixed, adjusted, and what tells gained sites from lost ones.

    Parameters
    ----------
    comparison : MotifComparison
        What is drawn.
    rbp : str
        The protein.
    look : GridLook
        How; `selected` is not used.
    """
    p = palette(look.dark, look.bases)
    rows = trio_rows(comparison, rbp, look.seed)
    parts, y = [], 0.0
    for title, heights, (low, high), note in rows:
        box = Box(_LEFT, y + 26, _TRIO_WIDTH - _LEFT - 8, _TRIO_LOGO, low, high)
        parts.append(f'<text x="{_LEFT}" y="{y + 16}" font-weight="bold">{escape(title)}</text>')
        parts.append(f'<text x="{_TRIO_WIDTH - 8}" y="{y + 16}" text-anchor="end" fill="{p.muted}">{escape(note)}</text>')
        parts.append(_axis(box, p) + (svg_stack(heights, box, "trio-") if heights.any() else _nothing(box, p)))
        y += _TRIO_LOGO + 44
    step = (_TRIO_WIDTH - _LEFT - 8) / WIDTH
    for k in range(WIDTH):
        label = f"{k - CENTRE:+d}" if k != CENTRE else "0"
        parts.append(
            f'<text x="{_LEFT + (k + 0.5) * step:.1f}" y="{y + 2}" text-anchor="middle" font-size="10" fill="{p.muted}">{label}</text>'
        )
    words = "position relative to the site (0)"
    parts.append(f'<text x="{_LEFT + 10.5 * step:.1f}" y="{y + 18}" text-anchor="middle" font-size="11">{words}</text>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_TRIO_WIDTH} {y + 24:.0f}" width="{_TRIO_WIDTH}" height="{y + 24:.0f}" '
        f'font-family="{FONT_FAMILY}" font-size="12" fill="{p.text}">{svg_letters("trio-", p.bases)}{"".join(parts)}</svg>'
    )


def trio_rows(comparison: MotifComparison, rbp: str, seed: int) -> list[tuple[str, np.ndarray, tuple[float, float], str]]:
    """Return title, heights, range of the axis and note of the three logos of a protein."""
    row = comparison.row(rbp)
    difference = comparison.difference(rbp, seed)
    low, high = stack_range(difference)
    edge = max(-low, high, 1e-3) * 1.05
    gained, lost = int(comparison.gained[seed, row, 0].sum()), int(comparison.lost[seed, row, 0].sum())
    rows = [
        (f"Fixed (FM): {comparison.fixed}", comparison.heights(rbp, 0), (0.0, BITS), _sites(comparison, row, 0)),
        (f"Adjusted (AM): {comparison.adjusted[seed]}", comparison.heights(rbp, 1 + seed), (0.0, BITS), _sites(comparison, row, 1 + seed)),
    ]
    note = f"{gained:,} gained, {lost:,} lost sites"
    return [*rows, ("Difference: up gained, down lost", difference, (-edge, edge), note)]


def _sites(comparison: MotifComparison, row: int, model: int) -> str:
    return f"{int(comparison.bases[model, row, 0].sum()):,} sites"


def _axis(box: Box, p: Palette) -> str:
    zero = box.place(0.0)
    marks = [value for value in (box.low, 0.0, box.high) if value != 0 or box.low <= 0 <= box.high]
    texts = "".join(
        f'<text x="{box.x - 6}" y="{box.place(v) + 4:.1f}" text-anchor="end" font-size="10" fill="{p.muted}">{v:.2g}</text>'
        for v in dict.fromkeys(marks)
    )
    middle = box.y + box.height / 2
    return (
        f'<path d="M{box.x} {box.y}v{box.height}M{box.x} {zero:.1f}h{box.width}" stroke="{p.muted}" stroke-width="0.8" fill="none"/>{texts}'
        f'<text transform="translate({box.x - 44} {middle}) rotate(-90)" text-anchor="middle" font-size="11">bits</text>'
    )
