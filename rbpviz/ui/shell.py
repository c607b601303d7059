"""The frame around every page: settings of the window, navigation, title, and how errors are told."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from rbpviz.errors import RbpvizError
from rbpviz.ui import links, state
from rbpviz.ui.words import literal

HOME = "pages/start/home.py"
RESPONSE = "pages/binding/response_curves.py"
LANDSCAPE = "pages/splicing/landscape.py"
RNA_MAPS = "pages/splicing/rna_maps.py"
LANDSCAPE = "pages/splicing/landscape.py"
MOTIFS = "pages/splicing/motifs.py"
MODELS = "pages/library/models.py"
GENES = "pages/library/genes.py"


def configure() -> None:
    """Set up the window; the first Streamlit call of a run."""
    st.set_page_config(page_title="rbpviz", layout="wide", initial_sidebar_state="expanded")


def run_navigation() -> None:
    """Show the navigation by group and run the chosen page."""
    pages = {
        "Start": [st.Page(HOME, title="Home", icon=":material/home:", default=True)],
        "Binding": [st.Page(RESPONSE, title="Response curves", icon=":material/ssid_chart:")],
        "Splicing": [
            st.Page(LANDSCAPE, title="Regulatory landscape", icon=":material/landscape:"),
            st.Page(RNA_MAPS, title="RNA maps", icon=":material/view_column:"),
            st.Page(MOTIFS, title="Fixed and adjusted motifs", icon=":material/difference:"),
        ],
        "Library": [
            st.Page(MODELS, title="Models", icon=":material/inventory_2:"),
            st.Page(GENES, title="Genes", icon=":material/genetics:"),
        ],
    }
    st.navigation(pages, expanded=True).run()


def page_setup(title: str, sentence: str) -> None:
    """Open a page: session defaults, what the address names, title and one sentence.

    Called at the top of each page, so that a page is whole even when it runs without `app.py`.
    """
    state.init_session()
    links.take_in()
    st.title(title, anchor=False)
    st.caption(sentence)


@contextmanager
def heading(text: str) -> Iterator[None]:
    """Put a heading on the left and what is drawn inside on the right of one line."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.subheader(text, anchor=False, width="content")
        with st.container(horizontal=True, width="content", vertical_alignment="center"):
            yield


def is_dark() -> bool:
    """Return whether the reader's theme is dark."""
    return bool(st.context.theme.type == "dark")


def show_error(error: RbpvizError | str) -> None:
    """Show one sentence: what was got, what is expected, how to mend it. Its text is shown letter by letter, never as Markdown."""
    st.error(literal(str(error), 1_000), icon=":material/error:")


@contextmanager
def told_in_words() -> Iterator[None]:
    """Show an rbpviz error raised inside as one sentence; any other error stays visible as what it is."""
    try:
        yield
    except RbpvizError as error:
        show_error(error)
