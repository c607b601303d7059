"""The line above the landscape that says what a click does, and the edits made so far, each with a way back."""

from collections.abc import Callable

import streamlit as st

from rbpviz.errors import InvalidOptionError
from rbpviz.results.landscape_edits import Substitution, edit_words, parse_edit
from rbpviz.results.landscapes import Landscape
from rbpviz.ui import landscape_state as own
from rbpviz.ui import shell
from rbpviz.ui.landscape_cache import Wanted
from rbpviz.ui.landscape_figures import CHANGE, KNOCK_DOWN, KNOCK_OUT, LOOK, MASK
from rbpviz.ui.words import literal, shorten

_MODES = {
    LOOK: "Look",
    KNOCK_OUT: "Knock out",
    KNOCK_DOWN: "Knock down",
    MASK: "Mask",
    CHANGE: "Change a base",
}
_HINTS = {
    LOOK: "A click marks a base on all panels; drag to zoom, double-click to see the whole region.",
    KNOCK_OUT: "Click a blue motif to take it out, in every model that has it.",
    KNOCK_DOWN: "Click a blue motif to take out all sites of its protein.",
    MASK: "Drag across the bases that an antisense oligonucleotide would cover.",
    CHANGE: "Click a letter below the panels, then choose what it becomes.",
}
_MASK_HELP = (
    "Masked: splice sites in the span cannot be recognised, others are scored with the covered bases hidden and never gain, "
    "motif sites that the span touches are gone."
)


def choose_mode() -> str:
    """Let the reader choose what a click in the landscape does."""
    mode = st.segmented_control(
        "A click or drag in the figure",
        list(_MODES),
        default=KNOCK_OUT,
        format_func=lambda name: _MODES[name],
        key=own.CLICK_KEY,
        required=True,
        label_visibility="collapsed",
    )
    return str(mode or KNOCK_OUT)


def show_edits(wanted: Wanted, landscape: Landscape, mode: str) -> None:
    """Show the hint for the chosen mode, the edits with their ways back, and edits by hand."""
    edits = own.edits_of(wanted.place)
    st.caption(_HINTS[mode], width="content", help=_MASK_HELP if mode == MASK else None)
    for number, edit in enumerate(edits):
        st.button(
            literal(edit_words(edit), 60),
            key=f"edit_{number}",
            icon=":material/close:",
            on_click=own.drop_edit,
            args=(wanted.place, number),
            help="Take this edit out",
        )
    if edits:
        st.button("Undo", key="edit_undo", icon=":material/undo:", type="tertiary", on_click=own.drop_edit, args=(wanted.place,))
        st.button("Clear all", key="edit_clear", type="tertiary", on_click=own.clear_edits, args=(wanted.place,))
    elif own.cleared(wanted.place):
        place = (wanted.place,)
        st.button("Bring back", key="edit_back", icon=":material/undo:", on_click=own.bring_back, args=place, type="tertiary")
    with st.popover("By hand", type="tertiary", icon=":material/keyboard:"):
        _show_by_hand(wanted, landscape)


def show_base(wanted: Wanted, landscape: Landscape, mode: str) -> None:
    """Offer the three other bases for the chosen one where bases are changed; say why the last click could not be followed."""
    problem = own.take_problem()
    if problem:
        shell.show_error(problem)
    position = own.chosen_base()
    if mode != CHANGE or position is None or not landscape.start <= position < landscape.end:
        return
    old = landscape.sequence[position - landscape.start]
    if old == "N":
        st.caption(f"Base {position + 1:,} is not known.")
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(f"{old} at {position + 1:,} becomes", width="content")
        for new in "ACGU":
            if new != old:
                edit = Substitution(position, old, new)
                st.button(new, key=f"base_{new}", on_click=own.add_edit, args=(wanted.place, edit))


def _show_by_hand(wanted: Wanted, landscape: Landscape) -> None:
    """Take edits as text and from lists, for those who do not click."""
    sites = sorted({(m.position, m.rbp) for panel in landscape.panels for m in panel.motifs})
    names = sorted({rbp for _, rbp in sites})
    st.caption("Positions are 1-based and inclusive, counted from the first base of the pre-mRNA.")
    _pick("Knock out", "ko", [f"{position + 1}:{rbp}" for position, rbp in sites], wanted)
    _pick("Knock down everywhere", "kd", names, wanted)
    for label, kind, hint in (("Mask", "mask", f"{landscape.start + 11}-{landscape.start + 28}"), ("Change a base", "sub", "12C>U")):
        key = f"hand_{kind}"
        st.text_input(label, placeholder=hint, key=key, on_change=_take_text, args=(kind, key, wanted.place))


def _pick(label: str, kind: str, choices: list[str], wanted: Wanted) -> None:
    key = f"hand_{kind}"
    words: Callable[[str], str] = lambda text: "{1} at {0}".format(*text.split(":", 1)) if ":" in text else text  # noqa: E731
    st.selectbox(
        label,
        choices,
        index=None,
        format_func=lambda text: shorten(words(text), 40),
        key=key,
        placeholder="Choose",
        on_change=_take_text,
        args=(kind, key, wanted.place),
    )


def _take_text(kind: str, key: str, place: str) -> None:
    text = st.session_state[key]
    st.session_state[key] = None if kind in ("ko", "kd") else ""
    if text:
        try:
            own.add_edit(place, parse_edit(kind, str(text), first=1))
        except InvalidOptionError as error:
            own.set_problem(str(error))
