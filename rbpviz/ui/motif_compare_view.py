"""The page of fixed and adjusted motifs: the grid of all proteins, then the chosen one in full."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import streamlit as st

from rbpviz.export.motif_comparison_files import ComparisonSource
from rbpviz.models.seeds import seed_label
from rbpviz.plots.motif_grid import GridLook
from rbpviz.results.motif_comparisons import MotifComparison
from rbpviz.results.rna_maps import shown_name
from rbpviz.ui import empty, gene_sets, motif_compare_files, motif_compare_panels, shell, splicing_about, state, tray
from rbpviz.ui.motif_compare_source import Pair, find_pair, own_comparison, stored_comparison
from rbpviz.ui.motif_grid import show_grid
from rbpviz.ui.words import count

DEFAULT_RBP = "TRA2A"
TRAINING, OWN = "Training genes", "My genes"
SORTS = ("name", "told apart best", "density changed most")
_NO_MODEL = "There are no SAM models with fixed and with adjusted motifs of the same proteins here; train them with rbpviz train."


def show_page() -> None:
    """Show the whole page."""
    pair = find_pair()
    if pair is None:
        empty.show_motifs_empty()
        shell.show_error(_NO_MODEL)
        return
    columns = st.columns([2.2, 2, 2.2, 2], vertical_alignment="bottom", gap="small")
    with columns[0]:
        own = _switch("Genes", (TRAINING, OWN), "motif_genes") == OWN
    with shell.told_in_words():
        found = _own(pair) if own else stored_comparison(pair)
        if found is None:
            if not own:
                empty.show_motifs_empty()
                st.info("No comparison is stored with the models here; take your own genes above.", icon=":material/info:")
            return
        _show(found[0], found[1], columns[1:])


def _own(pair: Pair) -> tuple[MotifComparison, ComparisonSource] | None:
    genes = gene_sets.chosen_set()
    if genes is None:
        empty.show_motifs_empty()
        gene_sets.show_box("motifs")
        return None
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.text(f"{genes.title}: {count(genes.genes, 'gene')}, {genes.bases:,} nt", width="content")
        with st.popover("Other genes", type="tertiary", icon=":material/edit:"):
            gene_sets.show_box("motifs_other")
    return own_comparison(pair, genes, device=tray.chosen_device())


def _show(comparison: MotifComparison, source: ComparisonSource, columns: Sequence[Any]) -> None:
    seeds = {seed_label(name): k for k, name in enumerate(comparison.adjusted)}
    with columns[0]:
        seed = seeds[_choose("Adjusted model", list(seeds), "motif_seed")]
    with columns[1]:
        order = _choose("Sort by", list(SORTS), "motif_sort")
    rbp = state.chosen_rbp(comparison.rbps, DEFAULT_RBP)
    with columns[2]:
        st.session_state["motif_rbp"] = rbp
        st.selectbox("Protein", comparison.rbps, key="motif_rbp", format_func=shown_name, on_change=_take_rbp)
    look = GridLook(seed=seed, selected=rbp, dark=shell.is_dark())
    names = sort_names(comparison, seed, order)
    shown = motif_compare_files.Shown(comparison, source, rbp, seed)
    with shell.heading(f"All {len(names)} proteins"):
        motif_compare_files.show_grid_menu(shown, names)
    show_grid(comparison, names, look)
    st.caption(
        "Upper logo: fixed (FM), lower: adjusted (AM), bits from 0 to 2; number: share of gained and lost sites that a classifier tells "
        "apart on windows it has not seen. A click chooses a protein."
    )
    motif_compare_panels.show_protein(shown, look)
    motif_compare_panels.show_tables(shown)
    _show_about(comparison, source)


def sort_names(comparison: MotifComparison, seed: int, order: str) -> list[str]:
    """Return the proteins in the order of one of `SORTS`."""
    if order == SORTS[1]:
        accuracy = np.nan_to_num(comparison.scores[seed, :, 0], nan=-1.0)
        return [comparison.rbps[k] for k in np.argsort(-accuracy, kind="stable")]
    if order == SORTS[2]:
        density = comparison.density() + 0.5 / max(comparison.positions, 1)
        change = np.abs(np.log2(density[1 + seed] / density[0]))
        return [comparison.rbps[k] for k in np.argsort(-change, kind="stable")]
    return list(comparison.rbps)


def _switch(label: str, options: tuple[str, ...], key: str) -> str:
    chosen = st.segmented_control(label, options, default=options[0], key=key, required=True, bind="query-params", persist_state="session")
    return str(chosen or options[0])


def _choose(label: str, options: list[str], key: str) -> str:
    if st.session_state.get(key) not in (None, *options):
        del st.session_state[key]
    return str(st.selectbox(label, options, key=key, bind="query-params", persist_state="session") or options[0])


def _take_rbp() -> None:
    state.choose_rbp(str(st.session_state["motif_rbp"]))


def _show_about(comparison: MotifComparison, source: ComparisonSource) -> None:
    facts = {
        "Data": f"{source.data}; {comparison.windows:,} windows of up to 5,000 nt ({comparison.positions:,} positions) for logos, overlap "
        f"and classifiers, {comparison.evaluation_windows:,} others for evaluation",
        "Sites": "positions where a motif of a model is active; gained: of the adjusted model alone, lost: of the fixed one alone",
        "Logos": "base frequencies over all sites of a model, heights in bits (2 - H), no small-sample correction; sites near N left out",
        "Difference logo": "per base the information that it gives about gained or lost, sign of the classifier's centred weight",
        "Classifier": "logistic regression on the 21 bases, L2 with C = 1, classes not balanced: compare with the larger class",
        "Density": "true density: sites by positions; figures in the paper are 0.926 of it, as they count the context among positions",
        "Coordinates": "positions on this page are 1-based in the pre-mRNA; files are 0-based, and say so",
    }
    commands = [f"rbpviz compare-motifs --fixed {comparison.fixed} {' '.join(f'--adjusted {name}' for name in comparison.adjusted)} -o out"]
    splicing_about.show_about(comparison.models, facts, commands)
