"""The folded "About this result" of splicing pages: model cards, settings, coordinates, versions, and the same as a command line."""

from collections.abc import Mapping, Sequence

import streamlit as st

from rbpviz.ui import shell, state
from rbpviz.ui.about import versions
from rbpviz.ui.words import literal


def show_about(models: Sequence[str], facts: Mapping[str, str], commands: Sequence[str]) -> None:
    """Show where the numbers of a page come from.

    Parameters
    ----------
    models : sequence of str
        Model ids in use.
    facts : mapping of str to str
        What a reader must know; names are ours, values may be untrusted.
    commands : sequence of str
        Command lines that do the same.
    """
    with st.expander("About this result", icon=":material/info:"):
        with st.container(horizontal=True, gap="small"):
            for model in models:
                st.page_link(
                    shell.MODELS, label=f"Model card of {literal(model)}", icon=":material/description:", query_params={state.MODEL: model}
                )
        lines = [f"- **{name}**: {literal(words, 600)}" for name, words in {**facts, "Versions": versions()}.items()]
        st.markdown("\n".join(lines))
        st.caption("The same from the command line")
        st.code("\n".join(commands), language="bash")
