"""A gene on paper: the same picture as on screen, for SVG, PDF and PNG with text that stays text."""

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from rbpviz.plots.genes import GeneSelection
from rbpviz.plots.genes_axis import GeneAxis, Introns, lanes_shown, make_axis
from rbpviz.plots.paper import PaperFigure, literal, paper_figure, paper_style
from rbpviz.plots.theme import Palette, palette
from rbpviz.results.genes import GenePicture, TranscriptLane

_MOST_LABELS = 30


def draw_gene(
    picture: GenePicture, selection: GeneSelection = GeneSelection(), *, introns: Introns = "scale", dark: bool = False
) -> PaperFigure:
    """Draw a gene for paper.

    Parameters
    ----------
    picture : GenePicture
        What is drawn.
    selection : GeneSelection
        What is marked.
    introns : {"scale", "short"}
        Whether everything is to scale, or stretches without exons are shortened.
    dark : bool, default False
        Draw on a dark background.

    Returns
    -------
    PaperFigure
        180 mm wide.
    """
    look, lanes = palette(dark), lanes_shown(picture, selection.transcript)
    axis = make_axis(picture.length, lanes, introns)
    with paper_style(dark):
        figure = paper_figure(24 + 8 * (len(lanes) + bool(picture.elements)))
        axes = figure.add_axes((0.14, 0.30 if len(lanes) < 4 else 0.14, 0.84, 0.55 if len(lanes) < 4 else 0.76))
        for row, lane in enumerate(lanes):
            _draw_lane(axes, lane, row, (axis, selection, look))
        _draw_elements(axes, picture, axis, look)
        places, labels = axis.ticks([start for lane in lanes for start, _ in lane.exons])
        axes.set_xticks(places, labels)
        names = [literal(lane.id, 22) for lane in lanes]
        rows = [*range(len(lanes)), *([-1] if picture.elements else [])]
        axes.set_yticks(rows, [*names, *(["known pieces"] if picture.elements else [])], parse_math=False)
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
        axes.set_xlim(-0.01 * axis.end, 1.01 * axis.end)
        axes.set_ylim(len(lanes) - 0.4, -1.6 if picture.elements else -0.8)
        shortened = "" if introns == "scale" else "; stretches without exons shortened"
        axes.set_xlabel(f"position in the stored sequence (1-based, 5′ to 3′{shortened})", parse_math=False)
        mark = " (simulated)" if picture.simulated else ""
        axes.set_title(f"{literal(picture.name, 40)}{mark}, {literal(picture.place, 80)}", loc="left", parse_math=False)
    return figure


def _draw_lane(axes: Axes, lane: TranscriptLane, row: int, how: tuple[GeneAxis, GeneSelection, Palette]) -> None:
    axis, selection, look = how
    axes.plot([axis.at(lane.exons[0][0]), axis.at(lane.exons[-1][1])], [row, row], color=look.muted, linewidth=0.7, zorder=1)
    mine = lane.id == selection.transcript
    for number, ((start, end), label) in enumerate(zip(lane.exons, lane.labels, strict=True), start=1):
        chosen = mine and selection.region is None and number == selection.exon
        colour = look.acceptor if chosen else look.cnn
        left, right = axis.at(start), axis.at(end)
        axes.add_patch(Rectangle((left, row - 0.25), right - left, 0.5, facecolor=colour, edgecolor=colour, linewidth=0.8, zorder=2))
        if chosen or (len(lane.exons) <= _MOST_LABELS and row == 0):
            weight = "bold" if chosen else "normal"
            axes.text((left + right) / 2, row - 0.32, label, ha="center", va="bottom", fontsize=7, weight=weight, parse_math=False)
    if mine and selection.region is not None:
        first = lane.exons[0][0]
        left, right = axis.at(first + selection.region[0]), axis.at(first + selection.region[1])
        axes.add_patch(
            Rectangle((left, row - 0.4), right - left, 0.8, facecolor=look.viewpoint, alpha=0.3, edgecolor=look.viewpoint, zorder=3)
        )


def _draw_elements(axes: Axes, picture: GenePicture, axis: GeneAxis, look: Palette) -> None:
    for _, start, end, _ in picture.elements:
        left, right = axis.at(start), axis.at(end)
        axes.add_patch(
            Rectangle((left, -1.18), right - left, 0.36, facecolor=look.motif, edgecolor=look.motif, linewidth=0.8, hatch="////", zorder=2)
        )
