"""The table of the gene library: search, choose, remove and bring back."""

import pandas as pd
import streamlit as st

from rbpviz.errors import RbpvizError
from rbpviz.export.tables import table_bytes
from rbpviz.genes.library import GeneLibrary, is_key, search_entries
from rbpviz.genes.stored import GeneEntry
from rbpviz.ui import cache, downloads, gene_box, gene_state, shell, state
from rbpviz.ui.downloads import Offer
from rbpviz.ui.gene_state import GeneChoice
from rbpviz.ui.words import count, flag_label, literal, shorten
from rbpviz.workflows.gene_library import entries_frame, find_example

SEARCH = "search"
"""Widget; also the name in the address."""
UNDO = "gene_removed"
"""Key of the gene that was removed last in this session."""
SHOWN = 1_000
_HEIGHT = 250
_FEW = 6


def show_strip() -> str:
    """Show the search box and the box that adds genes; return what is searched for."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        text = st.text_input(
            "Search the library",
            key=SEARCH,
            bind="query-params",
            placeholder="Symbol, id or older name",
            icon=":material/search:",
            width=360,
        )
        gene_box.show_gene_popover("Add a gene", "genes_page", library=False, quiet=False)
    _show_undo()
    return str(text or "").strip()


def show_library(text: str) -> None:
    """Show the table of the genes that a text finds; a click chooses one of them.

    Parameters
    ----------
    text : str
        As `show_strip` returns it.
    """
    listing = cache.gene_listing()
    found = search_entries(listing.entries, text)
    for problem in listing.problems[:5]:
        shell.show_error(problem)
    if not found:
        _show_nothing(text)
        return
    _show_table(found)


def library_rows(entries: list[GeneEntry]) -> pd.DataFrame:
    """Return a row per gene for the page."""
    return pd.DataFrame(
        {
            "gene": [entry.name for entry in entries],
            "build": [entry.assembly or "unknown" for entry in entries],
            "place": [entry.place.removeprefix(entry.assembly).strip() or "unknown" for entry in entries],
            "strand": [entry.strand or "unknown" for entry in entries],
            "length": [entry.length for entry in entries],
            "exons": [entry.exons for entry in entries],
            "transcripts": [entry.transcripts for entry in entries],
            "notes": [[*(["example"] if find_example(entry.key) else []), *map(flag_label, entry.flags)] for entry in entries],
            "source": [entry.source for entry in entries],
        }
    )  # fmt: skip


def remove_gene(key: str) -> None:
    """Take a gene out of the library; it can be brought back."""
    try:
        GeneLibrary().remove(key)
    except RbpvizError as error:
        st.session_state[state.GENE_PROBLEM] = str(error)
        return
    st.session_state[UNDO] = key
    gene_state.choose_gene(None)
    st.session_state[state.CLEARED_GENE] = None


def _restore(key: str) -> None:
    st.session_state[UNDO] = None
    try:
        GeneLibrary().restore(key)
    except RbpvizError as error:
        st.session_state[state.GENE_PROBLEM] = str(error)
        return
    gene_state.choose_gene(GeneChoice(key))


def _show_undo() -> None:
    key = st.session_state.get(UNDO)
    if isinstance(key, str) and is_key(key):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption("The gene was removed from the library.", width="content")
            st.button("Undo removing", key="gene_restore", icon=":material/undo:", type="tertiary", on_click=_restore, args=(key,))


def _show_nothing(text: str) -> None:
    """Say that the search found nothing, and offer to ask Ensembl."""
    st.caption(f"No gene of the library begins with {literal(text, 40)}.")
    for build in gene_box.BUILDS:
        if st.button(f"Ask Ensembl for {shorten(text, 30)} in {build}", key=f"gene_ask_{build}", icon=":material/cloud_download:"):
            gene_box.fetch(text, build)


def _show_table(found: list[GeneEntry]) -> None:
    entries = found[:SHOWN]
    rows = library_rows(entries)
    with shell.heading("Library"):
        offer = Offer("Table (TSV)", "tsv", lambda: table_bytes(entries_frame(found), comment=["gene library; places: 1-based, inclusive"]))
        downloads.show_menu("gene_table", "gene library", [offer])
    shown = f"The first {SHOWN:,} of {len(found):,} genes." if len(found) > SHOWN else f"{count(len(found), 'gene')}."
    st.caption(f"{shown} A click on the box before a row chooses the gene for all pages. Places are 1-based and inclusive.")
    keys = [entry.key for entry in entries]
    choice = gene_state.chosen()
    chosen = keys.index(choice.key) if choice is not None and choice.key in keys else None
    widget = f"gene_rows_{hash((tuple(keys), chosen))}"
    number, words = st.column_config.NumberColumn, st.column_config.TextColumn
    st.dataframe(
        rows,
        hide_index=True,
        key=widget,
        height="auto" if len(rows) <= _FEW else _HEIGHT,
        selection_mode="single-row",
        selection_default={"selection": {"rows": [chosen]}} if chosen is not None else None,
        on_select=lambda: _take_row(widget, keys),
        column_config={
            "gene": words(width=90),
            "build": words(width=75),
            "place": words(width=210),
            "strand": words(width=60, help="The strand of the genome that the gene reads; its sequence is shown 5′ to 3′ in any case."),
            "length": number("length (nt)", width=90),
            "exons": number(width=60, help="Exons of the principal transcript."),
            "transcripts": number(width=90),
            "notes": st.column_config.ListColumn(width=170, help="Where it was chosen, the page says what each note means."),
            "source": words(width=380),
        },
    )


def _take_row(widget: str, keys: list[str]) -> None:
    rows = st.session_state[widget]["selection"]["rows"]
    if rows and rows[0] < len(keys):
        gene_state.choose_gene(GeneChoice(keys[rows[0]]))
