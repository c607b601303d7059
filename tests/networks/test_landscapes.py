"""Networks of effects: who is linked to whom, with which sign, and where it stands."""

from rbpviz.networks.landscapes import draw_graph, landscape_graph
from tests.plots.landscapes import EXON, sample_landscape


def test_edges_are_the_effects_on_eligible_sites() -> None:
    landscape = sample_landscape()
    panel = landscape.panels[1]
    graph = landscape_graph(landscape, panel.model, least=0.01)
    found = {(a[1], a[2], b): d["weight"] for a, b, d in graph.edges(data=True) if a[0] == "motif"}
    expected = {}
    for e in panel.effects:
        site, motif = panel.sites[e.site], panel.motifs[e.motif]
        if abs(e.effect) >= 0.01:
            expected[motif.rbp, motif.position, (site.kind, site.position)] = e.effect
    assert found == expected
    assert graph.has_edge(("protein", "RBP0"), ("motif", "RBP0", panel.motifs[0].position))


def test_weak_effects_are_left_out_and_counted() -> None:
    landscape = sample_landscape(motifs=40)
    graph = landscape_graph(landscape, "sam-am/human", most=10)
    assert sum(d["weight"] != 0 for *_, d in graph.edges(data=True)) == 10
    drawn = draw_graph(graph)
    assert drawn.left_out == graph.graph["left_out"] > 50
    assert not landscape_graph(landscape, "no such model").nodes
    assert draw_graph(landscape_graph(landscape, "lssi/human")).nodes == ()


def test_columns_stand_in_the_order_of_the_pre_mrna() -> None:
    drawn = draw_graph(landscape_graph(sample_landscape(), "sam-fm/human", least=0.0))
    motifs = [node for node in drawn.nodes if node.kind == "motif"]
    assert [n.position for n in sorted(motifs, key=lambda n: -n.y)] == sorted(n.position or 0 for n in motifs)
    assert {node.x for node in motifs} == {0.5}
    sites = {node.label: node for node in drawn.nodes if node.kind in ("acceptor", "donor")}
    assert sites[f"acceptor {EXON[0] + 1}"].position == EXON[0]
    assert len({node.key for node in drawn.nodes}) == len(drawn.nodes)
    keys = {node.key for node in drawn.nodes}
    assert all(edge.source in keys and edge.target in keys for edge in drawn.edges)
