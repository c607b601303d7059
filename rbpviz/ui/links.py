"""Addresses: what a link carries, taking it in, and keeping it in step with what is shown. Never a sequence, only ids and numbers."""

import re
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from rbpviz.ui import cache, gene_state, state

INPUT = "input"
RECORD = "record"
POSITION = "position"
RBP = "rbp"
RESPONSE_PATH = "response_curves"
_RBP_NAME = re.compile(r"[A-Za-z0-9_.-]{1,30}")


def take_in() -> None:
    """Load what the address names, once a session; anything it names wrongly is ignored."""
    if st.session_state[state.LINK_READ]:
        return
    st.session_state[state.LINK_READ] = True
    model = st.query_params.get(state.MODEL, "")
    if model in cache.shelf().cards:
        st.session_state[state.MODEL] = model
    gene = gene_state.read_link()
    if gene is not None:
        gene_state.choose_gene(gene)
    rbp = st.query_params.get(RBP, "")
    if _RBP_NAME.fullmatch(rbp):
        state.choose_rbp(rbp)
    wanted = st.query_params.get(INPUT, "")
    loaded = cache.open_input(wanted) if wanted else None
    if loaded is None:
        return
    state.load_input(wanted, record=max(_number(st.query_params.get(RECORD)) - 1, 0))
    position = _number(st.query_params.get(POSITION))
    if position:
        state.choose_position(position - 1)


def keep() -> None:
    """Write input, record, base and gene into the address, so that a reload finds them again."""
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
    values |= gene_state.link_values(gene_state.chosen())
    if st.session_state[state.RBP]:
        values[RBP] = str(st.session_state[state.RBP])
    for name in (INPUT, RECORD, POSITION, state.MODEL, RBP, *gene_state.NAMES):
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
