"""The grid of all proteins' logos as a clickable picture: a click, or Enter on a focused cell, chooses the protein."""

import streamlit as st

from rbpviz.plots.motif_grid import GridLook, motif_grid_svg
from rbpviz.results.motif_comparisons import MotifComparison
from rbpviz.ui import state

HEIGHT = 440
"""Height of the window on the grid, px."""
_HTML = '<div class="grid" tabindex="-1"></div>'
_CSS = f"""
.grid {{ height: {HEIGHT}px; overflow-y: auto; border-radius: 4px; }}
.grid [data-rbp]:focus-visible rect {{ stroke-width: 3; }}
"""
_JS = """
export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const box = parentElement.querySelector(".grid");
  if (box.dataset.stamp !== data.stamp) {
    box.innerHTML = data.svg;
    box.dataset.stamp = data.stamp;
  }
  const chosen = box.querySelector('[aria-pressed="true"]');
  if (chosen && box.dataset.shown !== data.selected) {
    const cell = chosen.getBoundingClientRect(), view = box.getBoundingClientRect();
    if (cell.top < view.top || cell.bottom > view.bottom) box.scrollTop += cell.top - view.top - 8;
  }
  box.dataset.shown = data.selected;
  const choose = (event) => {
    const cell = event.target.closest("[data-rbp]");
    if (cell) setTriggerValue("rbp", cell.dataset.rbp);
  };
  box.onclick = choose;
  box.onkeydown = (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      choose(event);
    }
  };
}
"""
_KEY = "motif_grid"
_component = st.components.v2.component("rbpviz_motif_grid", html=_HTML, css=_CSS, js=_JS)


def show_grid(comparison: MotifComparison, names: list[str], look: GridLook) -> None:
    """Show the grid of some proteins in this order; letters are drawn from outlines of ours, names are escaped."""
    svg = motif_grid_svg(comparison, names, look)
    stamp = f"{hash((svg,))}"
    _component(key=_KEY, data={"svg": svg, "stamp": stamp, "selected": look.selected}, on_rbp_change=lambda: _take(names))


def _take(names: list[str]) -> None:
    wanted = st.session_state[_KEY].get("rbp")
    if wanted in names:
        state.choose_rbp(str(wanted))
