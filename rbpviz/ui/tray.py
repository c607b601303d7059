"""The tray in the sidebar: what is loaded, which model and device are in use, which jobs run. It follows the reader over all pages."""

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from rbpviz.errors import RbpvizError
from rbpviz.ui import cache, gene_tray, job_panel, state
from rbpviz.ui.words import count, literal

DEVICE_LABELS = {"auto": "Automatic", "cuda": "CUDA (NVIDIA GPU)", "mps": "MPS (Apple GPU)", "cpu": "CPU"}


@dataclass(frozen=True, slots=True)
class Tray:
    """Places of the tray, filled after the page so that the page comes first."""

    loaded: DeltaGenerator
    device: DeltaGenerator
    jobs: DeltaGenerator


def open_tray() -> Tray:
    """Lay out the tray and ask for the device, which every page needs to know."""
    with st.sidebar:
        loaded = st.container()
        st.selectbox(
            "Device",
            list(DEVICE_LABELS),
            format_func=lambda name: DEVICE_LABELS[name],
            key=state.DEVICE,
            persist_state="session",
            help="Where models compute. Automatic takes the best device of this machine.",
        )
        return Tray(loaded, st.container(), st.container())


def fill_tray(tray: Tray) -> None:
    """Say what is loaded, which device is in use, and which jobs run."""
    with tray.loaded:
        _show_loaded()
        gene_tray.show_gene()
    with tray.jobs:
        job_panel.show_running()
    with tray.device:
        _show_device()


def chosen_device() -> str:
    """Return the device that the reader chose: `auto`, `cuda`, `mps` or `cpu`."""
    return str(st.session_state.get(state.DEVICE) or "auto")


def _show_loaded() -> None:
    wanted = state.input_id()
    loaded = cache.open_input(wanted) if wanted else None
    if loaded is None:
        st.caption("No sequences are loaded.")
        cleared = st.session_state[state.CLEARED]
        if cleared:
            st.button("Undo clearing", key="tray_undo", icon=":material/undo:", on_click=state.load_input, args=(cleared,), type="tertiary")
        return
    st.markdown(f"**{literal(loaded.title, 70)}**")
    lines = [f"{count(len(loaded.records), 'record')}, {loaded.bases:,} nt"]
    if loaded.rejected:
        lines.append(f"{count(len(loaded.rejected), 'record')} left out")
    lines.append(f"chosen: {literal(loaded.records[state.chosen_record(len(loaded.records))].id, 40)}")
    model = st.session_state.get(state.MODEL)
    if model:
        lines.append(f"model: {literal(str(model), 40)}")
    st.caption("  \n".join(lines))
    st.button("Clear", key="tray_clear", icon=":material/close:", on_click=state.load_input, args=(None,), type="tertiary")


def _show_device() -> None:
    """Say what computes; this may load torch, so it comes last."""
    try:
        device = cache.resolved_device(chosen_device())
        st.caption(f"In use: {cache.devices().names[device]}")
    except RbpvizError as error:
        st.caption(f":red[:material/error:] {error}")
