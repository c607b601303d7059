"""What the landscape page works on: the gene in the tray with its exon or region, or a pasted sequence; which models; which run."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

import streamlit as st

from rbpviz.plots.landscape_geometry import AxisMode
from rbpviz.results.cards import ModelCard
from rbpviz.ui import cache, choices, gene_choice, gene_state, inputs, links, shell, state, tray
from rbpviz.ui import landscape_state as own
from rbpviz.ui.landscape_cache import Wanted, view_key
from rbpviz.ui.words import count, shorten

if TYPE_CHECKING:
    from rbpviz.workflows.landscape_subject import Subject

GENE, SEQUENCE = "gene", "sequence"
RUNS = {"full": "Full window", "short": "Short, as in the paper"}
AXES = {"transcript": "pre-mRNA", "offset": "from acceptor and donor", "genome": "genome"}
FAMILIES = ("lssi", "sam-fm", "sam-am")
FAMILY_LABELS = {"lssi": "Splice sites alone", "sam-fm": "Fixed motifs", "sam-am": "Adjusted motifs"}
LONGEST = 2_000
"""Longest region, nt; the same as `interpret.landscapes.MAX_REGION`, which is not imported before it is needed."""
NO_MODEL = "There is no SAM model in the checkpoints folder; fetch the project again, or set RBPVIZ_CHECKPOINTS to a folder that has some."

Asked = tuple["Subject", dict[str, object], str, str]
"""Pre-mRNA; exon or region; id of the gene or input; options of the command line."""


def ask() -> Wanted | None:
    """Show the input strip and return what to show, or None where there is nothing yet (the page then says what it would show)."""
    cards = _cards()
    if not any(card.channels for card in cards):
        shell.show_error(NO_MODEL)
        return None
    columns = st.columns([2.3, 7.7], gap="small")
    with columns[0]:
        source = _source()
    with columns[1]:
        asked = _ask_gene() if source == GENE else _ask_sequence()
    if asked is None:
        return None
    subject, part, owner, command = asked
    return _wanted(subject, part, owner, cards=cards, command=command)


def choose_axis(offered: tuple[AxisMode, ...]) -> None:
    """Let the reader choose what is written at the position axis."""
    st.session_state[own.AXIS_KEY] = chosen_axis(offered)
    st.segmented_control(
        "Position axis", offered, format_func=lambda mode: AXES[mode], key=own.AXIS_KEY, persist_state="session", required=True
    )


def choose_run() -> None:
    """Let the reader choose how much of the pre-mRNA the models read."""
    st.session_state.setdefault(own.RUN_KEY, "full")
    st.segmented_control(
        "What the models read",
        list(RUNS),
        format_func=lambda name: RUNS[name],
        key=own.RUN_KEY,
        persist_state="session",
        required=True,
        help="Full: a window of 5,000 nt around the region. Short: the region with 200 nt on either side, as in the paper's figure.",
    )


def chosen_axis(offered: tuple[AxisMode, ...]) -> AxisMode:
    """Return what is written at the position axis."""
    wanted = st.session_state.get(own.AXIS_KEY)
    return next((mode for mode in offered if mode == wanted), offered[0])


def link_values(wanted: Wanted) -> dict[str, str | int]:
    """Return what a link to this gene or sequence carries: ids and numbers."""
    if st.session_state.get(own.SOURCE_KEY, GENE) == GENE:
        return dict(gene_state.link_values(gene_state.chosen()))
    return {own.SOURCE_KEY: SEQUENCE, links.INPUT: wanted.owner, links.RECORD: int(st.session_state[state.RECORD]) + 1}


def _source() -> str:
    """Ask whether a gene or a sequence is looked at; what is in the tray decides first."""
    st.session_state.setdefault(own.SOURCE_KEY, SEQUENCE if gene_state.chosen() is None and state.input_id() is not None else GENE)
    chosen = st.segmented_control(
        "Look at",
        [GENE, SEQUENCE],
        format_func=lambda name: {GENE: "Gene", SEQUENCE: "Sequence"}[name],
        key=own.SOURCE_KEY,
        persist_state="session",
        label_visibility="collapsed",
        required=True,
    )
    return str(chosen or GENE)


def _ask_gene() -> Asked | None:
    from rbpviz.workflows.landscape_subject import gene_subject

    found = gene_choice.show_gene_picker(key="landscape")
    if found is None:
        return None
    gene, choice = found
    part: dict[str, object] = {"region": choice.region} if choice.region else {"exon": choice.exon}
    where = f"--region {choice.region[0]}-{choice.region[1]}" if choice.region else f"--exon {choice.exon}"
    return gene_subject(gene, choice.transcript), part, choice.key, f"{choice.key} --transcript {shorten(choice.transcript, 40)} {where}"


def _ask_sequence() -> Asked | None:
    """Take the chosen record of the tray, or ask for sequences."""
    from rbpviz.workflows.landscape_subject import record_subject

    loaded = inputs.loaded_input()
    if loaded is None:
        _show_box("landscape")
        return None
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(":material/inbox:", width="content")
        st.text(f"{shorten(loaded.title, 90)} ({count(len(loaded.records), 'record')}, from the tray)", width="content")
        with st.popover("Other sequences", type="tertiary", icon=":material/edit:", width=160):
            _show_box("landscape_more")
    columns = st.columns([2, 3, 3], vertical_alignment="bottom", gap="small")
    with columns[0]:
        record = loaded.records[choices.choose_record(loaded)]
    subject = record_subject(record)
    with columns[1]:
        part = _choose_part(subject)
    if part is None:
        return None
    where = "--exon 1" if "exon" in part else "--region {}-{}".format(*cast(tuple[int, int], part["region"]))
    return subject, part, loaded.id, f"sequence.fa {where}"


def _choose_part(subject: "Subject") -> dict[str, object] | None:
    """Return the marked exon, or the part of a sequence that is asked for."""
    length = len(subject.sequence)
    first = "exon" if subject.exons else f"1-{min(length, LONGEST)}"
    text = st.text_input(
        "Part of the sequence",
        value="",
        placeholder=f"{first} of {length:,} nt",
        key=own.SEQUENCE_REGION,
        bind="query-params",
        help="First and last base, 1-based and inclusive, such as 101-400; empty for the marked exon with 100 nt on either side.",
    )
    if not (text or "").strip():
        return {"exon": 1} if subject.exons else {"region": (0, min(length, LONGEST))}
    start, _, end = str(text).replace(" ", "").replace(",", "").partition("-")
    if start.isdecimal() and end.isdecimal() and len(start + end) < 16 and 1 <= int(start) <= int(end) <= length:
        return {"region": (int(start) - 1, int(end))}
    shell.show_error(f"Got the part {shorten(str(text), 30)!r}; expected first and last base between 1 and {length:,}, such as 101-400.")
    return None


def _show_box(place: str) -> None:
    before = state.input_id()
    inputs.show_input_box(place, height=120, action="Read")
    if inputs.show_pending() or state.input_id() != before:
        st.rerun()
    st.caption("Upper case inside lower-case flanks marks an exon: acceptor at its first base, donor at its last one.")


def _cards() -> tuple[ModelCard, ...]:
    """Return the models of the panels: of each family the chosen one, else `human`, else the first."""
    shelf = cache.shelf().splicing
    found = []
    for family in FAMILIES:
        names = offered(family)
        if names:
            chosen = st.session_state.get(f"landscape_{family}")
            found.append(shelf[chosen if chosen in names else names[0]])
    return tuple(found)


def offered(family: str) -> list[str]:
    """Return the model ids of a family, `human` first; those with binary sites, which are made for RNA maps, last."""
    names = [name for name in cache.shelf().splicing if name.startswith(f"{family}/")]
    return sorted(names, key=lambda name: ("binary" in name, name != f"{family}/human", name))


def choose_models() -> None:
    """Let the reader choose a model of each family."""
    for family in FAMILIES:
        names = offered(family)
        if names:
            st.selectbox(FAMILY_LABELS[family], names, key=f"landscape_{family}", persist_state="session")


def _wanted(subject: "Subject", part: Mapping[str, object], owner: str, *, cards: tuple[ModelCard, ...], command: str) -> Wanted:
    from rbpviz.workflows.landscape import LandscapeRequest

    device = cache.resolved_device(tray.chosen_device())
    run = "short" if st.session_state.get(own.RUN_KEY) == "short" else "full"
    request = LandscapeRequest(**part, models=tuple(card.id for card in cards), run=run, device=device)  # type: ignore[arg-type]
    options = f"{command}{' --short' if run == 'short' else ''}"
    return Wanted(subject, request, owner, view_key(subject, request, cards), cards, options)
