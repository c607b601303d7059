"""The box that asks for a gene: the library, shipped examples, files, Ensembl, a genome of this machine, simulated genes."""

from collections.abc import Sequence

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from rbpviz import config
from rbpviz.errors import InputLimitError, RbpvizError
from rbpviz.genes.simulate import MAX_SEED
from rbpviz.genes.stored import GeneEntry
from rbpviz.sequences.streams import ReadLimits
from rbpviz.ui import cache, gene_state, state
from rbpviz.ui.gene_state import GeneChoice
from rbpviz.ui.words import count, literal, shorten
from rbpviz.workflows.gene_library import (
    SIMULATED_PREFIX,
    AddGenesReport,
    AddGenesRequest,
    add_genes,
    example_entries,
    find_example,
    list_genomes,
)

LIBRARY, EXAMPLES, FILES, ENSEMBL, GENOME, SIMULATED = "Library", "Examples", "Files", "Ensembl", "Genome", "Simulated"
BUILDS = ("GRCh38", "GRCh37")
NOT_STATED = "not stated"
UPLOAD_LIMITS = ReadLimits(max_record_length=config.MAX_GENE_LENGTH, max_file_bytes=config.MAX_GENE_UPLOAD_BYTES)
_SHOWN_REJECTED = 20


def show_gene_popover(label: str, place: str, *, library: bool = True, quiet: bool = True) -> None:
    """Show a button that opens the box; the box closes once a gene is chosen.

    Parameters
    ----------
    label : str
        Words of the button.
    place : str
        Name of the page, for the keys of the widgets.
    library : bool, default True
        Whether genes of the library are offered, where it has any.
    quiet : bool, default True
        Whether the button has no border.
    """
    key = f"gene_popover_{place}"
    if st.session_state[state.GENE_BOX_DONE]:
        st.session_state[key] = False
        st.session_state[state.GENE_BOX_DONE] = False
    icon = ":material/edit:" if quiet else ":material/add:"
    with st.popover(label, type="tertiary" if quiet else "secondary", icon=icon, width=160, key=key, on_change="rerun") as box:
        if box.open:
            with st.container(width=520):
                show_gene_box(place, library=library)


def show_gene_box(place: str, *, library: bool = True) -> None:
    """Ask for a gene; a chosen one goes into the tray and the page runs again.

    Parameters
    ----------
    place : str
        Name of the page, for the keys of the widgets.
    library : bool, default True
        Whether genes of the library are offered, where it has any.
    """
    listing = cache.gene_listing()
    own = library and any(find_example(entry.key) is None for entry in listing.entries)
    sources = [*([LIBRARY] if own else []), EXAMPLES, FILES, ENSEMBL, *([GENOME] if list_genomes() else []), SIMULATED]
    source = st.segmented_control("Where from", sources, default=sources[0], key=f"gene_source_{place}", required=True)
    if source == LIBRARY:
        _show_library(listing.entries, place)
    elif source == EXAMPLES:
        _show_examples(place)
    elif source == FILES:
        _show_files(place)
    elif source == ENSEMBL:
        _show_ensembl(place)
    elif source == GENOME:
        _show_genome(place)
    else:
        _show_simulated(place)


def show_notes() -> None:
    """Tell what the last request left out, and say that it was done."""
    notes = st.session_state[state.GENE_NOTES]
    if notes:
        st.info("  \n".join(notes), icon=":material/info:")


def entry_words(entry: GeneEntry) -> str:
    """Return name, build, place, strand and exons of a gene as one plain line."""
    example = find_example(entry.key)
    kind = f"example: {example.title}" if example is not None else shorten(entry.source, 50)
    return ", ".join(filter(None, (shorten(entry.name, 40), entry.place or "build and strand unknown", f"{entry.exons} exons", kind)))


def fetch(name: str, assembly: str) -> None:
    """Fetch a gene from Ensembl into the library and choose it; what goes wrong is told on the next run."""
    with st.spinner(f"Asking Ensembl for {shorten(name, 30)} ({assembly})"):
        _add(AddGenesRequest(name=name, assembly=assembly))


def _show_library(entries: Sequence[GeneEntry], place: str) -> None:
    keys = {entry.key: entry for entry in entries}
    widget = f"gene_pick_{place}"
    st.selectbox(
        "Gene",
        list(keys),
        index=None,
        format_func=lambda key: entry_words(keys[key]) if key in keys else str(key),
        placeholder="Type a symbol or choose",
        key=widget,
        on_change=_choose_picked,
        args=(widget,),
    )


def _choose_picked(widget: str) -> None:
    key = st.session_state[widget]
    if key:
        gene_state.choose_gene(GeneChoice(str(key)))
        st.session_state[widget] = None


def _show_examples(place: str) -> None:
    for entry in example_entries():
        example = find_example(entry.key)
        if example is None:
            continue
        st.button(
            example.title,
            key=f"gene_example_{place}_{example.name}",
            icon=":material/science:",
            on_click=gene_state.choose_gene,
            args=(GeneChoice(entry.key),),
        )
        st.caption(f"{literal(example.source, 300)}. {literal(example.notice, 400)}")


def _show_files(place: str) -> None:
    with st.form(f"gene_files_form_{place}", border=False):
        files = st.file_uploader(
            "GenBank or LRG XML; or FASTA with GTF, GFF3 or an exon table",
            accept_multiple_files=True,
            key=f"gene_files_{place}",
            help=f"Plain or gzip, at most {config.MAX_GENE_UPLOAD_BYTES // 1_000_000} MB unpacked. "
            "An exon table has the columns gene, transcript, start, end (1-based, inclusive).",
        )
        columns = st.columns(2)
        build = columns[0].selectbox("Build of its coordinates", (NOT_STATED, *BUILDS), key=f"gene_build_{place}")
        name = columns[1].text_input("Only this gene", key=f"gene_only_{place}", placeholder="symbol or id")
        pressed = st.form_submit_button("Read the files", icon=":material/play_arrow:")
    if pressed:
        _read(list(files or []), "" if build == NOT_STATED else str(build), str(name or "").strip())


def _show_ensembl(place: str) -> None:
    with st.form(f"gene_ensembl_{place}", border=False):
        columns = st.columns([3, 2], vertical_alignment="bottom")
        name = columns[0].text_input("Symbol or Ensembl id", key=f"gene_symbol_{place}", placeholder="SMN1 or ENSG00000172062")
        build = columns[1].segmented_control("Build", BUILDS, default=BUILDS[0], key=f"gene_ensembl_build_{place}", required=True)
        pressed = st.form_submit_button("Fetch from Ensembl", icon=":material/cloud_download:")
    st.caption("Only the name is sent; the answer is kept on this machine.")
    if pressed:
        fetch(str(name or ""), str(build))


def _show_genome(place: str) -> None:
    genomes = {genome.name: genome for genome in list_genomes()}
    with st.form(f"gene_genome_{place}", border=False):
        chosen = st.selectbox("Genome of this machine", list(genomes), key=f"gene_genome_name_{place}")
        what = st.text_input("Symbol, id or place", key=f"gene_genome_what_{place}", placeholder="SMN1 or chr5:70247724-70247818(+)")
        bed = st.file_uploader("or the first place of a BED file", key=f"gene_bed_{place}")
        pressed = st.form_submit_button("Open", icon=":material/play_arrow:")
    if pressed and chosen:
        genome = genomes[str(chosen)]
        text = str(what or "")
        try:
            if bed is not None and not text.strip():
                text = first_place(bed)
            with st.spinner(f"Reading {shorten(genome.name, 40)}"):
                _add(AddGenesRequest(name=text, genome=genome.fasta, annotation=genome.annotation, assembly=genome.assembly))
        except RbpvizError as error:
            _tell(str(error))


def first_place(file: UploadedFile) -> str:
    """Return the first place of an uploaded BED file as people write it; raises where it has none."""
    from rbpviz.genes.genome import read_bed

    check_sizes([file])
    locus = next(read_bed((file.name, file)), None)
    return "" if locus is None else str(locus)


def _show_simulated(place: str) -> None:
    seed = st.number_input(
        "Seed",
        0,
        MAX_SEED,
        7,
        key=f"gene_seed_{place}",
        help="The same seed gives the same gene. Its enhancers, silencers and sites are listed.",
    )
    st.button(
        "Make a simulated gene",
        key=f"gene_simulate_{place}",
        icon=":material/casino:",
        on_click=gene_state.choose_gene,
        args=(GeneChoice(f"{SIMULATED_PREFIX}{seed}"),),
    )
    st.caption("Drawn from a documented generator; no organism has it, and every page says so.")


def check_sizes(files: Sequence[UploadedFile]) -> None:
    """Raise `InputLimitError` for a file that is larger than the app takes."""
    for file in files:
        if file.size > config.MAX_GENE_UPLOAD_BYTES:
            limit = config.MAX_GENE_UPLOAD_BYTES // 1_000_000
            raise InputLimitError(
                f"The file {shorten(file.name, 40)!r} is larger than {limit} MB; cut out the gene, or use the command line."
            )


def _read(files: Sequence[UploadedFile], build: str, name: str) -> None:
    """Put the genes of uploaded files into the library and choose the first of them."""
    if not 1 <= len(files) <= 2:
        _tell(f"Got {count(len(files), 'file')}; expected one (GenBank, LRG XML) or two (FASTA and its exons).")
        return
    try:
        check_sizes(files)
    except RbpvizError as error:
        _tell(str(error))
        return
    first, *rest = [(shorten(file.name, 100), file) for file in files]
    request = AddGenesRequest(name=name, source=first, annotation=rest[0] if rest else None, assembly=build, limits=UPLOAD_LIMITS)
    with st.spinner("Reading the files"):
        _add(request)


def _add(request: AddGenesRequest) -> None:
    """Put genes into the library, choose the first one, and run the page again."""
    try:
        report = add_genes(request)
    except RbpvizError as error:
        _tell(str(error))
        return
    first = report.entries[0]
    gene_state.choose_gene(GeneChoice(first.key, report.transcript, region=report.region))
    st.session_state[state.GENE_NOTES] = _notes(report)
    st.rerun()


def _notes(report: AddGenesReport) -> tuple[str, ...]:
    """Return what to tell about a report, as Markdown lines; empty where one gene was read and nothing was left out."""
    if len(report.entries) == 1 and not report.rejected:
        return ()
    words = f"{count(len(report.entries), 'gene')} added to the library; {literal(report.entries[0].name)} is chosen."
    left_out = [f"Left out: {literal(one.reason, 300)}" for one in report.rejected[:_SHOWN_REJECTED]]
    more = len(report.rejected) - len(left_out)
    return (words, *left_out, *([f"and {more} more."] if more else []))


def _tell(problem: str) -> None:
    st.session_state[state.GENE_PROBLEM] = problem
    st.session_state[state.GENE_NOTES] = ()
    st.rerun()
