"""The RNA maps page: heat maps, the curve of one protein, exons against introns, and where it all comes from."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from rbpviz.export.figures import Saveable
from rbpviz.export.tables import table_bytes
from rbpviz.plots.rna_map import plot_rna_maps
from rbpviz.plots.rna_map_curve import plot_exon_intron, plot_rna_curve
from rbpviz.results.rna_map_expectation import PUBLISHED_MET, count_groups, expectation_frame
from rbpviz.results.rna_maps import RnaMap, shown_name
from rbpviz.ui import cache, clip_panel, downloads, empty, gene_sets, links, rna_map_choices, shell, splicing_about, state, tray
from rbpviz.ui.downloads import Offer
from rbpviz.ui.rna_map_choices import Choice
from rbpviz.ui.rna_map_source import TITLES, Found, map_group, own_maps, stored_maps
from rbpviz.ui.words import count

DEFAULT_RBP = "TRA2A"
FEW_FEATURES = 1_000
"""Maps of fewer splice sites are mostly noise."""
_CONFIG = {"displaylogo": False, "modeBarButtonsToRemove": ["select2d", "lasso2d", "toImage"]}
_NO_MODEL = (
    "There is no SAM model in the checkpoints folder; train one with rbpviz train, or set RBPVIZ_CHECKPOINTS to a folder that has some."
)


def show_page() -> None:
    """Show the whole page."""
    choice = rna_map_choices.choose()
    if not cache.shelf().splicing or all(map_group(motifs) is None for motifs in ("adjusted", "fixed")):
        empty.show_rna_map_empty()
        shell.show_error(_NO_MODEL)
        return
    with shell.told_in_words():
        found = _own(choice) if choice.own else _stored(choice)
        if found:
            _show_maps(found, choice)


def _stored(choice: Choice) -> list[Found]:
    found = [one for one in map(stored_maps, choice.motifs) if one is not None]
    if not found:
        empty.show_rna_map_empty()
        words = " and ".join(TITLES[motifs].lower() for motifs in choice.motifs)
        st.info(
            f"No maps of {words} are stored with the models here. Take your own genes, or make them once with `rbpviz rnamap --store`.",
            icon=":material/info:",
        )
    return found


def _own(choice: Choice) -> list[Found]:
    genes = gene_sets.chosen_set()
    if genes is None:
        empty.show_rna_map_empty()
        gene_sets.show_box("map")
        return []
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.text(f"{genes.title}: {count(genes.genes, 'gene')}, {count(genes.sites, 'splice site')}", width="content")
        with st.popover("Other genes", type="tertiary", icon=":material/edit:"):
            gene_sets.show_box("map_other")
    found = []
    for motifs in choice.motifs:
        one = own_maps(motifs, genes, device=tray.chosen_device())
        if one is None:
            break
        found.append(one)
    return found


def _show_maps(found: list[Found], choice: Choice) -> None:
    maps = [(one.title, one.rna_map) for one in found]
    names = maps[0][1].rbps
    rbp = state.chosen_rbp(names, DEFAULT_RBP)
    with shell.heading("Effect of motifs by position"):
        _menu("map", "RNA maps", [*_figure_offers(maps, choice), *(_table_offer(one) for one in found)])
    figure = plot_rna_maps(maps, choice.view, selected=rbp, dark=shell.is_dark())
    _show_chart(
        figure, f"rna_map_{len(maps)}_{choice.view.order}_{len(choice.view.groups)}", "Heat map of the effect of each protein's motifs"
    )
    _show_notes(found)
    _show_curve(maps, names, rbp, choice)
    clip_panel.show_experiment(maps[0], rbp, choice.view.radius)
    _show_expectation(found[0], rbp)
    _show_about(found, choice)


def _figure_offers(maps: list[tuple[str, RnaMap]], choice: Choice) -> list[Offer]:
    def draw() -> Saveable:
        from rbpviz.plots.rna_map_paper import draw_rna_maps

        return draw_rna_maps(maps, choice.view)

    return downloads.figure_offers(draw)


def _table_offer(one: Found) -> Offer:
    short = "AM" if one.motifs == "adjusted" else "FM"
    comment = [f"RNA map of {', '.join(one.rna_map.models)} over {one.genes} genes: {one.data}", _TABLE_NOTE]
    return Offer(f"Table {short} (TSV)", f"{short.lower()}.tsv", lambda: table_bytes(one.rna_map.frame(), comment=comment))


_TABLE_NOTE = "offset: motif position less splice-site position in the transcript, 0 is the exon's first (acceptor) or last (donor) base"


def _menu(name: str, title: str, offers: Sequence[Offer]) -> None:
    values: dict[str, str | int] = {**rna_map_choices.link_values()}
    if st.session_state[state.RBP]:
        values[links.RBP] = str(st.session_state[state.RBP])
    genes = st.session_state.get(gene_sets.GENE_SET)
    if genes:
        values[gene_sets.GENE_SET] = str(genes)
    downloads.show_menu(name, title, list(offers), link=values or {links.RBP: DEFAULT_RBP})


def _show_notes(found: list[Found]) -> None:
    """Say what the map is made of, and flag what makes it less than the paper's."""
    for one in found:
        features = one.rna_map.features.sum(axis=0) / len(one.rna_map.models)
        words = (
            f"{TITLES[one.motifs]}: {count(one.genes, 'gene')}, on average {features[0]:,.0f} acceptors and {features[1]:,.0f} donors of "
        )
        st.caption(f"{words}a probability between 0.1 and 0.9.")
        with st.container(horizontal=True, gap="small"):
            if features.sum() < FEW_FEATURES:
                st.badge(
                    "few sites", icon=":material/flag:", color="orange", help=f"Fewer than {FEW_FEATURES:,} splice sites: mostly noise."
                )
            if not one.group.binary:
                st.badge("sites not binary", icon=":material/flag:", color="orange", help="The paper's maps count all motif sites alike.")


def _show_curve(maps: list[tuple[str, RnaMap]], names: tuple[str, ...], rbp: str, choice: Choice) -> None:
    with shell.heading("One protein"):
        st.session_state["map_rbp"] = rbp
        st.selectbox("Protein", names, key="map_rbp", format_func=shown_name, on_change=_take_rbp, width=220, label_visibility="collapsed")

        def draw() -> Saveable:
            from rbpviz.plots.rna_map_paper import draw_rna_curve

            return draw_rna_curve(maps, rbp, radius=choice.view.radius)

        tables = [_curve_offer(title.split()[0], one, rbp) for title, one in maps]
        _menu("curve", f"RNA map {rbp}", [*downloads.figure_offers(draw), *tables])
    figure = plot_rna_curve(maps, rbp, radius=choice.view.radius, dark=shell.is_dark())
    st.plotly_chart(figure, theme=None, key="rna_curve", config=_CONFIG, alt=f"Effect of {rbp} motifs by position")
    sites = [one.sites_of(rbp) for _, one in maps]
    told = "; ".join(
        f"{title.split(',')[0]}: {a:,} sites near acceptors, {d:,} near donors" for (title, _), (a, d) in zip(maps, sites, strict=True)
    )
    st.caption(f"Line: mean over seeds; band: lowest to highest seed. {told}, all seeds together.")


def _curve_offer(name: str, one: RnaMap, rbp: str) -> Offer:
    return Offer(f"Table {name.lower()} (TSV)", f"{name.lower()}.tsv", lambda: table_bytes(one.curve_frame(rbp), comment=[_TABLE_NOTE]))


def _take_rbp() -> None:
    state.choose_rbp(str(st.session_state["map_rbp"]))


def _show_expectation(one: Found, rbp: str) -> None:
    frame = expectation_frame(one.rna_map, one.motifs)
    if frame.empty:
        return
    with shell.heading("Exons against introns"):

        def draw() -> Saveable:
            from rbpviz.plots.rna_map_paper import draw_exon_intron

            return draw_exon_intron(frame)

        table = Offer("Table (TSV)", "tsv", lambda: table_bytes(frame))
        _menu("exon_intron", "exons against introns", [*downloads.figure_offers(draw), table])
    counts = count_groups(frame)
    words = ", ".join(f"{group.met} of {group.total} {group.group} ({group.expected})" for group in counts)
    st.markdown(
        f"{TITLES[one.motifs]}: **{sum(g.met for g in counts)} of {sum(g.total for g in counts)}** have the expected sign ({words}). "
        f"Published: {PUBLISHED_MET}."
    )
    st.caption("SR proteins are expected to support splicing more from exons than from introns, hnRNPs less.")
    left, right = st.columns([1, 1], gap="medium")
    with left:
        figure = plot_exon_intron(frame, selected=rbp, dark=shell.is_dark())
        _show_chart(figure, "exon_intron_chart", "Effect in exons less effect in introns of SR proteins and hnRNPs")
    with right:
        _show_table(frame)


def _show_table(frame: pd.DataFrame) -> None:
    number = st.column_config.NumberColumn
    columns: dict[str, Any] = {
        "rbp": "protein",
        "difference": number("exons − introns", format="%.2e"),
        "expected": "expected",
        "met": "met",
        "seeds_met": number("seeds", format="percent", help="Share of seeds with the expected sign."),
        "published_exception": number("paper", format="%+.4f", help="Difference in the paper, where it names the protein as an exception."),
    }
    shown = frame[["rbp", "difference", "expected", "met", "seeds_met", "published_exception"]]
    st.dataframe(
        shown,
        hide_index=True,
        height=500,
        column_config=columns,
        key="expectation_table",
        on_select=lambda: _take_row(shown.rbp.tolist()),
        selection_mode="single-row",
    )


def _take_row(names: list[str]) -> None:
    rows = st.session_state["expectation_table"]["selection"]["rows"]
    if rows and rows[0] < len(names):
        state.choose_rbp(names[rows[0]])


def _show_chart(figure: Any, key: str, words: str) -> None:
    st.plotly_chart(figure, theme=None, key=key, on_select=lambda: _take_point(key), selection_mode="points", config=_CONFIG, alt=words)


def _take_point(key: str) -> None:
    for point in st.session_state[key]["selection"]["points"]:
        data = point.get("customdata")
        first = data[0] if isinstance(data, list | tuple) and data else data.get("0") if isinstance(data, dict) else None
        if isinstance(first, str):
            state.choose_rbp(first)
            return


def _show_about(found: list[Found], choice: Choice) -> None:
    models = [model for one in found for model in one.rna_map.models]
    facts = {
        "Data": "; ".join(f"{TITLES[one.motifs]}: {one.genes} genes, {one.data}" for one in found),
        "Map": "each motif site within 100 nt of an annotated splice site of probability 0.1 to 0.9 is knocked out; sum of changes of the "
        "probability at an offset, divided by the motif sites at all offsets: effect and position together",
        "Sign": "above zero, red: the motif supports the site, without it the site is less probable",
        "Scale": "each row divided by the 99th percentile of its absolute values over both panels, cut at -1 and 1"
        if choice.view.scale == "scaled"
        else "as computed",
        "Smoothing": "none" if not choice.view.radius else f"moving average over {2 * choice.view.radius + 1} nt, display only",
        "Coordinates": "offsets in transcript orientation; 0 is the first base of the exon (acceptor) or its last (donor)",
    }
    flags = "--genes my_genes.fa --annotation my_exons.tsv"
    splicing_about.show_about(models, facts, [f"rbpviz rnamap {' '.join(one.rna_map.models)} {flags} -o out" for one in found])
