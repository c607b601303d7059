"""A graph ready to be drawn: nodes with places, edges with signs and sizes."""

from dataclasses import dataclass
from typing import Literal

NodeKind = Literal["protein", "motif", "acceptor", "donor"]


@dataclass(frozen=True, slots=True)
class GraphNode:
    """One node.

    Parameters
    ----------
    key : str
        Unique name.
    kind : {"protein", "motif", "acceptor", "donor"}
        What it stands for.
    label, note : str
        Name, and a line about it (untrusted text).
    x, y : float
        Place, x 0 to 1 from left to right, y 0 to 1 from bottom to top.
    position : int, optional
        0-based in the pre-mRNA; none for a protein.
    weight : float, default 1.0
        How much it matters, for its size.
    """

    key: str
    kind: NodeKind
    label: str
    note: str
    x: float
    y: float
    position: int | None = None
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class GraphEdge:
    """One edge.

    Parameters
    ----------
    source, target : str
        Keys of nodes.
    weight : float
        Above 0 supports, below 0 suppresses, 0 belongs to.
    """

    source: str
    target: str
    weight: float


@dataclass(frozen=True, slots=True)
class DrawnGraph:
    """Nodes and edges.

    Parameters
    ----------
    nodes : tuple of GraphNode
        In drawing order.
    edges : tuple of GraphEdge
        Between them.
    left_out : int
        Weaker edges that are not in it.
    """

    nodes: tuple[GraphNode, ...]
    edges: tuple[GraphEdge, ...]
    left_out: int = 0
