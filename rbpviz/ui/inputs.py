"""Input boxes: paste, upload and example; what could not be read is told record by record."""

from collections.abc import Sequence

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from rbpviz.errors import RbpvizError
from rbpviz.examples import EXAMPLES, Example
from rbpviz.sequences.records import Source, as_records
from rbpviz.sequences.streams import ReadLimits
from rbpviz.types import RejectedRecord
from rbpviz.ui import cache, shell, state, stored
from rbpviz.ui.stored import StoredInput
from rbpviz.ui.words import count, literal, shorten

MAX_RECORDS = 200_000
"""Most records of one input in the app; the command line takes any number."""
SHOWN_REJECTED = 100
_PLACEHOLDER = ">my_rna\nGGGAUUACUAACUUAUCUACUAACUAGCAAACCC\n\nor a bare sequence; U or T, one sequence a line"


def show_input_box(place: str, *, height: int, action: str) -> None:
    """Ask for sequences: a box to paste into, files, and one example.

    Parameters
    ----------
    place : str
        Name of the page, for the keys of the widgets.
    height : int
        Height of the box in px.
    action : str
        Label of the button.
    """
    with st.form(f"input_{place}", border=False):
        text = st.text_area(
            "Paste one or more RNA sequences",
            key=f"{state.PASTE}_{place}",
            height=height,
            placeholder=_PLACEHOLDER,
            persist_state="session",
            help="FASTA or bare sequences. Upper case inside lower-case flanks marks the measured region (viewpoint).",
        )
        files = st.file_uploader(
            "or drop FASTA files (plain or gzip)",
            accept_multiple_files=True,
            key=f"files_{place}",
        )
        pressed = st.form_submit_button(action, type="primary", icon=":material/play_arrow:")
    if pressed:
        read_input(str(text or ""), list(files or []))
    if st.session_state[state.PROBLEM]:
        shell.show_error(st.session_state[state.PROBLEM])


def show_examples(place: str, *, button: str = "") -> None:
    """Show a button for each example with its source and what to notice; `button` is its label, else the example's question."""
    for example in EXAMPLES.values():
        if st.button(button or example.title, key=f"example_{place}_{example.name}", icon=":material/science:"):
            load_example(example)
            st.switch_page(shell.RESPONSE)
        st.caption(f"{example.source}. {example.notice}")


def load_example(example: Example) -> None:
    """Put an example into the tray, with the model that it is about where there is one."""
    state.load_input(stored.example_id(example.name))
    if example.model in cache.shelf().cards:
        st.session_state[state.MODEL] = example.model


def read_input(text: str, files: Sequence[UploadedFile]) -> None:
    """Read what was pasted and uploaded; a clean input goes straight into the tray, one with rejected records waits for a word."""
    rejected: list[RejectedRecord] = []
    sources: list[Source] = [*([text] if text.strip() else []), *((file.name, file) for file in files)]
    st.session_state[state.PENDING] = None
    st.session_state[state.PROBLEM] = ""
    if not sources:
        st.session_state[state.PROBLEM] = "Got no sequence; paste at least one, drop a file, or load the example."
        return
    try:
        records = as_records(sources, limits=ReadLimits(max_records=MAX_RECORDS), rejected=rejected)
    except RbpvizError as error:
        st.session_state[state.PROBLEM] = str(error)
        return
    if not records:
        st.session_state[state.PROBLEM] = _nothing_left(rejected)
        return
    kept = stored.save_input(_title(text, files), records, rejected)
    if rejected:
        st.session_state[state.PENDING] = kept.id
    else:
        state.load_input(kept.id)


def show_pending() -> bool:
    """Show an input that waits for a word: its good records, its rejected ones with their sentences; return whether it was accepted now."""
    wanted = st.session_state[state.PENDING]
    pending = cache.open_input(wanted) if wanted else None
    if pending is None:
        return False
    with st.container(border=True):
        left_out = len(pending.rejected)
        st.markdown(f"**{count(len(pending.records), 'record')} can be used, {count(left_out, 'record')} cannot.**")
        show_rejected(pending)
        with st.container(horizontal=True):
            accept = st.button(f"Use the {count(len(pending.records), 'good record')}", type="primary", key="use_good")
            st.button("Drop this input", key="drop_pending", on_click=st.session_state.__setitem__, args=(state.PENDING, None))
    if accept:
        state.load_input(pending.id)
    return accept


def show_rejected(loaded: StoredInput) -> None:
    """Show the records that could not be read, each with its sentence."""
    lines = [f"- {literal(r.reason, 600)} (number {r.ordinal:,} of its source)" for r in loaded.rejected[:SHOWN_REJECTED]]
    with st.container(height="content" if len(lines) <= 6 else 220, border=False):
        st.markdown("\n".join(lines))
    if len(loaded.rejected) > SHOWN_REJECTED:
        st.caption(f"The first {SHOWN_REJECTED} of {len(loaded.rejected):,} are shown.")


def show_strip(place: str) -> StoredInput | None:
    """Say what a page works on, taken from the tray, and let the reader give something else; return the input, or None where there is none.

    Parameters
    ----------
    place : str
        Name of the page, for the keys of the widgets.

    Returns
    -------
    StoredInput or None
    """
    loaded = loaded_input()
    if loaded is None:
        _show_own_box(place)
        return None
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(":material/inbox:", width="content")
        st.text(f"{shorten(loaded.title, 90)} ({count(len(loaded.records), 'record')}, from the tray)", width="content")
        with st.popover("Other sequences", type="tertiary", icon=":material/edit:", width=160):
            _show_own_box(f"{place}_more")
    return loaded


def _show_own_box(place: str) -> None:
    """Let a page take its own input; runs the page again once there is one."""
    before = state.input_id()
    show_input_box(place, height=120, action="Run")
    if show_pending() or state.input_id() != before:
        st.rerun()
    show_examples(place, button="Load the example")


def loaded_input() -> StoredInput | None:
    """Return what is in the tray."""
    wanted = state.input_id()
    return cache.open_input(wanted) if wanted else None


def _nothing_left(rejected: Sequence[RejectedRecord]) -> str:
    first = rejected[0].reason if rejected else "Got no sequence."
    more = f" ({count(len(rejected) - 1, 'further record')} cannot be read either.)" if len(rejected) > 1 else ""
    return first + more


def _title(text: str, files: Sequence[UploadedFile]) -> str:
    names = [shorten(file.name, 40) for file in files]
    if text.strip():
        names.insert(0, "pasted sequences")
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more files" if len(names) > 3 else "")
