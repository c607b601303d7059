"""The chosen gene in the tray: name, build, strand and part, in sight on every page."""

import streamlit as st

from rbpviz.errors import RbpvizError
from rbpviz.genes.flags import GeneFlagKind
from rbpviz.ui import cache, gene_state, shell
from rbpviz.ui.gene_choice import current_gene
from rbpviz.ui.words import flag_label, literal
from rbpviz.workflows.gene_library import gene_place

_TOLD = (GeneFlagKind.SIMULATED, GeneFlagKind.EDITED, GeneFlagKind.EXCERPT)
"""What a reader must not forget on any page."""


def show_gene() -> None:
    """Say which gene is chosen, with its build and strand; clearing it is one click and can be undone."""
    choice = gene_state.chosen()
    if choice is None:
        before = gene_state.cleared()
        if before is not None:
            st.button(
                "Undo clearing the gene",
                key="tray_gene_undo",
                icon=":material/undo:",
                on_click=gene_state.choose_gene,
                args=(before,),
                type="tertiary",
            )
        return
    try:
        cache.open_gene(choice.key)
    except RbpvizError as error:
        shell.show_error(error)
    found = current_gene()
    if found is not None:
        gene, fitting = found
        transcript = gene.transcript(fitting.transcript)
        if fitting.region is not None:
            part = f"{fitting.region[0] + 1:,}–{fitting.region[1]:,} of the pre-mRNA"
        else:
            part = f"exon {transcript.label(fitting.exon or 1)}"
        st.markdown(f"**{literal(gene.name, 30)}, {literal(part, 40)}**")
        lines = [literal(gene_place(gene), 90), f"transcript: {literal(transcript.id, 40)}"]
        notes = [flag_label(flag.kind.value) for flag in gene.flags if flag.kind in _TOLD]
        lines += [f"note: {', '.join(notes)}"] if notes else []
        st.caption("  \n".join(lines))
    st.button("Clear gene", key="tray_gene_clear", icon=":material/close:", on_click=gene_state.choose_gene, args=(None,), type="tertiary")
