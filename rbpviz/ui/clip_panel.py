"""The optional second panel of the RNA maps page: a user's knock-down and CLIP peaks on the axis and with the sign of the model's map."""

import streamlit as st

from rbpviz.export.figures import Saveable
from rbpviz.export.tables import table_bytes
from rbpviz.plots.clip_map import draw_clip_map, plot_clip_map, scaled_lines
from rbpviz.results.clip_maps import ClipMap
from rbpviz.results.rna_maps import RnaMap
from rbpviz.ui import cache, downloads, shell
from rbpviz.ui.downloads import Offer
from rbpviz.ui.words import literal

SIGNS = {"knockdown first": "knock-down less control (rMATS: sample 1 is the knock-down)", "control first": "control less knock-down"}


def show_experiment(model: tuple[str, RnaMap], rbp: str, radius: int) -> None:
    """Show the panel: files, settings, and the experiment's line beside that of the model.

    Parameters
    ----------
    model : (str, RnaMap)
        Title and map.
    rbp : str
        The protein.
    radius : int
        Smoothing.
    """
    with st.expander("Compare with an experiment: knock-down and CLIP peaks", icon=":material/compare_arrows:"):
        left, right = st.columns(2)
        events = left.file_uploader("Skipped exons: SE.MATS.JC.txt, SE.MATS.JCEC.txt or a VastDB table", key="clip_events")
        peaks = right.file_uploader(f"CLIP peaks of {rbp}: BED or narrowPeak", key="clip_peaks")
        sign = left.radio("The difference of inclusion is", list(SIGNS), format_func=SIGNS.__getitem__, key="clip_sign")
        change = right.slider(
            "Smallest change of inclusion", 0.01, 0.5, 0.05, key="clip_change", help="And FDR of at most 0.1, where given."
        )
        st.caption("Both files must be of the same genome build; rMATS starts are read as 0-based, VastDB coordinates as 1-based.")
        if events is None or peaks is None:
            return
        with shell.told_in_words():
            with st.spinner("Counting peaks around exons"):
                names = (events.name, peaks.name)
                clip = cache.clip_map(events.getvalue(), peaks.getvalue(), names=names, sign=str(sign), change=float(change))
            _show(clip, model, rbp, radius)


def _show(clip: ClipMap, model: tuple[str, RnaMap], rbp: str, radius: int) -> None:
    for text in clip.flags():
        st.caption(f":orange[:material/flag:] {literal(text, 300)}")
    lines = scaled_lines(clip, model, rbp, radius=radius)
    with shell.heading(f"{rbp}: experiment and model"):

        def draw() -> Saveable:
            return draw_clip_map(lines, rbp)

        table = Offer("Table (TSV)", "tsv", lambda: table_bytes(clip.frame()))
        downloads.show_menu("clip_menu", f"{rbp} experiment and model", [*downloads.figure_offers(draw), table])
    st.plotly_chart(plot_clip_map(lines, rbp, dark=shell.is_dark()), theme=None, key="clip_chart", alt="Experiment and model")
    excluded, included, unchanged = clip.counts
    st.caption(
        f"Share of exons with a peak at each position among {excluded:,} exons excluded after the knock-down less that among {included:,} "
        f"included ones ({unchanged:,} unchanged); above zero the protein is bound where it supports inclusion. Each line is divided by "
        "the 99th percentile of its size."
    )
