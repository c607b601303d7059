"""A graph of proteins, motif sites and splice sites on screen, in three columns."""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from rbpviz.plots.screen import base_layout, note, plain, undimmed
from rbpviz.plots.theme import Palette, palette
from rbpviz.results.graphs import DrawnGraph, GraphNode

_ROW = 24
"""Height of a node in px."""
_SYMBOLS = {"protein": "square", "motif": "circle", "acceptor": "circle", "donor": "diamond"}
_SIDES = {"protein": "middle left", "motif": "top center", "acceptor": "middle right", "donor": "middle right"}


def plot_network(graph: DrawnGraph, *, dark: bool = False) -> go.Figure:
    """Draw a graph.

    Parameters
    ----------
    graph : DrawnGraph
        With places.
    dark : bool, default False
        Draw for the dark theme.

    Returns
    -------
    plotly.graph_objects.Figure
        `customdata` of a node is `[kind, label, position]`, the position 0-based in the pre-mRNA, -1 for a protein.
    """
    look = palette(dark)
    nodes = {node.key: node for node in graph.nodes}
    figure = go.Figure()
    for edge in graph.edges:
        colour = look.border if edge.weight == 0 else look.supports if edge.weight > 0 else look.suppresses
        width = 1.0 if edge.weight == 0 else 1.0 + 2.2 * min(abs(edge.weight), 1.5)
        dash = "dot" if edge.weight < 0 else "solid"
        x, y = _bow(nodes[edge.source], nodes[edge.target])
        figure.add_scatter(x=x, y=y, mode="lines", line={"color": colour, "width": width, "dash": dash}, hoverinfo="skip", opacity=0.8)
    for kind in _SYMBOLS:
        mine = [node for node in graph.nodes if node.kind == kind]
        if mine:
            figure.add_trace(_nodes(mine, look))
    columns: dict[float, int] = {}
    for node in graph.nodes:
        columns[node.x] = columns.get(node.x, 0) + 1
    titles = [note(f"<b>{text}</b>", x, 1.0, xref="x", yref="y", xanchor="center", yshift=4) for x, text in _TITLES.items()]
    figure.update_layout(base_layout(dark))
    figure.update_layout(
        height=max(260, 60 + _ROW * max(columns.values(), default=1)),
        margin={"t": 34, "b": 14, "l": 14, "r": 14},
        hovermode="closest",
        dragmode="pan",
        annotations=titles,
        xaxis={"range": [-0.22, 1.22], "visible": False, "fixedrange": True},
        yaxis={"range": [0, 1.02], "visible": False, "fixedrange": True},
    )
    return figure


_TITLES = {0.0: "proteins", 0.5: "motif sites, 5′ to 3′", 1.0: "splice sites"}


def _nodes(nodes: list[GraphNode], look: Palette) -> go.Scatter:
    kind = nodes[0].kind
    colours = {"protein": look.muted, "motif": look.motif, "acceptor": look.acceptor, "donor": look.donor}
    marker: dict[str, Any] = {"symbol": _SYMBOLS[kind], "color": colours[kind], "size": [8 + 6 * min(n.weight, 2.0) for n in nodes]}
    return go.Scatter(
        x=[n.x for n in nodes],
        y=[n.y for n in nodes],
        mode="markers+text",
        name=kind,
        text=[plain(n.label, 30) for n in nodes],
        textposition=_SIDES[kind],
        textfont={"size": 11, "color": look.text},
        marker=marker,
        customdata=[[n.kind, n.label, -1 if n.position is None else n.position] for n in nodes],
        hovertext=[plain(f"{n.label}: {n.note}" if kind == "protein" else n.note, 120) for n in nodes],
        hovertemplate="%{hovertext}<extra></extra>",
        cliponaxis=False,
        **undimmed(1),
    )


def _bow(left: GraphNode, right: GraphNode) -> tuple[np.ndarray, np.ndarray]:
    """Return an S-shaped line between two nodes."""
    t = np.linspace(0, 1, 13)
    ease = t * t * (3 - 2 * t)
    return left.x + (right.x - left.x) * t, left.y + (right.y - left.y) * ease
