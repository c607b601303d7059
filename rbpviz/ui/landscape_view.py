"""The landscape page once there is something to look at: figure, differences, effects, network, seeds, and where it comes from."""

import time

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from rbpviz.errors import RbpvizError
from rbpviz.jobs.job import Job
from rbpviz.plots.landscape_geometry import AxisMode, axis_modes
from rbpviz.plots.landscape_words import KEY
from rbpviz.plots.network import plot_network
from rbpviz.results.landscape_edits import Edit, LandscapeChange
from rbpviz.results.landscapes import Landscape
from rbpviz.ui import empty, landscape_about, landscape_cache, landscape_edit_bar, landscape_jobs, landscape_source, shell
from rbpviz.ui import landscape_state as own
from rbpviz.ui.landscape_cache import Wanted
from rbpviz.ui.landscape_figures import Shown, show_draft, show_figures, show_menu
from rbpviz.ui.landscape_tables import show_differences, show_effects, show_seeds
from rbpviz.ui.orders import JobOrder
from rbpviz.ui.words import flag_label, flag_meaning, literal

_MEANINGS = {
    "simulated": "A simulated gene, drawn from a generator with a seed; no organism has it.",
    "excerpt": "An excerpt of a longer gene; what the excerpt leaves out is not there for a model.",
    "short": "Shorter than what the models were trained on; beyond its ends they read N.",
    "short_context": "Shorter than what the models were trained on; beyond its ends they read N. Read the scores with care.",
    "unknown_bases": "Has bases that are not known; models read them as N.",
    "edited": "Bases were changed by hand from the reference sequence.",
}


def show_page() -> None:
    """Show the whole page."""
    own.init()
    with shell.told_in_words():
        wanted = landscape_source.ask()
        if wanted is None:
            empty.show_landscape_empty()
            return
        _show(wanted)


def _show(wanted: Wanted) -> None:
    mode, buttons = _show_controls()
    edits = own.edits_of(wanted.place)
    bar, draft = st.container(), _Draft(wanted)
    landscape, waiting = _compute(wanted, draft)
    axis = landscape_source.chosen_axis(axis_modes(landscape))
    with bar, st.container(horizontal=True, vertical_alignment="center", gap="small"):
        landscape_edit_bar.show_edits(wanted, landscape, mode)
        _show_flags(wanted)
    with bar:
        landscape_edit_bar.show_base(wanted, landscape, mode)
    found = landscape_jobs.find_seeds(wanted)
    seeds = found[2] if found else None
    shown = Shown(wanted, landscape, _change(wanted, edits, landscape), edits, axis, seeds)
    show_figures(shown)
    draft.clear()
    st.caption(KEY)
    if waiting is not None:
        landscape_jobs.show_order(*waiting)
    if shown.change is not None:
        with shell.heading("What changed"):
            st.toggle("Arrows after the edits too", key=own.AFTER_KEY, help="Knocks out every motif site that is left once more.")
        show_differences(shown.change)
    with buttons:
        _show_settings(axis_modes(landscape))
        show_menu(shown)
    _show_more(shown)
    _show_seeds(wanted, found)
    landscape_about.show_about(wanted, edits)
    own.keep_link(wanted.place)


class _Draft:
    """Panels that are ready, shown while the rest is computed; each draft takes the place of the one before.

    Parameters
    ----------
    wanted : Wanted
        The view; one that was shown before in this session has no drafts.
    """

    def __init__(self, wanted: Wanted) -> None:
        self._known: set[str] = st.session_state.setdefault("landscape_known", set())
        self._key = wanted.key
        self.needed = wanted.key not in self._known
        self._words, self._figure = st.empty(), st.empty()

    def show(self, landscape: Landscape, words: str) -> None:
        """Show what there is."""
        self._words.caption(f":material/hourglass_top: {words}")
        with self._figure:
            show_draft(landscape, landscape_source.chosen_axis(axis_modes(landscape)))

    def clear(self) -> None:
        """Make room for the finished figure."""
        self._known.add(self._key)
        self._words.empty()
        self._figure.empty()


def _show_controls() -> tuple[str, DeltaGenerator]:
    """Show what a click does; return it, and where settings and the export menu go."""
    columns = st.columns([6.6, 3.4], vertical_alignment="center", gap="small")
    with columns[0]:
        mode = landscape_edit_bar.choose_mode()
    return mode, columns[1].container(horizontal=True, horizontal_alignment="right", gap="small")


def _show_settings(modes: tuple[AxisMode, ...]) -> None:
    with st.popover("More settings", icon=":material/tune:"):
        landscape_source.choose_axis(modes)
        landscape_source.choose_run()
        landscape_source.choose_models()


def _show_flags(wanted: Wanted) -> None:
    flags = [flag for flag in wanted.subject.flags if flag in _MEANINGS]
    if flags:
        with st.container(horizontal=True, gap="small", width="content"):
            for flag in flags:
                help_text = flag_meaning(flag) or _MEANINGS[flag]
                st.badge(literal(flag_label(flag)), icon=":material/flag:", color="orange", help=help_text)


def _compute(wanted: Wanted, draft: _Draft) -> tuple[Landscape, tuple[JobOrder, Job | None] | None]:
    """Return the landscape, panel by panel on the page while it is computed; and the job that its knock-outs wait for, if any."""
    if draft.needed and not wanted.cards[0].channels:
        began = time.monotonic()
        draft.show(landscape_cache.draw_up(wanted, count=1), "The motif models read the region.")
        st.session_state[own.FIRST_PANEL] = time.monotonic() - began
    bare = landscape_cache.draw_up(wanted, knock_outs=False)
    seconds = landscape_jobs.needs_job(wanted, bare)
    if seconds:
        order, job, found = landscape_jobs.find_landscape(wanted, bare, seconds)
        return (found, None) if found is not None else (bare, (order, job))
    if draft.needed:
        motifs = sum(len(panel.motifs) for panel in bare.panels)
        draft.show(bare, f"Knocking out {motifs} motif sites one by one.")
    return landscape_cache.draw_up(wanted), None


def _change(wanted: Wanted, edits: tuple[Edit, ...], landscape: Landscape) -> LandscapeChange | None:
    """Return what the edits change; say so where they cannot be made, and leave the landscape as it is."""
    if not edits:
        return None
    try:
        return landscape_cache.change(wanted, edits, landscape, knock_outs=bool(st.session_state.get(own.AFTER_KEY)))
    except RbpvizError as error:
        shell.show_error(error)
        return None


def _show_more(shown: Shown) -> None:
    """Show the effects as a table, or as a network."""
    landscape = shown.latest if shown.latest.effects_frame().size else shown.landscape
    after = " after the edits" if shown.change is not None and landscape is shown.change.after else ""
    before = " before the edits" if shown.change is not None and not after else ""
    with shell.heading(f"Effects of motif sites{after or before}"):
        part = st.segmented_control(
            "Show effects as", ["table", "network"], default="table", key="landscape_part", required=True, label_visibility="collapsed"
        )
    if part == "network":
        _show_network(landscape, shown.wanted)
    else:
        show_effects(landscape, key=shown.wanted.place)


def _show_network(landscape: Landscape, wanted: Wanted) -> None:
    from rbpviz.networks.landscapes import LEAST, draw_graph, landscape_graph

    models = [panel.model for panel in landscape.panels if panel.effects]
    if not models:
        st.caption("There are no effects to draw.")
        return
    chosen = st.segmented_control("Model", models, default=models[-1], key="network_model", required=True, label_visibility="collapsed")
    graph = draw_graph(landscape_graph(landscape, str(chosen if chosen in models else models[-1])))
    if not graph.nodes:
        st.caption(f"No motif site changes a splice site by more than {LEAST:.0%}.")
        return
    more = f" {graph.left_out} weaker effects are left out." if graph.left_out else ""
    st.caption(f"Solid green supports, dotted red suppresses; thicker is stronger.{more}")
    config = {"displaylogo": False, "displayModeBar": False}
    st.plotly_chart(plot_network(graph, dark=shell.is_dark()), theme=None, key=f"network_{wanted.key}_{chosen}", config=config)


def _show_seeds(wanted: Wanted, found: landscape_jobs.Found | None) -> None:
    st.subheader("How sure is it?", anchor=False)
    if found is None:
        st.caption("There is only one training of each motif model here; several seeds would tell how sure a landscape is.")
        return
    order, job, seeds = found
    if seeds is not None:
        show_seeds(seeds, key=wanted.place)
    else:
        landscape_jobs.show_order(order, job)
