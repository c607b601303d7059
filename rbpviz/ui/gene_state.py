"""The chosen gene in the session's state and in addresses: one choice for the whole app. Nothing is drawn here and no gene is read."""

import re
from dataclasses import dataclass

import streamlit as st

from rbpviz.ui import state

GENE = "gene"
TRANSCRIPT = "transcript"
EXON = "exon"
REGION = "region"
NAMES = (GENE, TRANSCRIPT, EXON, REGION)
"""Names in the address."""
_KEY = re.compile(r"[a-z0-9-]{1,64}")
_REGION = re.compile(r"(\d{1,8})-(\d{1,8})")
_MAX_ID = 200


@dataclass(frozen=True, slots=True)
class GeneChoice:
    """Which gene, and which part of it.

    Parameters
    ----------
    key : str
        Key of the gene: 32 hexadecimal digits, `example-NAME` or `simulated-SEED`.
    transcript : str
        Id of the transcript; empty for the principal one as long as the gene was not read.
    exon : int, optional
        Exon of the transcript, counted from 1.
    region : tuple of int, optional
        Interval of the pre-mRNA, 0-based half-open; it goes before the exon where both are there.
    """

    key: str
    transcript: str = ""
    exon: int | None = None
    region: tuple[int, int] | None = None


def choose_gene(choice: GeneChoice | None) -> None:
    """Put a gene into the tray; None clears it and remembers what was there."""
    st.session_state[state.CLEARED_GENE] = st.session_state[state.GENE] if choice is None else None
    st.session_state[state.GENE] = choice
    st.session_state[state.GENE_PROBLEM] = ""
    st.session_state[state.GENE_NOTES] = ()
    st.session_state[state.GENE_BOX_DONE] = True


def chosen() -> GeneChoice | None:
    """Return the choice as it is kept; whether its gene is there is not looked at."""
    value = st.session_state.get(state.GENE)
    return value if isinstance(value, GeneChoice) else None


def cleared() -> GeneChoice | None:
    """Return the gene that was cleared last."""
    value = st.session_state.get(state.CLEARED_GENE)
    return value if isinstance(value, GeneChoice) else None


def read_link() -> GeneChoice | None:
    """Return what the address names, or None; positions in addresses are 1-based and inclusive, as on pages."""
    key = st.query_params.get(GENE, "")
    if not _KEY.fullmatch(key):
        return None
    exon = st.query_params.get(EXON, "")
    region = _REGION.fullmatch(st.query_params.get(REGION, ""))
    span = (int(region[1]) - 1, int(region[2])) if region else None
    return GeneChoice(
        key,
        st.query_params.get(TRANSCRIPT, "")[:_MAX_ID],
        int(exon) if exon.isascii() and exon.isdecimal() and 0 < len(exon) < 6 and int(exon) > 0 else None,
        span if span is not None and 0 <= span[0] < span[1] else None,
    )


def link_values(choice: GeneChoice | None) -> dict[str, str]:
    """Return what a link to this choice carries; positions are 1-based and inclusive."""
    if choice is None:
        return {}
    values = {GENE: choice.key}
    if choice.transcript:
        values[TRANSCRIPT] = choice.transcript
    if choice.exon is not None:
        values[EXON] = str(choice.exon)
    if choice.region is not None:
        values[REGION] = f"{choice.region[0] + 1}-{choice.region[1]}"
    return values
