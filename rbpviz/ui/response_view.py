"""The response page once there is an input: choices, curves, scores, structure, motifs, and where it all comes from."""

import streamlit as st

from rbpviz.results.cards import ModelCard
from rbpviz.results.curves import ResponseCurves
from rbpviz.ui import about, cache, choices, curves_panel, curves_source, motifs_panel, scores_panel, shell, stored, tray
from rbpviz.ui.choices import View
from rbpviz.ui.stored import StoredInput
from rbpviz.ui.words import literal

NO_MODEL = "There is no model in the checkpoints folder; fetch the project again, or set RBPVIZ_CHECKPOINTS to a folder that has some."


def show_response(loaded: StoredInput) -> None:
    """Show the whole page for an input."""
    columns = st.columns([3.6, 2.7, 3.5], vertical_alignment="bottom", gap="small")
    with columns[0]:
        card = choices.choose_model()
    if card is None:
        shell.show_error(NO_MODEL)
        return
    with columns[1]:
        place = choices.choose_record(loaded)
    buttons = columns[2].container(horizontal=True, horizontal_alignment="right", gap="small")
    with buttons:
        view = choices.choose_view()
    device = tray.chosen_device()
    _note_example(loaded, card)
    with shell.told_in_words():
        curves = curves_source.get_curves(loaded, place, card, device=device)
        shown = None if curves is None else _shown(loaded, place, curves, (card, view))
        if shown is not None:
            with buttons:
                curves_panel.show_menu(shown)
            curves_panel.show_curves(shown)
        scores_panel.show_scores(loaded, card, device)
        if shown is not None:
            curves_panel.show_structure(shown)
        motifs_panel.show_motifs(card)
        about.show_about(card, view, device)


def _note_example(loaded: StoredInput, card: ModelCard) -> None:
    """Say so when the example is read by another model than the one it is about."""
    example = stored.find_example(loaded.id)
    if example is not None and example.model != card.id:
        there = "" if example.model in cache.shelf().cards else ", which is not among the models here"
        st.caption(f":material/info: This example is about {literal(example.model)}{there}; the model chosen is {literal(card.id)}.")


def _shown(loaded: StoredInput, place: int, curves: ResponseCurves, settings: tuple[ModelCard, View]) -> curves_panel.Shown:
    card, view = settings
    link = curves_panel.view_link(loaded.id, place, card)
    return curves_panel.Shown(curves, card, view, f"{loaded.id}_{place}_{card.id}", link)
