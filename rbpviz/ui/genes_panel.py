"""The chosen gene on its page: what it is, its exons drawn, its transcripts, a table, and where it comes from."""

from typing import Any

import streamlit as st

from rbpviz import __version__
from rbpviz.errors import RbpvizError
from rbpviz.export.figures import Saveable
from rbpviz.export.tables import table_bytes
from rbpviz.genes.library import is_key
from rbpviz.genes.model import GeneModel
from rbpviz.plots.genes import GeneSelection, plot_gene
from rbpviz.plots.genes_axis import Introns
from rbpviz.results.genes import GenePicture
from rbpviz.ui import cache, downloads, gene_box, gene_choice, gene_state, genes_table, shell, state
from rbpviz.ui.downloads import Offer
from rbpviz.ui.gene_state import GeneChoice
from rbpviz.ui.words import flag_label, literal
from rbpviz.workflows.gene_library import exon_frame, find_example, gene_lines, gene_place, picture_gene

INTRONS = "introns"
"""Widget: how introns are drawn; also its name in the address."""
_INTRON_WORDS = {"to scale": "scale", "shortened": "short"}
_CONFIG = {"displaylogo": False, "modeBarButtonsToRemove": ["select2d", "lasso2d", "toImage"]}
_PICTURE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 110" width="640" height="110">
<path d="M20 55 H620" stroke="#7A8894" stroke-width="2"/>
<g fill="#0B6FA4"><rect x="20" y="38" width="70" height="34"/><rect x="180" y="38" width="36" height="34"/>
<rect x="470" y="38" width="48" height="34"/><rect x="560" y="38" width="60" height="34"/></g>
<rect x="310" y="38" width="44" height="34" fill="#C77A0E"/>
<path d="M332 10 v20 m-6 -8 l6 8 l6 -8" stroke="#C77A0E" fill="none" stroke-width="2.5"/></svg>"""


def show_problems() -> None:
    """Tell why the last gene could not be read, why the chosen one cannot, and what was left out."""
    choice = gene_state.chosen()
    if choice is not None:
        try:
            cache.open_gene(choice.key)
        except RbpvizError as error:
            shell.show_error(error)
    if st.session_state[state.GENE_PROBLEM]:
        shell.show_error(st.session_state[state.GENE_PROBLEM])
    gene_box.show_notes()


def show_gene() -> None:
    """Show the chosen gene, or what the page will show."""
    found = gene_choice.current_gene()
    if found is None:
        _show_empty()
        return
    gene, choice = found
    picture = picture_gene(gene)
    selection = GeneSelection(choice.transcript, choice.exon, choice.region)
    with shell.heading(literal(gene.name, 40)):
        introns = _choose_introns()
        downloads.show_menu(
            f"gene_{choice.key}", f"{gene.name} exons", _offers(gene, picture, selection, introns), link=gene_state.link_values(choice)
        )
        if is_key(choice.key):
            st.button("Remove", key="gene_remove", icon=":material/delete:", on_click=genes_table.remove_gene, args=(choice.key,))
        if st.button("Open in Regulatory landscape", key="gene_to_landscape", icon=":material/landscape:", type="primary"):
            st.switch_page(shell.LANDSCAPE)
    _show_badges(gene)
    _show_example(choice)
    figure = plot_gene(picture, selection, introns=introns, dark=shell.is_dark())
    key = f"gene_chart_{choice.key}_{introns}"
    st.plotly_chart(
        figure, theme=None, key=key, on_select=lambda: _take_exon(key, picture, choice.key), selection_mode="points", config=_CONFIG,
        alt=f"Exons of {len(gene.transcripts)} transcripts",
    )  # fmt: skip
    gene_choice.show_part(gene, choice, "genes_page")
    _show_exons(gene, choice)
    _show_about(gene, choice)


def _show_empty() -> None:
    st.image(_PICTURE, alt="Sketch of a gene with five exons, one of them chosen")
    st.caption(
        "Exons and introns of a gene, drawn to scale, with build, strand and what is known of it. The gene goes with you to all pages."
    )
    st.button(
        "Load the example",
        key="gene_load_example",
        icon=":material/science:",
        on_click=gene_state.choose_gene,
        args=(GeneChoice("example-smn2"),),
    )


def _choose_introns() -> Introns:
    chosen = st.segmented_control(
        "Introns", list(_INTRON_WORDS), default="to scale", key=INTRONS, bind="query-params", required=True, label_visibility="collapsed",
        help="Introns to scale, or stretches without exons shortened so that exons can be told apart.", persist_state="session",
    )  # fmt: skip
    return "short" if _INTRON_WORDS.get(str(chosen)) == "short" else "scale"


def _show_badges(gene: GeneModel) -> None:
    """Show build and strand, and what is odd; hovering tells the meaning."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        known = gene.span is not None
        st.badge(gene.assembly or "build unknown", icon=":material/database:", color="blue" if gene.assembly else "orange")
        st.badge(f"{gene.strand} strand" if known else "strand unknown", icon=":material/swap_horiz:", color="blue" if known else "orange")
        if gene.split:
            words = (
                "Our splicing models have learned from this gene."
                if gene.split == "train"
                else "Our splicing models have not learned from this gene."
            )
            st.badge({"valid": "validation"}.get(gene.split, gene.split) + " set", icon=":material/school:", color="gray", help=words)
        for flag in gene.flags:
            simulated = flag.kind.value == "simulated"
            st.badge(
                flag_label(flag.kind.value), icon=":material/flag:", color="red" if simulated else "orange", help=literal(str(flag), 300)
            )  # fmt: skip
        place = f"{literal(gene_place(gene), 120)} (1-based, inclusive), " if known else ""
        st.caption(f"{place}{len(gene):,} nt", width="content")


def _show_example(choice: GeneChoice) -> None:
    example = find_example(choice.key)
    if example is not None:
        st.markdown(literal(example.notice, 500))


def _show_exons(gene: GeneModel, choice: GeneChoice) -> None:
    frame = exon_frame(gene, choice.transcript)
    rows = frame.drop(columns=["transcript", "chromosome", "strand"])
    for name in ("start", "genome_start"):
        rows[name] = [None if value is None else value + 1 for value in rows[name]]
    rows = rows.astype(dict.fromkeys(("exon", "start", "end", "length", "intron_after", "genome_start", "genome_end"), "Int64"))
    with shell.heading("Exons"):
        offer = Offer("Table (TSV)", "tsv", lambda: table_bytes(exon_frame(gene), comment=gene_lines(gene)))
        downloads.show_menu(f"exons_{choice.key}", f"{gene.name} exon table", [offer])
    st.caption("Places of this table are 1-based and inclusive; start and end count from the first base of the pre-mRNA.")
    number = st.column_config.NumberColumn
    widget = f"exon_rows_{choice.key}_{choice.transcript}_{choice.exon}"
    st.dataframe(
        rows, hide_index=True, key=widget, height="auto" if len(rows) <= 10 else 300, selection_mode="single-row",
        selection_default={"selection": {"rows": [choice.exon - 1]}} if choice.exon is not None else None,
        on_select=lambda: _take_exon_row(widget, choice),
        column_config={"length": number("length (nt)"), "intron_after": number("intron after (nt)"), "name": "called",
                       "genome_start": number("genome start", format="%d"), "genome_end": number("genome end", format="%d")},
    )  # fmt: skip


def _show_about(gene: GeneModel, choice: GeneChoice) -> None:
    with st.expander("About this gene", icon=":material/info:"):
        lines = [f"- **Source**: {literal(gene.source or 'not stated', 500)}", f"- **Id**: {literal(gene.id, 100)}"]
        lines += [f"- **{flag_label(flag.kind.value)}**: {literal(str(flag), 400)}" for flag in gene.flags]
        lines += [
            f"- **{literal(e.name, 60)}**: {e.start + 1:,}–{e.end:,} of the stored sequence; {literal(e.note, 300)}"
            for e in gene.elements[:40]
        ]
        example = find_example(choice.key)
        if example is not None:
            lines += [f"- {literal(paper, 200)}" for paper in example.references]
        lines.append(
            f"- **Coordinates**: this page is 1-based and inclusive, 5′ to 3′; files are 0-based and half-open. rbpviz {__version__}"
        )
        st.markdown("\n".join(lines))
        st.caption("The same from the command line")
        st.code(f"rbpviz genes show {choice.key}", language="bash")


def _offers(gene: GeneModel, picture: GenePicture, selection: GeneSelection, introns: Introns) -> list[Offer]:
    def draw() -> Saveable:
        from rbpviz.plots.genes_paper import draw_gene

        return draw_gene(picture, selection, introns=introns)

    return [*downloads.figure_offers(draw), Offer("Table (TSV)", "tsv", lambda: table_bytes(exon_frame(gene), comment=gene_lines(gene)))]


def _take_exon(key: str, picture: GenePicture, gene_key: str) -> None:
    """Choose the exon that was clicked."""
    for point in st.session_state[key]["selection"]["points"]:
        data: Any = point.get("customdata")
        values = [data[str(i)] for i in range(2)] if isinstance(data, dict) and "1" in data else data
        if isinstance(values, list | tuple) and len(values) > 1 and isinstance(values[0], int) and values[0] < len(picture.lanes):
            gene_state.choose_gene(GeneChoice(gene_key, picture.lanes[values[0]].id, exon=int(values[1])))
            return


def _take_exon_row(widget: str, choice: GeneChoice) -> None:
    rows = st.session_state[widget]["selection"]["rows"]
    if rows:
        gene_state.choose_gene(GeneChoice(choice.key, choice.transcript, exon=int(rows[0]) + 1))
