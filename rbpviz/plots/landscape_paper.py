"""Regulatory landscapes on paper, laid out like figure 6 of the paper: 180 mm wide, text of 7 pt or more that stays text."""

from collections.abc import Sequence
from textwrap import wrap
from typing import Any

from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PatchCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from rbpviz.plots.landscape_geometry import (
    CALL_LINE,
    TOP,
    AxisMode,
    PanelGeometry,
    PlacedElement,
    axis_ticks,
    height_of,
    place_elements,
    place_panel,
    seed_ranges,
)
from rbpviz.plots.landscape_words import KEY, SEEDS_KEY, panel_title, run_words, title_of
from rbpviz.plots.paper import PAGE_WIDTH, literal, paper_figure, paper_style, write
from rbpviz.plots.theme import Palette, palette
from rbpviz.results.landscape_seeds import LandscapeSeeds
from rbpviz.results.landscapes import SHOWN, Landscape

_UNIT = 24.0
"""Height of the zone of splice sites, mm."""
_LEFT, _RIGHT, _BOTTOM, _GAP = 12.0, 3.0, 10.0, 5.0
"""Margins, and the space above each panel that its title stands in, mm."""
_GENE, _ELEMENT, _BASES = 2.6, 4.4, 3.6
_LETTER = 1.5
"""Width of a letter of 7 pt, mm."""
_LINE = 3.3
"""Height of a line of text, mm."""
_LETTERS_FIT = 84
"""Longest region whose bases are written, nt."""
_WRAP = 128
"""Letters in a line of the key."""


def draw_landscape(
    landscape: Landscape,
    *,
    dark: bool = False,
    axis: AxisMode = "transcript",
    masked: Sequence[tuple[int, int]] = (),
    key: bool = True,
    seeds: LandscapeSeeds | None = None,
) -> Figure:
    """Draw a landscape for print.

    Parameters
    ----------
    landscape : Landscape
        What to draw.
    dark : bool, default False
        Draw on a dark ground.
    axis : {"transcript", "offset", "genome"}
        What is written at the ticks.
    masked : sequence of (int, int)
        Spans to shade, 0-based half-open.
    key : bool, default True
        Whether the signs are explained below.
    seeds : LandscapeSeeds, optional
        Seeds of the motif models: the range of each site's score over them is drawn behind its head.

    Returns
    -------
    matplotlib.figure.Figure
        180 mm wide.

    Raises
    ------
    InvalidOptionError
        If the landscape has no such axis.
    """
    look = palette(dark)
    letter = _LETTER * (landscape.end - landscape.start) / (PAGE_WIDTH - _LEFT - _RIGHT)
    panels = [place_panel(landscape, panel, letter=letter) for panel in landscape.panels]
    elements = place_elements(landscape, letter=letter)
    head = [literal(line, 200) for line in wrap(run_words(landscape), _WRAP)]
    foot = wrap(f"{KEY} {SEEDS_KEY.format(seeds.n_seeds)}" if seeds else KEY, _WRAP) if key else []
    heights = [_UNIT * (TOP - p.bottom) for p in panels]
    gene = _GENE + _ELEMENT * (1 + max((e.row for e in elements), default=-1))
    top = 7.0 + _LINE * len(head)
    total = top + sum(heights) + _GAP * len(panels) + 3 * 1.2 + _BASES + gene + _BOTTOM + _LINE * len(foot) + 1
    with paper_style(dark):
        figure = paper_figure(total)
        write_head(figure, landscape, head, total=total, look=look)
        place = top
        axes: list[Axes] = []
        for number, (panel, height) in enumerate(zip(panels, heights, strict=True)):
            axes.append(_add_axes(figure, place + _GAP, height, total=total))
            ranges = seed_ranges(panel, seeds)
            bars = LineCollection([[(x, low), (x, high)] for x, low, high in ranges], colors=look.muted, alpha=0.45, linewidths=4)
            axes[-1].add_collection(bars)
            _draw_panel(axes[-1], panel, "abcdefgh"[number], look)
            place += _GAP + height
        axes.append(_add_axes(figure, place + 1.2, _BASES, total=total))
        _draw_bases(axes[-1], landscape, look)
        axes.append(_add_axes(figure, place + 2.4 + _BASES, gene, total=total))
        _draw_gene(axes[-1], landscape, elements, look=look, height=gene)
        _finish(axes, landscape, axis, masked=masked, look=look)
        for line, text in enumerate(reversed(foot)):
            figure.text(_LEFT / PAGE_WIDTH, (1.4 + _LINE * line) / total, text, size=7, color=look.muted, va="bottom", parse_math=False)
    return figure


def write_head(figure: Figure, landscape: Landscape, lines: Sequence[str], *, total: float, look: Palette) -> None:
    """Write names, kind of run and edits above the panels.

    Parameters
    ----------
    figure : Figure
        Of `total` mm height.
    landscape : Landscape
        Whose names.
    lines : sequence of str
        What is written below the names.
    total : float
        Height of the figure, mm.
    look : Palette
        Colours.

    Returns
    -------
    None
    """
    left = _LEFT / PAGE_WIDTH
    figure.text(left, 1 - 4.6 / total, literal(title_of(landscape), 90), weight="bold", size=8.5, parse_math=False)
    for number, line in enumerate(lines):
        figure.text(left, 1 - (8.2 + _LINE * number) / total, line, size=7, color=look.muted, parse_math=False)


def _add_axes(figure: Figure, top: float, height: float, *, total: float) -> Axes:
    box = (_LEFT / PAGE_WIDTH, 1 - (top + height) / total, 1 - (_LEFT + _RIGHT) / PAGE_WIDTH, height / total)
    return figure.add_axes(box)


def _draw_panel(axes: Axes, geometry: PanelGeometry, mark: str, look: Palette) -> None:
    axes.axhline(0, color=look.muted, linewidth=0.7, zorder=1)
    axes.plot([0, 1], [CALL_LINE] * 2, transform=axes.get_yaxis_transform(), color=look.muted, linewidth=0.6, linestyle=":", zorder=1)
    _draw_arrows(axes, geometry, look)
    _draw_motifs(axes, geometry, look)
    _draw_sites(axes, geometry, look)
    ticks = (0, -1, -2, -3, -4, -5)
    axes.set_yticks([1 - tick / SHOWN for tick in ticks], [str(tick).replace("-", "−") for tick in ticks])
    axes.set_ylim(geometry.bottom, TOP)
    axes.spines[["left", "bottom"]].set_visible(False)
    left = f" ({geometry.unlabelled} names left out)" if geometry.unlabelled else ""
    title = literal(panel_title(geometry.panel), 90) + left
    write(axes, (0, 1.0), title, va="bottom", size=7.5)
    axes.annotate(mark, (0, 1), (-_LEFT * 0.8 * 72 / 25.4, 0), "axes fraction", "offset points", weight="bold", size=9)


def _draw_sites(axes: Axes, geometry: PanelGeometry, look: Palette) -> None:
    sites = [geometry.panel.sites[k] for k in geometry.sites]
    for kind, colour, marker in (("acceptor", look.acceptor, "o"), ("donor", look.donor, "D")):
        mine = [s for s in sites if s.kind == kind]
        x, y = [s.position + 1 for s in mine], [height_of(s) for s in mine]
        axes.add_collection(LineCollection([[(a, 0), (a, b)] for a, b in zip(x, y, strict=True)], colors=colour, linewidths=1.1, zorder=3))
        axes.plot(x, y, marker, color=colour, markersize=4.2 if marker == "o" else 3.7, zorder=4, clip_on=False)
        called = [(s.position + 1, height_of(s)) for s in mine if s.called]
        ring: dict[str, Any] = {"markersize": 7.5, "mfc": "none", "mec": look.text, "mew": 0.8}
        axes.plot([a for a, _ in called], [b for _, b in called], "o", zorder=5, clip_on=False, **ring)
    known = [s.position + 1 for s in sites if s.annotated]
    axes.plot(known, [-0.055] * len(known), "^", color=look.text, markersize=4.2, mew=0, zorder=6)


def _draw_motifs(axes: Axes, geometry: PanelGeometry, look: Palette) -> None:
    motifs = geometry.panel.motifs
    stems = [[(m.position + 1, 0), (m.position + 1, depth)] for m, depth in zip(motifs, geometry.depths, strict=True)]
    axes.add_collection(LineCollection(stems, colors=look.motif, linewidths=0.7, zorder=2))
    for shared, fill in ((True, look.motif), (False, look.background)):
        mine = [k for k, m in enumerate(motifs) if m.shared is shared]
        style: dict[str, Any] = {"mfc": fill, "mec": look.motif, "mew": 0.9, "markersize": 4.0}
        axes.plot([motifs[k].position + 1 for k in mine], [geometry.depths[k] for k in mine], "o", zorder=4, **style)
    for label in geometry.labels:
        head = (motifs[label.motif].position + 1, geometry.depths[label.motif])
        axes.plot([head[0], label.x], [head[1], label.y + 0.05], color=look.border, linewidth=0.5, zorder=0)
        axes.text(label.x, label.y, literal(label.text, 20), size=7, ha="center", va="center", parse_math=False, zorder=5)


def _draw_arrows(axes: Axes, geometry: PanelGeometry, look: Palette) -> None:
    for arrow in geometry.arrows:
        colour = look.supports if arrow.supports else look.suppresses
        width = 0.8 + 0.7 * min(abs(arrow.effect.effect), 2.0)
        axes.plot(arrow.x, arrow.y, color=colour, linewidth=width, linestyle="-" if arrow.effect.strong else (0, (1.6, 1.2)), zorder=2.5)
        head: dict[str, Any] = (
            {"marker": "^", "markersize": 3.4, "mew": 0} if arrow.supports else {"marker": "_", "markersize": 4.2, "mew": 1.3}
        )
        axes.plot(arrow.x[-1:], arrow.y[-1:], color=colour, zorder=3, **head)


def _draw_bases(axes: Axes, landscape: Landscape, look: Palette) -> None:
    fills = [look.bases.get(letter, look.bases["N"]) for letter in landscape.sequence]
    tiles = [Rectangle((landscape.start + k + 0.5, 0), 1, 1) for k in range(len(landscape.sequence))]
    written = len(landscape.sequence) <= _LETTERS_FIT
    if not written:
        axes.add_collection(PatchCollection(tiles, facecolors=fills, edgecolors="none", linewidths=0))
    for k, letter in enumerate(landscape.sequence if written else ""):
        axes.text(landscape.start + k + 1, 0.5, letter, ha="center", va="center", size=7, color=fills[k], weight="bold")
    axes.set(ylim=(0, 1), yticks=())
    axes.spines[:].set_visible(False)


def _draw_gene(axes: Axes, landscape: Landscape, elements: Sequence[PlacedElement], *, look: Palette, height: float) -> None:
    axes.axhline(-_GENE / 2, color=look.muted, linewidth=1)
    if landscape.exon:
        start, end = landscape.exon
        axes.add_patch(Rectangle((start + 0.5, -_GENE), end - start, _GENE, facecolor=look.muted, linewidth=0, zorder=2))
    thinnest = (landscape.end - landscape.start) / 400
    for element in elements:
        top = -_GENE - 0.5 - _ELEMENT * element.row
        width = max(element.end - element.start, thinnest)
        middle = (element.start + element.end) / 2 + 0.5
        axes.add_patch(Rectangle((middle - width / 2, top - 1), width, 1, facecolor=look.categorical[2], linewidth=0))
        axes.text(element.x, top - 2.5, literal(element.name), ha="center", va="center", size=7, parse_math=False)
    axes.set(ylim=(-height, 0), yticks=())
    axes.spines[:].set_visible(False)


def _finish(axes: Sequence[Axes], landscape: Landscape, mode: AxisMode, *, masked: Sequence[tuple[int, int]], look: Palette) -> None:
    ticks, texts, title = axis_ticks(landscape, mode, most=9)
    for one in axes:
        one.set_xlim(landscape.start + 0.5, landscape.end + 0.5)
        one.set_xticks(ticks, texts)
        last = one is axes[-1]
        one.tick_params(axis="x", bottom=last, labelbottom=last, length=2.5)
        if landscape.exon:
            one.axvspan(landscape.exon[0] + 0.5, landscape.exon[1] + 0.5, color=look.viewpoint, alpha=0.13, linewidth=0, zorder=-2)
        for start, end in masked:
            one.axvspan(start + 0.5, end + 0.5, color=look.suppresses, alpha=0.16, linewidth=0, zorder=-1)
    axes[-1].set_xlabel(literal(title, 120), labelpad=2, parse_math=False)
