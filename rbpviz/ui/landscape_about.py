"""The folded "About this result" of the landscape page: models, settings, coordinates, what an edit means, the command line."""

import streamlit as st

from rbpviz.plots.landscape_words import KEY, RUN_WORDS
from rbpviz.results.landscape_edits import Edit, edit_text
from rbpviz.ui import shell, state
from rbpviz.ui.about import versions
from rbpviz.ui.landscape_cache import Wanted
from rbpviz.ui.words import literal

_OPTIONS = {"ko": "--knock-out", "kd": "--knock-down", "mask": "--mask", "sub": "--edit"}


def show_about(wanted: Wanted, edits: tuple[Edit, ...]) -> None:
    """Show where the numbers of the landscape page come from."""
    with st.expander("About this result", icon=":material/info:"):
        for card in wanted.cards:
            st.page_link(
                shell.MODELS, label=f"Model card of {literal(card.id)}", icon=":material/description:", query_params={state.MODEL: card.id}
            )
        st.markdown("\n".join(f"- **{name}**: {words}" for name, words in _facts(wanted).items()))
        st.caption("The same from the command line (positions are 0-based there, spans half-open)")
        st.code(command_line(wanted, edits), language="bash")


def command_line(wanted: Wanted, edits: tuple[Edit, ...]) -> str:
    """Return the command that computes the same landscape."""
    models = "".join(f" --model {card.id}" for card in wanted.cards)
    changes = "".join(f" {_OPTIONS[kind]} '{text}'" for kind, text in map(edit_text, edits))
    return f"rbpviz landscape {wanted.command}{models}{changes} --figures svg,pdf,png -o out"


def _facts(wanted: Wanted) -> dict[str, str]:
    return {
        "Run": RUN_WORDS[wanted.request.run],
        "Signs": KEY,
        "Normalised score": "ln p divided by −ln t, with t the probability at which a model calls as many sites as there are in its "
        "validation genes",
        "Effect": "ln p with a motif site less ln p without it; only that one entry is set to 0, all else is read anew",
        "Knock-down": "all sites of a protein set to 0 over the whole window, context included",
        "Mask": "splice sites whose base or neighbouring AG or GU is covered cannot be recognised; other splice sites are scored with the "
        "covered bases read as N, and never higher than without the mask; motif sites whose matrix window touches the span are gone",
        "Changed base": "splice sites and motifs around it are scored again, then everything that can change",
        "Coordinates": "positions on this page are 1-based and inclusive in the pre-mRNA, 5′ to 3′; an acceptor is the first base of an "
        "exon, a donor the last; files are 0-based and half-open, and say so",
        "Device": wanted.request.device,
        "Versions": versions(),
    }
