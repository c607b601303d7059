"""The app's session state: every key, its first value, and the one selection that all pages share. Nothing is drawn here."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import streamlit as st

INPUT = "loaded_input"
"""Id of the stored input in the tray, or None."""
CLEARED = "cleared_input"
"""Id of the input that was cleared last, so that clearing can be undone."""
PENDING = "pending_input"
"""Id of an input with rejected records that waits for the user's word, or None."""
PROBLEM = "input_problem"
"""Sentence that says why the last input could not be read."""
RECORD = "chosen_record"
"""Place of the chosen record, counted from 0."""
POSITION = "chosen_position"
"""Chosen base of the chosen record, 0-based, or None."""
TABLE = "table_version"
"""Grows whenever the record is chosen elsewhere than in the table, so that the table follows."""
GENE = "chosen_gene"
"""The gene in the tray with its transcript, exon and region (`gene_state.GeneChoice`), or None."""
CLEARED_GENE = "cleared_gene"
"""The gene that was cleared last, so that clearing can be undone."""
GENE_PROBLEM = "gene_problem"
"""Sentence that says why the last gene could not be read."""
RBP = "chosen_rbp"
"""Chosen protein of the splicing pages (untrusted text: a name from a card), or None."""
GENE_NOTES = "gene_notes"
"""What the last added genes left out, as lines of Markdown."""
GENE_BOX_DONE = "gene_box_done"
"""Whether a gene was chosen since the box that asks for one was drawn, so that the box closes."""
LINK_READ = "link_was_read"
"""Whether the address that opened this session has been taken in."""

MODEL = "model"
"""Widget: model id; also the name in the address."""
DEVICE = "device"
"""Widget: where to compute."""
PAPER_MODELS = "paper"
"""Widget: whether the published configurations are offered too; also the name in the address."""
PASTE = "paste_text"
"""Widget: pasted sequences; the page's name is added."""

_FACTORIES: Mapping[str, Callable[[], object]] = MappingProxyType(
    {
        INPUT: lambda: None,
        CLEARED: lambda: None,
        PENDING: lambda: None,
        PROBLEM: str,
        RECORD: int,
        POSITION: lambda: None,
        TABLE: int,
        RBP: lambda: None,
        GENE: lambda: None,
        CLEARED_GENE: lambda: None,
        GENE_PROBLEM: str,
        GENE_NOTES: tuple,
        GENE_BOX_DONE: bool,
        LINK_READ: bool,
    }
)


def init_session() -> None:
    """Give every key its first value in a new session."""
    for key, make in _FACTORIES.items():
        if key not in st.session_state:
            st.session_state[key] = make()


def input_id() -> str | None:
    """Return the id of the loaded input."""
    value = st.session_state[INPUT]
    return value if isinstance(value, str) else None


def load_input(wanted: str | None, *, record: int = 0) -> None:
    """Put an input into the tray and choose one of its records; None clears the tray and remembers what was there."""
    st.session_state[CLEARED] = st.session_state[INPUT] if wanted is None else None
    st.session_state[INPUT] = wanted
    st.session_state[PENDING] = None
    st.session_state[PROBLEM] = ""
    choose_record(record)


def chosen_record(count: int) -> int:
    """Return the place of the chosen record among `count` records, counted from 0."""
    return min(max(int(st.session_state[RECORD]), 0), count - 1)


def choose_record(place: int, *, in_table: bool = False) -> None:
    """Choose a record; no base of it is chosen yet. `in_table` says that the table of scores already shows the choice."""
    st.session_state[RECORD] = place
    st.session_state[POSITION] = None
    if not in_table:
        st.session_state[TABLE] += 1


def chosen_position(length: int) -> int | None:
    """Return the chosen base of a record of this length, 0-based, or None."""
    value = st.session_state[POSITION]
    return value if isinstance(value, int) and 0 <= value < length else None


def choose_position(position: int | None) -> None:
    """Choose a base, 0-based, or none."""
    st.session_state[POSITION] = position


def chosen_rbp(names: Sequence[str], default: str = "") -> str:
    """Return the chosen protein if it is one of `names`, else `default` if that is, else the first."""
    for name in (st.session_state[RBP], default):
        if name in names:
            return str(name)
    return names[0]


def choose_rbp(name: str) -> None:
    """Choose a protein for all splicing pages."""
    st.session_state[RBP] = name
