"""What a reader chooses on the RNA maps page: genes, motif model, proteins, and how maps are drawn."""

from dataclasses import dataclass

import streamlit as st

from rbpviz.plots.rna_map_rows import MapView
from rbpviz.results.rna_map_expectation import Motifs

TRAINING, OWN = "Training genes", "My genes"
MODELS: dict[str, tuple[Motifs, ...]] = {"Adjusted": ("adjusted",), "Fixed": ("fixed",), "Both": ("adjusted", "fixed")}
GROUPS: dict[str, tuple[str, ...]] = {"SR and hnRNP": ("hnRNP", "SR"), "All": ("hnRNP", "SR", "other")}
SMOOTHING = {"none": 0, "3 nt": 1, "7 nt": 3, "11 nt": 5}
KEYS = ("map_genes", "map_models", "map_groups", "map_scale", "map_order", "map_smoothing")
"""Widgets of the page; also their names in the address."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen.

    Parameters
    ----------
    own : bool
        Whether the user's genes are mapped.
    motifs : tuple of {"adjusted", "fixed"}
        Which maps are drawn.
    view : MapView
        How.
    """

    own: bool
    motifs: tuple[Motifs, ...]
    view: MapView


def choose() -> Choice:
    """Let the reader choose."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        genes = _switch(
            "Genes", (TRAINING, OWN), "map_genes", "Maps of the training genes are stored with the models; your genes run as a job."
        )
        models = _switch(
            "Motifs", tuple(MODELS), "map_models", "Adjusted: motifs changed by learning to splice. Fixed: as measured by RBNS."
        )
        groups = _switch("Proteins", tuple(GROUPS), "map_groups", "The paper shows SR proteins and hnRNPs, whose effects are best known.")
        view = _more(GROUPS[groups])
    return Choice(genes == OWN, MODELS[models], view)


def _more(groups: tuple[str, ...]) -> MapView:
    with st.popover("More settings", icon=":material/tune:"):
        scale = _switch("Scale", ("scaled", "raw"), "map_scale", "Scaled: each protein by its 99th percentile, as in the paper.")
        order = _switch("Rows", ("grouped", "clustered"), "map_order", "By group and name, or by likeness of the rows.")
        smoothing = st.select_slider(
            "Smoothing for display",
            list(SMOOTHING),
            value="7 nt",
            key="map_smoothing",
            bind="query-params",
            persist_state="session",
            help="Moving average over neighbouring positions. The paper does not smooth, but has far more genes; tables stay unsmoothed.",
        )
    return MapView(
        "raw" if scale == "raw" else "scaled", "clustered" if order == "clustered" else "grouped", groups, SMOOTHING[str(smoothing)]
    )


def _switch(label: str, options: tuple[str, ...], key: str, words: str) -> str:
    chosen = st.segmented_control(
        label, options, default=options[0], key=key, required=True, bind="query-params", persist_state="session", help=words
    )
    return str(chosen or options[0])


def link_values() -> dict[str, str]:
    """Return what a link to the view carries."""
    return {name: str(st.session_state[name]) for name in KEYS if name in st.query_params and name in st.session_state}
