"""The effects of a landscape as a graph: proteins, their motif sites, and the splice sites that these support or suppress."""

import math

import networkx as nx

from rbpviz.results.graphs import DrawnGraph, GraphEdge, GraphNode, NodeKind
from rbpviz.results.landscapes import Landscape, LandscapePanel, MotifEffect

MOST_EDGES = 60
"""Most effects of a drawn graph; the strongest are kept."""
LEAST = 0.05
"""Effects below this (5 % of a probability) are no edges."""


def landscape_graph(landscape: Landscape, model: str, *, least: float = LEAST, most: int = MOST_EDGES) -> nx.DiGraph:
    """Return the graph of a model's effects.

    Parameters
    ----------
    landscape : Landscape
        With knock-outs.
    model : str
        Model id of one of its panels.
    least : float, default 0.05
        Least absolute effect of an edge.
    most : int, default 60
        Most effects; the strongest are kept. The graph's `left_out` counts the others.

    Returns
    -------
    networkx.DiGraph
        Nodes are tuples: `("protein", name)`, `("motif", name, position)`, `(kind, position)`; edges from proteins to their motif sites
        have the weight 0, those from motif sites to splice sites the effect.
    """
    graph = nx.DiGraph(left_out=0)
    panel = landscape.panel(model)
    if panel is None:
        return graph
    eligible = landscape.eligible()
    effects = [e for e in panel.effects if abs(e.effect) >= least and _place(panel, e) in eligible]
    effects.sort(key=lambda e: -abs(e.effect))
    graph.graph["left_out"] = max(len(effects) - most, 0)
    for effect in effects[:most]:
        motif = panel.motifs[effect.motif]
        node = ("motif", motif.rbp, motif.position)
        graph.add_edge(("protein", motif.rbp), node, weight=0.0)
        position, kind = _place(panel, effect)
        graph.add_edge(node, (kind, position), weight=effect.effect)
    return graph


def draw_graph(graph: nx.DiGraph) -> DrawnGraph:
    """Return the graph of `landscape_graph` with places: proteins on the left, motif sites in the middle, splice sites on the right.

    Within a column nodes stand in the order of the pre-mRNA, 5' above 3'; proteins stand beside the middle of their sites.
    """
    columns: dict[str, list[tuple[object, ...]]] = {"protein": [], "motif": [], "site": []}
    for node in graph.nodes:
        columns[node[0] if node[0] in columns else "site"].append(node)
    columns["motif"].sort(key=lambda n: (n[2], n[1]))
    columns["site"].sort(key=lambda n: (n[1], n[0]))
    order = {node: k for k, node in enumerate(columns["motif"])}
    columns["protein"].sort(key=lambda n: (_mean([order[m] for m in graph.successors(n)]), n[1]))
    places: dict[tuple[object, ...], tuple[float, float]] = {}
    for x, name in enumerate(("protein", "motif", "site")):
        size = len(columns[name])
        places |= {node: (x / 2, 1 - (k + 0.5) / size) for k, node in enumerate(columns[name])}
    nodes = tuple(_node(graph, node, *place) for node, place in places.items())
    edges = tuple(GraphEdge(_key(a), _key(b), float(data["weight"])) for a, b, data in graph.edges(data=True))
    return DrawnGraph(nodes, edges, int(graph.graph.get("left_out", 0)))


def _node(graph: nx.DiGraph, node: tuple[object, ...], x: float, y: float) -> GraphNode:
    kind: NodeKind = node[0]  # type: ignore[assignment]
    around = [float(d["weight"]) for *_, d in (*graph.in_edges(node, data=True), *graph.out_edges(node, data=True))]
    if kind == "protein":
        around = [float(d["weight"]) for motif in graph.successors(node) for *_, d in graph.out_edges(motif, data=True)]
        count = graph.out_degree(node)
        return GraphNode(_key(node), kind, str(node[1]), f"{count} motif site{'' if count == 1 else 's'}", x, y, None, _total(around))
    position = int(str(node[-1]))
    label = f"{position + 1:,}" if kind == "motif" else f"{kind} {position + 1:,}"
    words = ", ".join(f"e = {w:+.2f}".replace("-", "−") for w in sorted(filter(None, around), key=lambda w: -abs(w))[:6])
    note = f"{node[1]} at {position + 1:,}: {words}" if kind == "motif" else f"{label}: {words}"
    return GraphNode(_key(node), kind, label, note, x, y, position, _total(around))


def _place(panel: LandscapePanel, effect: MotifEffect) -> tuple[int, str]:
    site = panel.sites[effect.site]
    return site.position, site.kind


def _key(node: tuple[object, ...]) -> str:
    return "|".join(map(str, node))


def _mean(values: list[int]) -> float:
    return sum(values) / len(values)


def _total(weights: list[float]) -> float:
    return math.fsum(map(abs, weights))
