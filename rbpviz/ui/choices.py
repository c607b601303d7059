"""What a reader chooses on the response page: model, record, and how curves are shown."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import streamlit as st

from rbpviz.results.cards import ModelCard
from rbpviz.results.curves import ResponseCurves
from rbpviz.ui import cache, state
from rbpviz.ui.stored import StoredInput
from rbpviz.ui.words import shorten

RECORD_KEY = "record_number"
SMOOTHING_KEY = "smoothing"
DISPLAY_KEY = "display"
PAINT_KEY = "paint"
VIEW_KEYS = (SMOOTHING_KEY, DISPLAY_KEY, PAINT_KEY)
"""Widgets that say how figures look; also their names in the address."""
SCAN_FAMILY = "rnassrnet"
PAPER_FAMILY = "rnassrnet-paper"
SMOOTHING = {"none": 1, "3 nt": 3, "5 nt": 5, "9 nt": 9, "15 nt": 15, "25 nt": 25}
PAINTS = ("CNN response", "Graph response before the gate", "Graph response after the gate", "Gate", "Loop elements")
PAPER_HELP = (
    "The published configurations know absolute positions and are meant for comparison with the literature; "
    "for an RNA of your own the scan models are the right ones."
)


@dataclass(frozen=True, slots=True)
class View:
    """How curves are drawn.

    Parameters
    ----------
    smoothing : int
        Window of the moving average, nt; 1 for none.
    display : {"raw", "standardised"}
        Scale of the responses.
    show_gate : bool
        Whether the gate has a track.
    """

    smoothing: int = 1
    display: Literal["raw", "standardised"] = "raw"
    show_gate: bool = True


def offered_models() -> list[str]:
    """Return the model ids that can be chosen: scan and published user models, the paper's configurations if asked for."""
    wanted = str(st.session_state.get(state.MODEL) or "")
    paper = bool(st.session_state.get(state.PAPER_MODELS)) or wanted.startswith(PAPER_FAMILY + "/")
    families = (SCAN_FAMILY, PAPER_FAMILY) if paper else (SCAN_FAMILY,)
    cards = cache.shelf().cards
    return sorted((name for name, card in cards.items() if card.family in families), key=lambda name: (cards[name].family, name))


def model_label(model: str) -> str:
    """Return a model's name for people: protein, set, and its role where it is not the usual one."""
    card = cache.shelf().cards.get(model)
    if card is None:
        return model
    role = {"paper": ", published configuration", "user": ", trained by you"}.get(card.role, "")
    return f"{card.protein} ({card.name}{role})"


def choose_model() -> ModelCard | None:
    """Let the reader choose a model; return its card, or None where there is no model at all."""
    models = offered_models()
    if not models:
        return None
    if st.session_state.get(state.MODEL) not in (None, *models):
        del st.session_state[state.MODEL]
    chosen = st.selectbox(
        "Protein (model)",
        models,
        format_func=model_label,
        key=state.MODEL,
        persist_state="session",
        help="Scan models: trained on shifted, debiased RNAs, made for RNAs of your own.",
    )
    return cache.shelf().cards[chosen] if chosen else None


def choose_record(loaded: StoredInput) -> int:
    """Let the reader step through the records; return the place of the chosen one, counted from 0."""
    place = state.chosen_record(len(loaded.records))
    if len(loaded.records) == 1:
        return place
    st.session_state[RECORD_KEY] = place + 1
    st.number_input(
        f"Record (1 to {len(loaded.records):,})",
        1,
        len(loaded.records),
        key=RECORD_KEY,
        on_change=_take_number,
        help="The table of scores below chooses a record, too.",
    )
    return place


def _take_number() -> None:
    state.choose_record(int(st.session_state[RECORD_KEY]) - 1)


def choose_view() -> View:
    """Let the reader set how curves are drawn; the defaults are the paper's."""
    with st.popover("More settings", icon=":material/tune:"):
        smoothing = st.select_slider(
            "Smoothing for display",
            list(SMOOTHING),
            key=SMOOTHING_KEY,
            bind="query-params",
            help="Centred moving average; exported tables stay unsmoothed.",
            persist_state="session",
        )
        display = st.segmented_control(
            "Scale",
            ["raw", "standardised"],
            default="raw",
            key=DISPLAY_KEY,
            required=True,
            bind="query-params",
            help="Standardised: mean 0 and standard deviation 1 for each curve, to compare their shapes.",
            persist_state="session",
        )
        gate = st.toggle(
            "Show the gate",
            value=True,
            key="show_gate",
            help="Base importance that the CNN gives the graph branch.",
            persist_state="session",
        )
        st.toggle("Offer published configurations", key=state.PAPER_MODELS, help=PAPER_HELP, persist_state="session")
        st.caption(PAPER_HELP)
    return View(SMOOTHING[str(smoothing)], "standardised" if display == "standardised" else "raw", bool(gate))


def paint_values(curves: ResponseCurves, paint: str) -> tuple[np.ndarray | None, str]:
    """Return what a structure is painted with, float32 of shape (length,), or None for loop elements; and its name."""
    values = {
        PAINTS[0]: curves.cnn,
        PAINTS[1]: curves.gcn,
        PAINTS[2]: curves.gated_gcn(),
        PAINTS[3]: curves.gate,
    }
    return values.get(paint), paint


def describe_record(loaded: StoredInput, place: int) -> str:
    """Return id and length of a record as one plain line."""
    record = loaded.records[place]
    return f"{shorten(record.id)}, {len(record):,} nt"
