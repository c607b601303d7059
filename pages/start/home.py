"""Home: one input box, one example, models and device at a glance."""

import streamlit as st

from rbpviz.ui import empty, glance, inputs, shell

shell.page_setup(
    "Which proteins read this RNA?", "Paste a sequence or drop a file, and see where a protein is predicted to bind it, base by base."
)

left, right = st.columns([3, 2], gap="large")
with left:
    before = inputs.loaded_input()
    inputs.show_input_box("home", height=170, action="Show where it binds")
    accepted = inputs.show_pending()
    after = inputs.loaded_input()
    if accepted or (after is not None and after is not before):
        st.switch_page(shell.RESPONSE)
    if after is None:
        empty.show_response_empty()
    else:
        glance.show_loaded(after)
with right:
    st.subheader("Start with an example", anchor=False)
    inputs.show_examples("home")
    glance.show_models()
