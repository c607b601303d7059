"""What Home shows beside the input box: what is loaded, and the models at a glance."""

import streamlit as st

from rbpviz.ui import cache, inputs, shell
from rbpviz.ui.stored import StoredInput
from rbpviz.ui.words import count, shorten

AUROC_HELP = "Area under the ROC curve on the debiased test set: 0.5 is chance, 1 is perfect."


def show_loaded(loaded: StoredInput | None) -> None:
    """Say what is in the tray, what was left out of it, and offer the page that uses it."""
    if loaded is None:
        return
    with st.container(border=True):
        st.text(shorten(loaded.title, 100))
        lengths = sorted(len(record) for record in loaded.records)
        spread = f"{lengths[0]:,} nt" if lengths[0] == lengths[-1] else f"{lengths[0]:,} to {lengths[-1]:,} nt"
        marked = sum(record.viewpoint is not None for record in loaded.records)
        st.caption(f"{count(len(loaded.records), 'record')}, {spread}, {marked:,} with a viewpoint (upper case inside lower-case flanks)")
        st.page_link(shell.RESPONSE, label="See where it binds", icon=":material/arrow_forward:")
        if loaded.rejected:
            with st.expander(f"{count(len(loaded.rejected), 'record')} left out"):
                inputs.show_rejected(loaded)


def show_models() -> None:
    """Show the models for a user's RNA with their test figures."""
    st.subheader("Models", anchor=False)
    shelf = cache.shelf()
    scan = [card for card in shelf.cards.values() if card.role != "paper"]
    if not scan:
        st.caption("There is no model in the checkpoints folder yet.")
        return
    rows = [{"protein": c.protein, "data set": c.name, "AUROC": c.metrics.get("test_debiased", {}).get("auroc")} for c in scan]
    text, number = st.column_config.TextColumn, st.column_config.NumberColumn
    columns = {"protein": text(width=75), "data set": text(width=145), "AUROC": number(format="%.3f", width=60, help=AUROC_HELP)}
    st.dataframe(rows, hide_index=True, height="auto" if len(rows) <= 6 else 240, column_config=columns)
    st.page_link(shell.MODELS, label="All models and their cards", icon=":material/inventory_2:")
