"""Landscapes on screen: points that can be clicked, signs, words, both themes."""

import json
from typing import Any

import pytest

from rbpviz.plots.landscape import plot_landscape
from rbpviz.plots.network import plot_network
from rbpviz.plots.theme import palette
from rbpviz.results.graphs import DrawnGraph, GraphEdge, GraphNode
from tests.plots.landscapes import EXON, sample_landscape, sample_seeds


def traces(**options: Any) -> list[dict[str, Any]]:
    return json.loads(plot_landscape(sample_landscape(), **options).to_json())["data"]


def clickable(what: str, panel: int, **options: Any) -> dict[int, float]:
    found = {}
    for trace in traces(**options):
        for data, x in zip(trace.get("customdata") or (), trace.get("x") or (), strict=False):
            if trace.get("mode") == "markers" and data[:2] == [what, panel]:
                found[data[2]] = x
    return found


def test_every_motif_and_site_can_be_clicked_where_it_stands() -> None:
    panel = sample_landscape().panels[2]
    assert clickable("motif", 2) == {k: m.position + 1 for k, m in enumerate(panel.motifs)}
    assert clickable("site", 2) == {k: s.position + 1 for k, s in enumerate(panel.sites)}
    assert clickable("motif", 0) == {}
    assert len(clickable("base", 0)) == 300


@pytest.mark.parametrize("dark", [False, True])
def test_green_supports_with_a_head_and_red_suppresses_with_a_bar(dark: bool) -> None:
    look = palette(dark)
    ends = {t["marker"]["symbol"]: t["marker"]["color"] for t in traces(dark=dark) if t.get("mode") == "markers" and "customdata" not in t}
    assert ends["line-ew-open"] == look.suppresses
    assert [t["marker"]["color"] for t in traces(dark=dark) if t.get("marker", {}).get("symbol") == "triangle-up"].count(look.supports) >= 2
    lines = {t["line"]["color"]: t["line"]["dash"] for t in traces(dark=dark) if t.get("line", {}).get("dash") in ("solid", "dot")}
    assert set(lines) == {look.supports, look.suppresses}


def test_motifs_of_both_models_are_filled_and_others_hollow() -> None:
    motifs = sample_landscape().panels[1].motifs
    for trace in traces():
        if trace.get("name", "").startswith("motif") and trace["customdata"][0][1] == 1:
            shared = {motifs[data[2]].shared for data in trace["customdata"]}
            assert shared == {trace["name"] == "motif in both models"}
            assert (trace["marker"]["color"] == palette().motif) is (shared == {True})


def test_text_of_the_user_is_harmless_and_the_run_is_stated() -> None:
    figure = plot_landscape(sample_landscape(edits=("QKI at 5 knocked out",)))
    assert "GENE$1$ &lt;b&gt; t1, 81–380" in figure.layout.title.text
    assert "full run: a window of 5,000 nt" in figure.layout.title.text
    assert "QKI at 5 knocked out" in figure.layout.title.text
    assert "full run" in plot_landscape(sample_landscape(), compact=True).layout.title.text


def test_hover_says_what_a_motif_does() -> None:
    texts = [text for trace in traces() for text in trace.get("text") or () if "RBP0" in text and "supports" in text]
    assert any("2.46-fold (e = +0.90) the acceptor at 151" in text for text in texts)
    assert any("chr5:" in text for text in texts)


def test_masks_exon_selection_and_ranges_are_drawn() -> None:
    plain = plot_landscape(sample_landscape())
    full = plot_landscape(sample_landscape(), masked=[(EXON[1], EXON[1] + 20)], selected=210, seeds=sample_seeds())
    assert len(full.layout.shapes) == len(plain.layout.shapes) + 2
    assert len(full.data) == len(plain.data) + 2


def test_a_network_has_its_nodes_and_signs() -> None:
    nodes = (GraphNode("p", "protein", "QKI", "1 motif site", 0, 0.5), GraphNode("m", "motif", "12", "QKI at 12", 0.5, 0.5, 11))
    sites = (GraphNode("a", "acceptor", "acceptor 30", "n", 1, 0.7, 29), GraphNode("d", "donor", "donor 90", "n", 1, 0.3, 89))
    edges = (GraphEdge("p", "m", 0.0), GraphEdge("m", "a", 0.8), GraphEdge("m", "d", -0.4))
    figure = plot_network(DrawnGraph((*nodes, *sites), edges))
    lines = [trace.line.color for trace in figure.data if trace.mode == "lines"]
    assert lines == [palette().border, palette().supports, palette().suppresses]
    told = {tuple(data) for trace in figure.data for data in (trace.customdata if trace.customdata is not None else ())}
    assert ("donor", "donor 90", 89) in told
