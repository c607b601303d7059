"""What the landscape page keeps in the session: edits of each region, the chosen base, and what a link says of them. Nothing is drawn."""

from collections.abc import Mapping

import streamlit as st

from rbpviz.errors import InvalidOptionError
from rbpviz.results.landscape_edits import MAX_EDITS, Edit, Mask, pack_edits, unpack_edits

EDITS = "edits"
"""Name of the edits in the address."""
SOURCE_KEY, RUN_KEY, AXIS_KEY, CLICK_KEY, AFTER_KEY = "from", "run", "axis", "landscape_click", "landscape_after"
"""Widgets; the first three are also their names in the address."""
SEQUENCE_REGION = "part"
"""Widget: part of a pasted sequence; also its name in the address."""
FIRST_PANEL = "landscape_first_panel"
"""Seconds from the beginning to the first panel, for benchmarks."""
VIEW = {SOURCE_KEY: ("gene", "sequence"), RUN_KEY: ("full", "short"), AXIS_KEY: ("transcript", "offset", "genome")}
"""Choices that a link carries, with their values; the first one is left out of addresses."""
_BOOK = "landscape_edits_of"
_UNDONE = "landscape_cleared_of"
_PROBLEM = "landscape_problem"
_VERSION = "landscape_chart"
_BASE = "landscape_base"
_LINK = "landscape_link_read"


def init() -> None:
    """Give every key its first value in a new session, and remember the edits that the address names."""
    for key, value in ((_BOOK, {}), (_UNDONE, {}), (_PROBLEM, ""), (_VERSION, 0), (_BASE, None), (_LINK, None)):
        st.session_state.setdefault(key, value)
    if st.session_state[_LINK] is None:
        st.session_state[_LINK] = st.query_params.get(EDITS, "")
        for name, values in VIEW.items():
            if st.query_params.get(name) in values:
                st.session_state[name] = st.query_params[name]


def edits_of(subject: str) -> tuple[Edit, ...]:
    """Return the edits of a region; the first region of a session takes those that the address names."""
    packed = st.session_state[_LINK]
    if packed:
        st.session_state[_LINK] = ""
        try:
            st.session_state[_BOOK][subject] = unpack_edits(packed)
        except InvalidOptionError as error:
            st.session_state[_PROBLEM] = str(error)
    found: tuple[Edit, ...] = st.session_state[_BOOK].get(subject, ())
    return found


def add_edit(subject: str, edit: Edit) -> None:
    """Add an edit to a region, unless it is there already."""
    edits = edits_of(subject)
    if len(edits) >= MAX_EDITS:
        st.session_state[_PROBLEM] = f"Got more than {MAX_EDITS} edits; take some out first."
    elif edit not in edits:
        _set(subject, (*edits, edit), fresh=isinstance(edit, Mask))


def drop_edit(subject: str, place: int | None = None) -> None:
    """Take out one edit of a region, the last one where no place is given."""
    edits = list(edits_of(subject))
    if edits:
        edits.pop(-1 if place is None else place)
        _set(subject, tuple(edits))


def clear_edits(subject: str) -> None:
    """Take out all edits of a region; they can be brought back."""
    st.session_state[_UNDONE][subject] = edits_of(subject)
    _set(subject, ())


def cleared(subject: str) -> tuple[Edit, ...]:
    """Return the edits that were cleared last, where nothing was edited since."""
    found: tuple[Edit, ...] = st.session_state[_UNDONE].get(subject, ())
    return () if edits_of(subject) else found


def bring_back(subject: str) -> None:
    """Bring the edits back that were cleared last."""
    _set(subject, st.session_state[_UNDONE].pop(subject, ()))


def _set(subject: str, edits: tuple[Edit, ...], *, fresh: bool = True) -> None:
    st.session_state[_BOOK][subject] = edits
    st.session_state[_PROBLEM] = ""
    st.session_state[_VERSION] += fresh


def chart_version() -> int:
    """Return a number that grows where charts must forget what is selected in them: after a drag, and when an edit is taken back."""
    return int(st.session_state[_VERSION])


def set_problem(sentence: str) -> None:
    """Remember why the last click could not be followed."""
    st.session_state[_PROBLEM] = sentence


def take_problem() -> str:
    """Return why the last click could not be followed, and forget it."""
    sentence = str(st.session_state[_PROBLEM])
    st.session_state[_PROBLEM] = ""
    return sentence


def chosen_base() -> int | None:
    """Return the chosen base, 0-based in the pre-mRNA, or None."""
    value = st.session_state[_BASE]
    return value if isinstance(value, int) else None


def choose_base(position: int | None) -> None:
    """Choose a base, or none."""
    st.session_state[_BASE] = position


def link_values(subject: str) -> dict[str, str]:
    """Return what a link to this view carries besides what the tray says: edits and how it is drawn."""
    values = {name: str(st.session_state[name]) for name, known in VIEW.items() if st.session_state.get(name) in known[1:]}
    part = st.session_state.get(SEQUENCE_REGION)
    if part and values.get(SOURCE_KEY):
        values[SEQUENCE_REGION] = str(part)
    edits = edits_of(subject)
    return {**values, EDITS: pack_edits(edits)} if edits else values


def keep_link(subject: str) -> None:
    """Write edits and choices into the address, so that a reload finds them again."""
    values = link_values(subject)
    for name in (EDITS, *VIEW):
        if name in values and st.query_params.get(name) != values[name]:
            st.query_params[name] = values[name]
        elif name not in values and name in st.query_params:
            del st.query_params[name]


def selection_of(key: str) -> Mapping[str, object]:
    """Return what is selected in a chart."""
    state = st.session_state.get(key)
    return state["selection"] if state else {}
