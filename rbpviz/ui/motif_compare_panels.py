"""One protein's motifs in full: logos, overlap, numbers, regions, densities, and the tables behind them."""

from typing import Any

import numpy as np
import streamlit as st

from rbpviz.plots.motif_compare import plot_density, plot_overlap, plot_regions
from rbpviz.plots.motif_grid import GridLook, logo_trio_svg
from rbpviz.results.motif_comparisons import MotifComparison
from rbpviz.results.motif_matches import closest_motifs
from rbpviz.results.rna_maps import shown_name
from rbpviz.ui import motif_compare_files, shell, state
from rbpviz.ui.motif_compare_files import Shown
from rbpviz.ui.words import listing, literal

_CONFIG = {"displaylogo": False, "modeBarButtonsToRemove": ["select2d", "lasso2d", "toImage"]}


def show_protein(shown: Shown, look: GridLook) -> None:
    """Show everything about one protein that can be drawn."""
    comparison, rbp = shown.comparison, shown.rbp
    with shell.heading(shown_name(rbp)):
        motif_compare_files.show_protein_menu(shown)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        st.image(logo_trio_svg(comparison, rbp, look), width="stretch", alt=f"Fixed, adjusted and difference logo of {rbp}")
    with right:
        st.markdown("**Sites in 1,000 positions** (in brackets: all of a model)")
        seeds = motif_compare_files.overlap_seeds(comparison, look.seed)
        figure = plot_overlap(comparison, rbp, seeds=seeds, dark=look.dark)
        st.plotly_chart(figure, theme=None, key="motif_overlap", config=_CONFIG, alt=f"Overlap of the sites of {rbp}")
        st.caption("Areas of circles and of what two of them share are to scale; numbers are exact.")
    _show_scores(comparison, rbp, look.seed)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        st.markdown("**Where in the gene sites are kept, gained and lost**")
        figure = plot_regions(comparison, rbp, seed=look.seed, dark=look.dark)
        st.plotly_chart(figure, theme=None, key="motif_regions", config=_CONFIG, alt=f"Regions of the sites of {rbp}")
    with right:
        st.markdown("**Density of all proteins**")
        figure = plot_density(comparison, selected=rbp, dark=look.dark)
        st.plotly_chart(
            figure, theme=None, key="motif_density", on_select=_take_point, selection_mode="points", config=_CONFIG, alt="Density of sites"
        )


def _show_scores(comparison: MotifComparison, rbp: str, seed: int) -> None:
    accuracy, majority, moved, moved_majority, gained, lost = comparison.scores[seed, comparison.row(rbp)].tolist()
    if np.isnan(accuracy):
        st.caption("In the evaluation windows this protein has no gained or lost site, so that no classifier can be measured.")
    else:
        other = "" if np.isnan(moved) else f"; on another seed's sites {moved:.0%} (larger class {moved_majority:.0%})"
        st.markdown(
            f"A classifier of the 21 bases tells **{accuracy:.0%}** of the {gained:,.0f} gained and {lost:,.0f} lost sites of the "
            f"evaluation windows apart; always naming the larger class is right for **{majority:.0%}**{other}."
        )
    near = closest_motifs(comparison, rbp, seed, limit=4)
    if len(near):
        rows = [f"{literal(row.rbp)} ({row.similarity:.2f})" for row in near.itertuples()]
        st.caption(f"Fixed motifs that the adjusted one is most like (1 is equal): {listing(rows)}.")


def show_tables(shown: Shown) -> None:
    """Show the table of a protein's sites and the table of all proteins."""
    comparison, rbp, seed = shown.comparison, shown.rbp, shown.seed
    which = st.segmented_control(
        "Table", ("Sites", "All proteins"), default="Sites", key="motif_table", required=True, label_visibility="collapsed"
    )
    if which == "All proteins":
        _show_proteins(comparison, seed)
        return
    frame = comparison.site_frame(rbp, seed)
    kinds = [name for name in ("kept", "gained", "lost", "other seeds only") if (frame["class"] == name).any()]
    chosen = st.pills("Show", kinds, default=kinds, selection_mode="multi", key=f"motif_classes_{rbp}", label_visibility="collapsed")
    drawn = frame[frame["class"].isin(chosen or kinds)].assign(position=frame.position + 1)
    number = st.column_config.NumberColumn
    columns: dict[str, Any] = {
        "position": number("position", help="1-based in the pre-mRNA, transcript orientation."),
        "adjusted_models": number("seeds", help=f"How many of the {len(comparison.adjusted)} adjusted models have the site."),
        "sequence": st.column_config.TextColumn("21 bases around it"),
    }
    st.dataframe(drawn, hide_index=True, height=320, column_config=columns)
    total = int(comparison.overlap[comparison.row(rbp)].sum())
    told = f"{len(frame):,} of {total:,} sites, drawn at random" if len(frame) < total else f"all {total:,} sites"
    st.caption(f"{told}; genes: {literal(shown.source.data, 200)}.")


def _show_proteins(comparison: MotifComparison, seed: int) -> None:
    frame = comparison.classifier_frame()
    frame = frame[frame.model == comparison.adjusted[seed]].drop(columns="model").reset_index(drop=True)
    density = comparison.density() * 1000
    frame.insert(1, "fm", density[0])
    frame.insert(2, "am", density[1 + seed])
    number = st.column_config.NumberColumn
    columns: dict[str, Any] = {
        "rbp": "protein",
        "fm": number("FM, in 1,000 nt", format="%.3f"),
        "am": number("AM, in 1,000 nt", format="%.3f"),
        "accuracy": number("told apart", format="percent"),
        "majority": number("larger class", format="percent"),
        "transferred": number("other seed", format="percent"),
        "transferred_majority": number("larger class there", format="percent"),
        "n_gained": number("gained", format="%d"),
        "n_lost": number("lost", format="%d"),
    }
    names = frame.rbp.tolist()
    st.dataframe(
        frame,
        hide_index=True,
        height=420,
        column_config=columns,
        key="motif_proteins",
        on_select=lambda: _take_row(names),
        selection_mode="single-row",
    )
    st.caption("Gained and lost are counted on evaluation windows.")


def _take_row(names: list[str]) -> None:
    rows = st.session_state["motif_proteins"]["selection"]["rows"]
    if rows and rows[0] < len(names):
        state.choose_rbp(names[rows[0]])


def _take_point() -> None:
    for point in st.session_state["motif_density"]["selection"]["points"]:
        data = point.get("customdata")
        first = data[0] if isinstance(data, list | tuple) and data else data.get("0") if isinstance(data, dict) else None
        if isinstance(first, str):
            state.choose_rbp(first)
            return
