"""The folded "About this result": model card, settings, coordinates, versions and the command line that does the same."""

from importlib.metadata import PackageNotFoundError, version

import streamlit as st

from rbpviz import __version__
from rbpviz.export.tables import SIGNIFICANT_DIGITS
from rbpviz.results.cards import ModelCard
from rbpviz.ui import cache, shell, state
from rbpviz.ui.choices import View
from rbpviz.ui.words import literal

_PACKAGES = ("torch", "ViennaRNA", "streamlit", "numpy")


def show_about(card: ModelCard, view: View, device: str) -> None:
    """Show where the numbers of the response page come from.

    Parameters
    ----------
    card : ModelCard
        Model in use.
    view : View
        How curves are drawn.
    device : str
        Device that was chosen.
    """
    with st.expander("About this result", icon=":material/info:"):
        st.page_link(
            shell.MODELS, label=f"Model card of {literal(card.id)}", icon=":material/description:", query_params={state.MODEL: card.id}
        )
        st.markdown(literal(card.summary, 600))
        st.markdown("\n".join(f"- **{name}**: {words}" for name, words in _facts(view, device).items()))
        st.caption("The same from the command line")
        st.code(f"rbpviz response {card.id} input.fa -o out\nrbpviz predict {card.id} input.fa -o scores.tsv", language="bash")


def _facts(view: View, device: str) -> dict[str, str]:
    scale = "raw" if view.display == "raw" else "standardised"
    smoothing = "none" if view.smoothing == 1 else f"moving average over {view.smoothing} nt"
    return {
        "Settings": f"curves {scale}, smoothing {smoothing} (display only), device {cache.resolved_device(device)}",
        "Score": "probability in 0 to 1; the percentile is its place among the scores of held-out unbound RNAs of the same set",
        "CNN response": "mean of the first convolution's filters at each base",
        "Graph response": "mean of the last graph layer's channels at each base; the gate is the base importance that the CNN gives it",
        "Structure": "minimum free energy for the drawing, pairing probabilities in windows of 150 nt for the network (ViennaRNA)",
        "Coordinates": "positions on this page are 1-based and inclusive, 5′ to 3′; files are 0-based and half-open, and say so",
        "Numbers": f"files have at most {SIGNIFICANT_DIGITS} significant digits; the curves in them are exact",
        "Versions": versions(),
    }


def versions() -> str:
    """Return the versions of rbpviz and of what it computes with."""
    found = [f"rbpviz {__version__}"]
    for name in _PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return ", ".join(found)
