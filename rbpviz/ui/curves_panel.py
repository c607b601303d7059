"""The main figures of the response page: both curves on one axis, the structure painted with the response, the filters as logos."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st

from rbpviz.export.figures import Saveable
from rbpviz.export.tables import table_bytes
from rbpviz.export.tracks import bedgraph_bytes
from rbpviz.plots.curves import plot_response_curves
from rbpviz.plots.structure import plot_structure
from rbpviz.plots.theme import ELEMENT_NAMES
from rbpviz.results.cards import ModelCard
from rbpviz.results.curves import ResponseCurves
from rbpviz.ui import cache, choices, downloads, links, shell, state
from rbpviz.ui.choices import View
from rbpviz.ui.downloads import Offer
from rbpviz.ui.words import flag_label, flag_meaning

LONGEST_FIGURE = 20_000
"""Longest RNA that is drawn base by base, nt."""
LONGEST_STRUCTURE = 3_000
"""Longest RNA whose structure is drawn, nt."""
_CONFIG = {"displaylogo": False, "modeBarButtonsToRemove": ["select2d", "lasso2d", "toImage"]}


@dataclass(frozen=True, slots=True)
class Shown:
    """What the figures show.

    Parameters
    ----------
    curves : ResponseCurves
        Curves of the chosen record.
    card : ModelCard
        Model.
    view : View
        How they are drawn.
    key : str
        Tells apart the widgets of different inputs, records and models.
    link : mapping
        What a link to this view carries.
    """

    curves: ResponseCurves
    card: ModelCard
    view: View
    key: str
    link: Mapping[str, str | int]


def show_curves(shown: Shown) -> None:
    """Show both curves with their tracks, and the flags of the record."""
    curves, view = shown.curves, shown.view
    show_flags(curves.flags)
    if len(curves) > LONGEST_FIGURE:
        st.markdown(
            f"An RNA of {len(curves):,} nt is too long to be drawn base by base (at most {LONGEST_FIGURE:,} nt): "
            "the export menu has its curves, and the table below its scores by window."
        )
        return
    figure = plot_response_curves(
        curves,
        dark=shell.is_dark(),
        smoothing=view.smoothing,
        display=view.display,
        show_gate=view.show_gate,
        selected=state.chosen_position(len(curves)),
    )
    hidden = {"marker": {"opacity": 0}}
    for name in ("CNN", "GCN", "gate"):  # points that can be clicked lie invisibly on the lines
        figure.update_traces(
            mode="lines+markers",
            marker={"size": 10, "opacity": 0},
            selected=hidden,
            unselected=hidden,
            selector={"name": name, "type": "scatter"},
        )
    _show_chart(figure, f"curves_chart_{shown.key}", f"Response curves of {len(curves)} nt")
    _show_chosen_base(curves)


def _show_chosen_base(curves: ResponseCurves) -> None:
    """Say what the models answer at the chosen base, or how to choose one."""
    position = state.chosen_position(len(curves))
    if position is None:
        st.caption("A click on a base, here or in the structure, marks it in both.")
        return
    element = ELEMENT_NAMES[curves.elements[position]] if curves.elements else "structure not computed"
    values = f"CNN {curves.cnn[position]:.4f}, graph {curves.gcn[position]:.4f}, gate {curves.gate[position]:.4f}"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"Base {position + 1}: {curves.sequence[position]}, {element}; {values}", width="content")
        st.button(
            "Clear the mark", key="clear_base", type="tertiary", icon=":material/close:", on_click=state.choose_position, args=(None,)
        )


def show_menu(shown: Shown) -> None:
    """Show the export menu of the curves."""
    downloads.show_menu(f"curves_{shown.key}", f"{shown.curves.id} {shown.curves.model} response", _curve_offers(shown), link=shown.link)


def show_flags(flags: tuple[str, ...]) -> None:
    """Show what a reader must know about a record as small labels; hovering tells the meaning."""
    if not flags:
        return
    with st.container(horizontal=True, gap="small", width="content"):
        for flag in flags:
            st.badge(flag_label(flag), icon=":material/flag:", color="orange", help=flag_meaning(flag))


def show_structure(shown: Shown) -> None:
    """Show the 2D structure painted with a response; a click on a base marks it in the curves too."""
    curves = shown.curves
    if not curves.dot_bracket or len(curves) > LONGEST_STRUCTURE:
        st.subheader("Structure", anchor=False)
        st.caption(f"Structures of up to {LONGEST_STRUCTURE:,} nt are drawn; this RNA has {len(curves):,} nt.")
        return
    with shell.heading("Structure"):
        paint = st.selectbox(
            "Painted with",
            choices.PAINTS,
            key=choices.PAINT_KEY,
            bind="query-params",
            persist_state="session",
            width=260,
            label_visibility="collapsed",
        )
        values, name = choices.paint_values(curves, str(paint))
        xy = cache.layout_bases(curves.dot_bracket)
        offers = downloads.figure_offers(lambda: _draw_structure(curves, values, name))
        downloads.show_menu(
            f"structure_{shown.key}", f"{curves.id} {curves.model} structure", [*offers, _table_offer(curves)], link=shown.link
        )
    figure = plot_structure(curves, xy, values, value_name=name, dark=shell.is_dark(), selected=state.chosen_position(len(curves)))
    figure.update_traces(unselected={"marker": {"opacity": 1}}, selector={"type": "bar"})
    figure.update_layout(height=_structure_height(xy))
    _show_chart(figure, f"structure_chart_{shown.key}", f"Secondary structure of {len(curves)} nt painted with {name}")


def _structure_height(xy: np.ndarray) -> int:
    """Return a height in px that suits the drawing's shape: flat structures need less."""
    width, height = np.ptp(xy, axis=0)
    return int(np.clip(60 + 760 * height / max(width, 1.0), 340, 620))


def _curve_offers(shown: Shown) -> list[Offer]:
    curves = shown.curves
    tracks = (("CNN", "cnn"), ("graph, before the gate", "gcn"), ("gate", "gate"))
    return [
        *downloads.figure_offers(lambda: _draw_curves(curves, shown.view)),
        _table_offer(curves),
        *(Offer(f"bedGraph: {label}", f"{which}.bedgraph", _track(curves, which)) for label, which in tracks),
    ]


def _table_offer(curves: ResponseCurves) -> Offer:
    comment = [
        f"rbpviz response curves of {curves.id}, model {curves.model}",
        "position: 0-based; curves unsmoothed; structure and element from the minimum-free-energy fold",
    ]
    return Offer("Table (TSV)", "tsv", lambda: table_bytes(curves.frame(), comment=comment))


def _track(curves: ResponseCurves, which: str) -> Any:
    return lambda: bedgraph_bytes(curves, which)  # type: ignore[arg-type]


def _draw_curves(curves: ResponseCurves, view: View) -> Saveable:
    from rbpviz.plots.curves_paper import draw_response_curves

    return draw_response_curves(curves, smoothing=view.smoothing, display=view.display, show_gate=view.show_gate)


def _draw_structure(curves: ResponseCurves, values: Any, name: str) -> Saveable:
    from rbpviz.plots.structure_paper import draw_structure

    return draw_structure(curves, cache.layout_bases(curves.dot_bracket), values, value_name=name)


def _show_chart(figure: Any, key: str, words: str) -> None:
    """Show a figure in which a click on a base chooses it for all views."""
    st.plotly_chart(figure, theme=None, key=key, on_select=lambda: _take_position(key), selection_mode="points", config=_CONFIG, alt=words)


def _take_position(key: str) -> None:
    points = st.session_state[key]["selection"]["points"]
    for point in points:
        data = point.get("customdata")
        if isinstance(data, list | tuple) and data:
            state.choose_position(int(data[0]))
            return
        if isinstance(data, Mapping) and "0" in data:
            state.choose_position(int(data["0"]))
            return
        if "point_index" in point:
            state.choose_position(int(point["point_index"]))
            return
    state.choose_position(None)


def view_link(input_id: str, place: int, card: ModelCard) -> dict[str, str | int]:
    """Return what a link to a view carries: ids and numbers, never a sequence."""
    values: dict[str, str | int] = {links.INPUT: input_id, links.RECORD: place + 1, state.MODEL: card.id}
    position = st.session_state[state.POSITION]
    if position is not None:
        values[links.POSITION] = position + 1
    values |= {name: str(st.session_state[name]) for name in choices.VIEW_KEYS if name in st.query_params and name in st.session_state}
    return values
