"""The figures of the landscape page: one landscape, or the old beside the new one; clicks and drags in them become edits."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from rbpviz.errors import InvalidOptionError
from rbpviz.export.figures import Saveable
from rbpviz.export.landscapes import comment_lines, json_bytes, landscape_bed, seed_lines
from rbpviz.export.tables import table_bytes
from rbpviz.plots.landscape import plot_landscape
from rbpviz.plots.landscape_geometry import AxisMode
from rbpviz.plots.landscape_words import title_of
from rbpviz.results.landscape_edits import Edit, KnockDown, KnockOut, LandscapeChange, Mask
from rbpviz.results.landscape_seeds import LandscapeSeeds
from rbpviz.results.landscapes import Landscape
from rbpviz.ui import downloads, landscape_cache, landscape_source, shell, state
from rbpviz.ui import landscape_state as own
from rbpviz.ui.downloads import Offer
from rbpviz.ui.landscape_cache import Wanted

LOOK, KNOCK_OUT, KNOCK_DOWN, MASK, CHANGE = "look", "ko", "kd", "mask", "sub"
_CONFIG = {"displaylogo": False, "modeBarButtonsToRemove": ["select2d", "lasso2d", "toImage"]}


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows once models have read the region.

    Parameters
    ----------
    wanted : Wanted
        What was asked for.
    landscape : Landscape
        Without edits.
    change : LandscapeChange or None
        With edits.
    edits : tuple of Edit
        All of them.
    axis : {"transcript", "offset", "genome"}
        What is written at the position axis.
    seeds : LandscapeSeeds or None
        The same region under several seeds, where that is known.
    """

    wanted: Wanted
    landscape: Landscape
    change: LandscapeChange | None
    edits: tuple[Edit, ...]
    axis: AxisMode
    seeds: LandscapeSeeds | None = None

    @property
    def latest(self) -> Landscape:
        """The landscape after the edits, if any."""
        return self.change.after if self.change else self.landscape

    @property
    def masked(self) -> list[tuple[int, int]]:
        """Masked spans, 0-based half-open."""
        return [(edit.start, edit.end) for edit in self.edits if isinstance(edit, Mask)]


def show_figures(shown: Shown) -> None:
    """Show the landscape, or the old and the new one beside each other."""
    if shown.change is None:
        _show(shown, shown.landscape, "whole", compact=False)
        return
    left, right = st.columns(2, gap="small")
    with left:
        _show(shown, shown.change.before, "before", compact=True, heading="Before")
    with right:
        _show(shown, shown.change.after, "after", compact=True, heading="After")


def show_draft(landscape: Landscape, axis: AxisMode) -> None:
    """Show what there is of a landscape while the rest is computed."""
    st.plotly_chart(
        plot_landscape(landscape, dark=shell.is_dark(), axis=axis), theme=None, config=_CONFIG, key=f"draft_{len(landscape.panels)}"
    )


def _show(shown: Shown, landscape: Landscape, part: str, *, compact: bool, heading: str = "") -> None:
    mode = str(st.session_state.get(own.CLICK_KEY) or KNOCK_OUT)
    settings: dict[str, Any] = {
        "dark": shell.is_dark(),
        "axis": shown.axis,
        "compact": compact,
        "heading": heading,
        "masked": () if part == "before" else tuple(shown.masked),
        "selected": own.chosen_base(),
        "seeds": shown.seeds if part != "after" else None,
    }
    arrows = len(landscape.panels[-1].effects)  # there are none while a job knocks motifs out
    same = (part, shown.edits if part == "after" else (), arrows, mode == MASK, settings["seeds"] is None)
    same += tuple(value for name, value in settings.items() if name != "seeds")
    figure = landscape_cache.figure("|".join(map(str, (shown.wanted.key, *same))), lambda: _plot(landscape, mode, settings))
    key = f"landscape_{part}_{mode == MASK}_{own.chart_version()}_{shown.wanted.key}"
    st.plotly_chart(
        figure,
        theme=None,
        key=key,
        on_select=lambda: _take(key, landscape, shown.wanted.place, mode),
        selection_mode=("points", "box") if mode == MASK else "points",
        config=_CONFIG,
        alt=f"Regulatory landscape of {title_of(landscape)}",
    )


def _plot(landscape: Landscape, mode: str, settings: Mapping[str, Any]) -> Any:  # noqa: ANN401
    figure = plot_landscape(landscape, **settings)
    figure.layout.dragmode = "select" if mode == MASK else "zoom"
    return figure


def _take(key: str, landscape: Landscape, place: str, mode: str) -> None:
    """Make an edit of what was clicked or dragged."""
    selection = own.selection_of(key)
    if mode == MASK:
        _take_span(selection, landscape, place)
        return
    for point in selection.get("points") or ():  # type: ignore[attr-defined]
        found = read_point(point)
        if found is not None:
            _take_point(found, landscape, place, mode)
            return


def read_point(point: Mapping[str, Any]) -> tuple[str, int, int] | None:
    """Return what a clicked point stands for: `site`, `motif` or `base`, number of the panel, index or position; None for others."""
    data = point.get("customdata")
    values = list(data.values()) if isinstance(data, Mapping) else list(data) if isinstance(data, list | tuple) else []
    if len(values) == 3 and values[0] in ("site", "motif", "base"):
        return str(values[0]), int(values[1]), int(values[2])
    return None


def _take_point(found: tuple[str, int, int], landscape: Landscape, place: str, mode: str) -> None:
    what, panel, index = found
    if what == "base":
        own.choose_base(index)
        return
    if what == "site":
        own.choose_base(landscape.panels[panel].sites[index].position)
        return
    motif = landscape.panels[panel].motifs[index]
    state.choose_rbp(motif.rbp)
    if mode == KNOCK_OUT:
        own.add_edit(place, KnockOut(motif.position, motif.rbp))
    elif mode == KNOCK_DOWN:
        own.add_edit(place, KnockDown(motif.rbp))
    else:
        own.choose_base(motif.position)


def _take_span(selection: Mapping[str, Any], landscape: Landscape, place: str) -> None:
    for box in selection.get("box") or ():
        low, high = sorted(float(edge) for edge in box["x"])
        start, end = max(int(low + 0.5) - 1, landscape.start), min(int(high + 0.5), landscape.end)
        if start < end:
            try:
                own.add_edit(place, Mask(start, end))
            except InvalidOptionError as error:
                own.set_problem(str(error))
            return


def show_menu(shown: Shown) -> None:
    """Show the export menu: figures, tables, JSON, BED, link."""
    landscape = shown.latest
    head = comment_lines(landscape)
    offers = [
        *downloads.figure_offers(lambda: _draw(shown)),
        Offer("Effects (TSV)", "effects.tsv", lambda: table_bytes(landscape.effects_frame(), comment=head)),
        Offer("Splice sites (TSV)", "sites.tsv", lambda: table_bytes(landscape.sites_frame(), comment=head)),
        Offer("Motif sites (TSV)", "motifs.tsv", lambda: table_bytes(landscape.motifs_frame(), comment=head)),
        Offer("JSON", "json", lambda: json_bytes((shown.change or landscape).as_dict())),
        Offer("BED", "bed", lambda: landscape_bed(landscape)),
    ]
    change, seeds = shown.change, shown.seeds
    if change is not None:
        offers.append(Offer("Differences (TSV)", "differences.tsv", lambda: table_bytes(change.sites_frame(), comment=head)))
    if seeds is not None:
        offers.append(Offer("Seeds (TSV)", "seeds.tsv", lambda: table_bytes(seeds.effects_frame(), comment=seed_lines(seeds))))
    downloads.show_menu(f"landscape_{shown.wanted.key}", f"{title_of(landscape)} landscape", offers, link=links_of(shown))


def links_of(shown: Shown) -> dict[str, str | int]:
    """Return what a link to this view carries: ids, numbers and edits, never a sequence."""
    return {**landscape_source.link_values(shown.wanted), **own.link_values(shown.wanted.place)}


def _draw(shown: Shown) -> Saveable:
    from rbpviz.plots.landscape_paper import draw_landscape

    return draw_landscape(shown.latest, axis=shown.axis, masked=shown.masked, seeds=None if shown.change else shown.seeds)
