"""Addresses: what a link carries, taking it in, and keeping it in step with what is shown. Never a sequence, only ids and numbers."""

from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from rbpviz.ui import cache, state

INPUT = "input"
RECORD = "record"
POSITION = "position"
RESPONSE_PATH = "response_curves"


def take_in() -> None:
    """Load what the address names, once a session; anything it names wrongly is ignored."""
    if st.session_state[state.LINK_READ]:
        return
    st.session_state[state.LINK_READ] = True
    model = st.query_params.get(state.MODEL, "")
    if model in cache.shelf().cards:
        st.session_state[state.MODEL] = model
    wanted = st.query_params.get(INPUT, "")
    loaded = cache.open_input(wanted) if wanted else None
    if loaded is None:
        return
    state.load_input(wanted, record=max(_number(st.query_params.get(RECORD)) - 1, 0))
    position = _number(st.query_params.get(POSITION))
    if position:
        state.choose_position(position - 1)


def keep() -> None:
    """Write input, record and base into the address, so that a reload finds them again."""
    wanted = state.input_id()
    values: dict[str, str] = {}
    if wanted is not None:
        values[INPUT] = wanted
        values[RECORD] = str(int(st.session_state[state.RECORD]) + 1)
        position = st.session_state[state.POSITION]
        if position is not None:
            values[POSITION] = str(int(position) + 1)
    if st.session_state.get(state.MODEL):
        values[state.MODEL] = str(st.session_state[state.MODEL])
    for name in (INPUT, RECORD, POSITION, state.MODEL):
        if name in values and st.query_params.get(name) != values[name]:
            st.query_params[name] = values[name]
        elif name not in values and name in st.query_params:
            del st.query_params[name]


def view_link(values: Mapping[str, str | int]) -> str:
    """Return an address of the page shown now that opens with these values."""
    parts = urlsplit(st.context.url or "http://localhost")
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(values), ""))


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < 9 else 0
