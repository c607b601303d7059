"""The chosen gene on a page: what it is, an input strip to choose another one, its transcript and exon. One choice for the whole app."""

import re
from dataclasses import replace

import streamlit as st

from rbpviz.errors import RbpvizError
from rbpviz.genes.model import GeneModel, Transcript
from rbpviz.ui import cache, gene_box, gene_state, shell, state
from rbpviz.ui.gene_state import GeneChoice
from rbpviz.ui.words import shorten
from rbpviz.workflows.gene_library import find_example

__all__ = ["GeneChoice", "current_gene", "show_gene_picker"]

_REGION = re.compile(r"\s*([\d,]{1,11})\s*[-\u2013:]\s*([\d,]{1,11})\s*")


def current_gene() -> tuple[GeneModel, GeneChoice] | None:
    """Return the chosen gene with a choice that fits it, or None where none is chosen or it cannot be read.

    Returns
    -------
    tuple of (GeneModel, GeneChoice) or None
        The choice's transcript is one of the gene's. Its region lies in the pre-mRNA; where there is none, its exon is one of the
        transcript's: the one that an example is about, else the first inner exon, unless another was chosen.
    """
    choice = gene_state.chosen()
    if choice is None:
        return None
    try:
        gene = cache.open_gene(choice.key)
    except RbpvizError:
        return None
    return gene, _fitting(gene, choice)


def show_gene_picker(*, key: str) -> tuple[GeneModel, GeneChoice] | None:
    """Draw the input strip: which gene, another gene, transcript and exon; return what is chosen, or None where there is no gene.

    Parameters
    ----------
    key : str
        Name of the page, for the keys of the widgets.

    Returns
    -------
    tuple of (GeneModel, GeneChoice) or None
        As `current_gene` returns it.
    """
    _tell_unreadable()
    found = current_gene()
    if found is None:
        gene_box.show_gene_box(key)
        return None
    gene, _ = found
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(":material/inbox:", width="content")
        st.text(f"{describe_gene(gene)} (from the tray)", width="content")
        gene_box.show_gene_popover("Other gene", f"{key}_more")
    return gene, show_part(*found, key)


def describe_gene(gene: GeneModel) -> str:
    """Return name, build, place, strand and length of a gene as one plain line."""
    place = str(gene.span) if gene.span else "place in the genome unknown"
    if gene.span and not gene.assembly:
        place = f"build unknown, {place}"
    return f"{shorten(gene.name, 40)}, {place}, {len(gene):,} nt"


def exon_words(transcript: Transcript, exon: int) -> str:
    """Return number, name, place (1-based in the pre-mRNA) and length of an exon, counted from 1, in words."""
    place, first = transcript.exons[exon - 1], transcript.pre_mrna.start
    called = f", called {shorten(transcript.label(exon), 20)}" if transcript.labels else ""
    return f"{exon} of {len(transcript.exons)}{called} ({place.start - first + 1:,}-{place.end - first:,}, {len(place):,} nt)"


def show_part(gene: GeneModel, choice: GeneChoice, key: str) -> GeneChoice:
    """Ask for transcript, exon and region; the widgets show what is chosen elsewhere, too."""
    transcript = gene.transcript(choice.transcript)
    names = [one.id for one in gene.transcripts]
    columns = st.columns([3, 3, 2], vertical_alignment="bottom", gap="small")
    widgets = {name: f"{key}_gene_{name}" for name in ("transcript", "exon", "region")}
    st.session_state[widgets["transcript"]] = choice.transcript
    st.session_state[widgets["exon"]] = choice.exon
    st.session_state[widgets["region"]] = f"{choice.region[0] + 1}-{choice.region[1]}" if choice.region else ""
    columns[0].selectbox(
        "Transcript",
        names,
        format_func=lambda name: f"{shorten(name, 40)}{' (principal)' if name == gene.principal.id else ''}",
        key=widgets["transcript"],
        on_change=_take_transcript,
        args=(choice, widgets["transcript"]),
        disabled=len(names) == 1,
    )
    columns[1].selectbox(
        "Exon",
        range(1, len(transcript.exons) + 1),
        format_func=lambda number: exon_words(transcript, number),
        key=widgets["exon"],
        on_change=_take_exon,
        args=(choice, widgets["exon"]),
        placeholder="Region instead",
        help="Positions are 1-based and inclusive, counted from the first base of the pre-mRNA.",
    )
    columns[2].text_input(
        "or region of the pre-mRNA",
        key=widgets["region"],
        placeholder=f"1-{len(transcript.pre_mrna):,}",
        on_change=_take_region,
        args=(choice, widgets["region"], len(transcript.pre_mrna)),
        help="First and last base, 1-based and inclusive, such as 1200-1400.",
    )
    return choice


def _fitting(gene: GeneModel, choice: GeneChoice) -> GeneChoice:
    """Return the choice with whatever the gene does not have replaced by its default."""
    names = {one.id for one in gene.transcripts}
    name = choice.transcript if choice.transcript in names else gene.principal.id
    transcript = gene.transcript(name)
    if choice.region is not None and choice.region[1] <= len(transcript.pre_mrna):
        return replace(choice, transcript=name, exon=None)
    exon = choice.exon if choice.exon is not None and choice.exon <= len(transcript.exons) else _first_exon(choice.key, transcript)
    return replace(choice, transcript=name, exon=exon, region=None)


def _first_exon(key: str, transcript: Transcript) -> int:
    example = find_example(key)
    wanted = example.exon if example is not None else 2
    return min(wanted, len(transcript.exons))


def _take_transcript(choice: GeneChoice, widget: str) -> None:
    gene_state.choose_gene(GeneChoice(choice.key, str(st.session_state[widget])))


def _take_exon(choice: GeneChoice, widget: str) -> None:
    number = st.session_state[widget]
    if isinstance(number, int):
        gene_state.choose_gene(replace(choice, exon=number, region=None))


def _take_region(choice: GeneChoice, widget: str, length: int) -> None:
    text = str(st.session_state[widget] or "")
    if not text.strip():
        gene_state.choose_gene(replace(choice, region=None))
        return
    match = _REGION.fullmatch(text)
    start, end = (int(part.replace(",", "") or 0) for part in match.groups()) if match else (0, 0)
    if not 1 <= start <= end <= length:
        st.session_state[state.GENE_PROBLEM] = (
            f"Got the region {shorten(text, 30)!r}; expected first and last base between 1 and {length:,}, such as 1200-1400."
        )
        return
    gene_state.choose_gene(replace(choice, exon=None, region=(start - 1, end)))


def _tell_unreadable() -> None:
    """Say why the last input, or the gene that is chosen, cannot be used."""
    choice = gene_state.chosen()
    if choice is not None:
        try:
            cache.open_gene(choice.key)
        except RbpvizError as error:
            shell.show_error(error)
    if st.session_state[state.GENE_PROBLEM]:
        shell.show_error(st.session_state[state.GENE_PROBLEM])
    gene_box.show_notes()
