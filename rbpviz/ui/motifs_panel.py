"""The filters of a model as logos, by each of the rules that k-mers were collected with."""

import streamlit as st

from rbpviz.export.figures import Saveable
from rbpviz.results.cards import ModelCard
from rbpviz.ui import cache, downloads, shell
from rbpviz.ui.downloads import Offer
from rbpviz.ui.words import literal

SHOWN_LOGOS = 8
RULES = {
    "max_w9": "9-mers above 0.75 × maximum (paper)",
    "range_w9": "9-mers above mean + 0.75 × (maximum − mean) (authors' code)",
    "max_w7": "7-mers above 0.75 × maximum",
    "range_w7": "7-mers above mean + 0.75 × (maximum − mean)",
}
"""Ending of a motif's name and the rule it stands for: which k-mers excite a filter enough to be counted."""
RULE_KEY = "motif_rule"


def show_motifs(card: ModelCard) -> None:
    """Show the filters of a model that say most, with the rule that they were made by."""
    present = [rule for rule in RULES if cache.model_motifs(card.id, rule)]
    title = "Motifs of this model's filters"
    if not present:
        st.subheader(title, anchor=False)
        st.caption("No motifs were stored with this model.")
        return
    with shell.heading(title):
        if st.session_state.get(RULE_KEY) not in (None, *present):
            del st.session_state[RULE_KEY]
        rule = st.selectbox(
            "Rule", present, format_func=RULES.__getitem__, key=RULE_KEY, persist_state="session", width=260, label_visibility="collapsed"
        )
        path = cache.shelf().folders[card.id] / cache.MOTIFS_FILE
        figures = downloads.figure_offers(lambda: _draw(card.id, rule))
        downloads.show_menu(f"motifs_{card.id}", f"{card.id} motifs", [*figures, Offer("MEME, all motifs", "meme", path.read_bytes)])
    picture = cache.motif_picture(card.id, card.weights_sha256, rule=rule, limit=SHOWN_LOGOS, dark=shell.is_dark())
    st.image(picture, width="stretch", alt="Sequence logos of filters")
    count = len(cache.model_motifs(card.id, rule))
    shown = f"the {SHOWN_LOGOS} with most information of {count}" if count > SHOWN_LOGOS else f"all {count}"
    st.caption(f"First-layer filters, {shown}: base frequencies of {literal(RULES[rule], 120)} of the filter's activation on test RNAs.")


def _draw(model: str, rule: str) -> Saveable:
    from rbpviz.plots.logos import draw_logo_grid

    return draw_logo_grid(cache.model_motifs(model, rule)[:SHOWN_LOGOS])
