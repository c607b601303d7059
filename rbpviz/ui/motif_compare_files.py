"""Export menus of the page of fixed and adjusted motifs."""

import io
from dataclasses import dataclass

import streamlit as st

from rbpviz.export.figures import Saveable
from rbpviz.export.motif_comparison_files import ComparisonSource
from rbpviz.export.motif_comparisons import comparison_json, logo_frame, source_lines
from rbpviz.export.tables import table_bytes
from rbpviz.motifs.meme import write_meme
from rbpviz.results.motif_comparisons import MotifComparison
from rbpviz.ui import downloads, gene_sets, links, state
from rbpviz.ui.downloads import Offer

KEYS = ("motif_genes", "motif_seed", "motif_sort")
"""Widgets of the page; also their names in the address."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows.

    Parameters
    ----------
    comparison : MotifComparison
        All proteins.
    source : ComparisonSource
        What it was made of.
    rbp : str
        The chosen protein.
    seed : int
        The chosen adjusted model.
    """

    comparison: MotifComparison
    source: ComparisonSource
    rbp: str
    seed: int


def show_grid_menu(shown: Shown, names: list[str]) -> None:
    """Show the menu of the grid: figure, all numbers, all motifs."""
    comparison, source = shown.comparison, shown.source

    def draw() -> Saveable:
        from rbpviz.plots.motif_compare_paper import draw_motif_grid

        return draw_motif_grid(comparison, names, seed=shown.seed)

    lines = source_lines(comparison, source)
    offers = [
        *downloads.figure_offers(draw),
        Offer("Classifiers (TSV)", "classifiers.tsv", lambda: table_bytes(comparison.classifier_frame(), comment=lines)),
        Offer("Density (TSV)", "density.tsv", lambda: table_bytes(comparison.density_frame(), comment=lines)),
        Offer("Logos (TSV)", "logos.tsv", lambda: table_bytes(logo_frame(comparison), comment=lines)),
        Offer("MEME, all motifs", "meme", lambda: meme_bytes(comparison, list(comparison.rbps))),
        Offer("JSON", "json", lambda: comparison_json(comparison, source)),
    ]
    downloads.show_menu("motif_grid_menu", "fixed and adjusted motifs", offers, link=view_link())


def show_protein_menu(shown: Shown) -> None:
    """Show the menu of one protein: figure, its sites, its motifs."""
    comparison, source, rbp, seed = shown.comparison, shown.source, shown.rbp, shown.seed

    def draw() -> Saveable:
        from rbpviz.plots.motif_compare_paper import draw_motif_comparison

        return draw_motif_comparison(comparison, rbp, seed=seed, seeds=overlap_seeds(comparison, seed))

    lines = source_lines(comparison, source)
    offers = [
        *downloads.figure_offers(draw),
        Offer("Overlap (TSV)", "overlap.tsv", lambda: table_bytes(comparison.overlap_frame(rbp), comment=lines)),
        Offer("Regions (TSV)", "regions.tsv", lambda: table_bytes(comparison.region_frame(rbp, seed), comment=lines)),
        Offer("Sites (TSV)", "sites.tsv", lambda: table_bytes(comparison.site_frame(rbp, seed), comment=lines)),
        Offer("MEME", "meme", lambda: meme_bytes(comparison, [rbp])),
    ]
    downloads.show_menu("motif_protein_menu", f"{rbp} fixed and adjusted motifs", offers, link=view_link())


def overlap_seeds(comparison: MotifComparison, seed: int) -> tuple[int, ...]:
    """Return the adjusted models whose overlap is drawn: the chosen one and the next, as in the paper."""
    others = [k for k in range(len(comparison.adjusted)) if k != seed]
    return (seed, *others[:1])


def meme_bytes(comparison: MotifComparison, names: list[str]) -> bytes:
    """Return the motifs of some proteins in all models as MEME."""
    text = io.StringIO()
    write_meme([comparison.motif(name, model) for name in names for model in range(len(comparison.models))], text)
    return text.getvalue().encode()


def view_link() -> dict[str, str | int]:
    """Return what a link to this view carries."""
    values: dict[str, str | int] = {
        name: str(st.session_state[name]) for name in KEYS if name in st.query_params and name in st.session_state
    }
    values[links.RBP] = str(st.session_state[state.RBP] or st.session_state.get("motif_rbp", ""))
    genes = st.session_state.get(gene_sets.GENE_SET)
    return values | ({gene_sets.GENE_SET: str(genes)} if genes else {})
