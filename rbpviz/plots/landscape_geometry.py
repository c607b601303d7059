"""Where everything of a landscape stands, shared by the screen and the paper figure; no plotting library here.

The unit of y in a panel is the height of the zone of splice sites: 1 is certainty, 0 the axis line (a normalised score of -5 or less).
Motif lollipops hang below the line, names of proteins below them, and arrows rise from the motifs to the splice sites.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from rbpviz.errors import InvalidOptionError
from rbpviz.results.landscape_seeds import LandscapeSeeds
from rbpviz.results.landscapes import CALL, SHOWN, Landscape, LandscapePanel, MotifEffect, MotifSite, SpliceSite

AxisMode = Literal["transcript", "offset", "genome"]
MODES: tuple[AxisMode, ...] = ("transcript", "offset", "genome")
TOP = 1.1
"""Upper end of a panel."""
CALL_LINE = 1 - CALL / SHOWN
"""Height of the call threshold."""
_NEAREST, _FARTHEST = -0.16, -0.62
"""Heights of the weakest and the strongest motif of a panel."""
_LABELS = -0.8
_ROW = 0.165
"""First row of names, and the distance of rows."""
MAX_ROWS = 6
LONGEST_NAME = 24
"""Most letters of the name of a piece of the pre-mRNA."""
_LANDING = -0.115
"""Where arrows end, just below the line."""
_SPREAD = 0.011
"""Distance of arrows that end at one site, in widths of the region."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """One arrow.

    Parameters
    ----------
    effect : MotifEffect
        What it stands for.
    x, y : ndarray of float64, shape (n,)
        Its line, from the motif to the site; positions 1-based.
    """

    effect: MotifEffect
    x: np.ndarray
    y: np.ndarray

    @property
    def supports(self) -> bool:
        """Whether the motif supports the site."""
        return self.effect.effect > 0


@dataclass(frozen=True, slots=True)
class Label:
    """The name of a protein below its motif.

    Parameters
    ----------
    motif : int
        Index in the panel's motifs.
    text : str
        Name.
    x, y : float
        Centre; positions 1-based.
    """

    motif: int
    text: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class PanelGeometry:
    """Everything of one panel in its place.

    Parameters
    ----------
    panel : LandscapePanel
        What is drawn.
    sites : tuple of int
        Indices of the splice sites that are drawn.
    depths : tuple of float
        Height of each motif's head, below 0.
    arrows : tuple of Arrow
        Weak ones first, so that strong ones lie on top.
    labels : tuple of Label
        Names that found a place.
    unlabelled : int
        Motifs with an arrow whose name found none.
    bottom : float
        Lower end.
    """

    panel: LandscapePanel
    sites: tuple[int, ...]
    depths: tuple[float, ...]
    arrows: tuple[Arrow, ...]
    labels: tuple[Label, ...]
    unlabelled: int
    bottom: float


def place_panel(landscape: Landscape, panel: LandscapePanel, *, letter: float) -> PanelGeometry:
    """Return the places of a panel.

    Parameters
    ----------
    landscape : Landscape
        All panels: they decide together which sites receive arrows.
    panel : LandscapePanel
        One of them.
    letter : float
        Width of a letter of the names in nt.

    Returns
    -------
    PanelGeometry
    """
    shown = tuple(k for k, site in enumerate(panel.sites) if site.annotated or site.normalised > SHOWN)
    depths = _depths(panel.motifs)
    arrows = _arrows(landscape, panel, depths)
    labels, left = _labels(landscape, panel, arrows, letter=letter)
    lowest = min((label.y for label in labels), default=_FARTHEST if panel.motifs else 0.0)
    bottom = lowest - 0.12 if panel.motifs else -0.12
    return PanelGeometry(panel, shown, depths, arrows, labels, left, bottom)


@dataclass(frozen=True, slots=True)
class PlacedElement:
    """A named piece of the pre-mRNA below the exon.

    Parameters
    ----------
    name : str
        Its name (untrusted text).
    start, end : int
        0-based half-open, cut to the region.
    x : float
        Centre of its name; positions 1-based.
    row : int
        Counted from 0, downwards.
    """

    name: str
    start: int
    end: int
    x: float
    row: int


def place_elements(landscape: Landscape, *, letter: float) -> tuple[PlacedElement, ...]:
    """Return the named pieces that a region shows, in rows in which no names overlap; `letter` is the width of a letter in nt."""
    rows: list[float] = []
    placed = []
    for name, start, end in sorted(landscape.elements, key=lambda element: element[1]):
        low, high = max(start, landscape.start), min(end, landscape.end)
        if low >= high:
            continue
        text = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
        half = max((len(text) + 2) * letter, high - low) / 2
        centre = min(max((low + high) / 2 + 0.5, landscape.start + 0.5 + half), landscape.end + 0.5 - half)
        row = next((k for k, edge in enumerate(rows) if edge <= min(centre - half, low)), len(rows))
        rows[row : row + 1] = [max(centre + half, high)]
        placed.append(PlacedElement(text, low, high, centre, row))
    return tuple(placed)


def height_of(site: SpliceSite) -> float:
    """Return the height of a splice site's head: 1 for certainty, `CALL_LINE` at the threshold, 0 where the score is -5 or less."""
    return float(np.clip(1 - site.normalised / SHOWN, 0.0, 1.0))


def seed_ranges(geometry: PanelGeometry, seeds: LandscapeSeeds | None) -> list[tuple[int, float, float]]:
    """Return position (1-based), lowest and highest height over all seeds of the splice sites that a panel draws."""
    if seeds is None:
        return []
    family = geometry.panel.model.partition("/")[0]
    drawn = {(geometry.panel.sites[k].position, geometry.panel.sites[k].kind) for k in geometry.sites}
    mine = [s for s in seeds.sites if s.family == family and (s.position, s.kind) in drawn]
    heights = [(s.position + 1, *np.clip([1 - min(s.scores) / SHOWN, 1 - max(s.scores) / SHOWN], 0.0, 1.0).tolist()) for s in mine]
    return [(position, low, high) for position, low, high in heights]


def axis_modes(landscape: Landscape) -> tuple[AxisMode, ...]:
    """Return the ways in which positions of a landscape can be told."""
    can = {"transcript": True, "offset": landscape.exon is not None, "genome": landscape.genome is not None}
    return tuple(mode for mode in MODES if can[mode])


def axis_ticks(landscape: Landscape, mode: AxisMode = "transcript", *, most: int = 9) -> tuple[list[int], list[str], str]:
    """Return ticks and title of the position axis; ticks are 1-based positions in the pre-mRNA whatever is written at them.

    Parameters
    ----------
    landscape : Landscape
        Whose axis.
    mode : {"transcript", "offset", "genome"}
        Position in the pre-mRNA, distance from acceptor and donor of the exon, genome coordinate.
    most : int, default 9
        About how many ticks there is room for.

    Returns
    -------
    tuple of (list of int, list of str, str)

    Raises
    ------
    InvalidOptionError
        If the landscape has no exon or no place in a genome and the mode needs one.
    """
    if mode not in axis_modes(landscape):
        raise InvalidOptionError(f"Got the axis {mode!r}; expected one of {', '.join(axis_modes(landscape))} for this landscape.")
    start, end = landscape.start, landscape.end
    if mode == "offset":
        return _offset_ticks(landscape, most)
    step = _nice((end - start) / most)
    if mode == "genome" and landscape.genome is not None:
        place = landscape.genome
        ends = sorted((place.base1(start), place.base1(end - 1)))
        coordinates = range(-(-ends[0] // step) * step, ends[1] + 1, step)
        ticks = sorted((c - place.start if place.strand == "+" else place.end - c + 1, c) for c in coordinates)
        where = " ".join(part for part in (place.assembly, place.chromosome) if part)
        return [t for t, _ in ticks], [f"{c:,}" for _, c in ticks], f"genome position (1-based), {where}, {place.strand} strand"
    ticks1 = list(range(-(-(start + 1) // step) * step, end + 1, step))
    return ticks1, [f"{t:,}" for t in ticks1], "position in the pre-mRNA (1-based, 5′ to 3′)"


def _offset_ticks(landscape: Landscape, most: int) -> tuple[list[int], list[str], str]:
    exon = landscape.exon or (landscape.start, landscape.end)
    acceptor, donor = exon[0] + 1, exon[1]
    step = max(50, _nice((landscape.end - landscape.start) / most))
    ticks: dict[int, str] = {}
    middle = (acceptor + donor) // 2
    for anchor, name, low, high in ((acceptor, "acc", landscape.start + 1, middle), (donor, "don", middle + 1, landscape.end)):
        for tick in range(anchor - (anchor - low) // step * step, high + 1, step):
            ticks[tick] = name if tick == anchor else f"{tick - anchor:+d}".replace("-", "−")
    if donor - acceptor < step // 2:  # both names would stand on one spot
        ticks[acceptor], ticks[donor] = "acc", " "
    title = "nt from the acceptor (acc: first base of the exon) and the donor (don: last base)"
    return sorted(ticks), [ticks[tick] for tick in sorted(ticks)], title


def _nice(step: float) -> int:
    """Return the next of 1, 2, 5, 10, 20, 50, ..."""
    power = 10 ** int(np.floor(np.log10(max(step, 1.0))))
    return int(next(m * power for m in (1, 2, 5, 10) if m * power >= step))


def _depths(motifs: Sequence[MotifSite]) -> tuple[float, ...]:
    top = max((m.activation for m in motifs), default=1.0) or 1.0
    return tuple(_NEAREST + (_FARTHEST - _NEAREST) * float(np.sqrt(max(m.activation, 0.0) / top)) for m in motifs)


def _arrows(landscape: Landscape, panel: LandscapePanel, depths: Sequence[float]) -> tuple[Arrow, ...]:
    chosen = panel.arrows(landscape.eligible())
    width = landscape.end - landscape.start
    found = []
    for site in sorted({effect.site for effect in chosen}):
        mine = sorted((e for e in chosen if e.site == site), key=lambda e: panel.motifs[e.motif].position)
        for rank, effect in enumerate(mine):
            shift = (rank - (len(mine) - 1) / 2) * _SPREAD * width * min(1.0, 6 / len(mine))
            goal = panel.sites[site].position + 1 + shift
            found.append(Arrow(effect, *_curve(panel.motifs[effect.motif].position + 1, depths[effect.motif], goal)))
    return tuple(sorted(found, key=lambda arrow: abs(arrow.effect.effect)))


def _curve(x: float, y: float, goal: float) -> tuple[np.ndarray, np.ndarray]:
    """Return a curve that leaves a motif sideways and reaches a site from below."""
    t = np.linspace(0, 1, 15)
    bend = y * 0.92
    xs = (1 - t) ** 2 * x + 2 * t * (1 - t) * goal + t**2 * goal
    ys = (1 - t) ** 2 * y + 2 * t * (1 - t) * bend + t**2 * _LANDING
    return xs, ys


def _labels(landscape: Landscape, panel: LandscapePanel, arrows: Sequence[Arrow], *, letter: float) -> tuple[tuple[Label, ...], int]:
    """Return names that do not overlap, the strongest effects placed first; and how many found no place."""
    strength: dict[int, float] = {}
    for arrow in arrows:
        strength[arrow.effect.motif] = max(strength.get(arrow.effect.motif, 0.0), abs(arrow.effect.effect))
    rows: list[list[tuple[float, float]]] = [[] for _ in range(MAX_ROWS)]
    labels = []
    for motif in sorted(strength, key=lambda m: -strength[m]):
        text = panel.motifs[motif].rbp
        half = (len(text) + 1.2) * letter / 2
        centre = min(max(panel.motifs[motif].position + 1, landscape.start + 0.5 + half), landscape.end + 0.5 - half)
        for number, row in enumerate(rows):
            if all(centre + half <= low or centre - half >= high for low, high in row):
                row.append((centre - half, centre + half))
                labels.append(Label(motif, text, centre, _LABELS - _ROW * number))
                break
    return tuple(labels), len(strength) - len(labels)
