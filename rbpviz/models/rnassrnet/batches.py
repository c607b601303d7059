"""From bases and pairs to the tensors of RNASSR-Net."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from rbpviz.features.encoding import PAD_CODE, pad_codes
from rbpviz.features.graphs import GraphOperator, build_operator
from rbpviz.models.feeding import NO_PAIRS, Pairs
from rbpviz.models.rnassrnet.network import GraphBatch, RnassrnetOptions

WIDTH_STEP = 32


@dataclass(frozen=True, slots=True)
class GraphFeeder:
    """Feeds RNASSR-Net (see `Feeder`).

    Parameters
    ----------
    options : RnassrnetOptions
        Of the network.
    """

    options: RnassrnetOptions

    @property
    def fixed_width(self) -> int | None:
        """The network's width where its readout is flattened."""
        return self.options.width if self.options.readout == "flatten" else None

    @property
    def width_step(self) -> int:
        """32 nt."""
        return WIDTH_STEP

    def collate(self, codes: Sequence[np.ndarray], pairs: Sequence[Pairs], *, width: int) -> GraphBatch:
        """Return codes, mask and the operator of the graph."""
        padded = torch.from_numpy(pad_codes(codes, width))
        operator = build_operator([len(c) for c in codes], pairs, self.options.graph_rules())
        return GraphBatch(padded, padded != PAD_CODE, sparse_operator(operator))


def sparse_operator(operator: GraphOperator) -> torch.Tensor:
    """Return S as a sparse CSR tensor, float32, shape (n_bases, n_bases)."""
    n = len(operator.crow) - 1
    parts = (torch.from_numpy(operator.crow), torch.from_numpy(operator.col), torch.from_numpy(operator.value))
    return torch.sparse_csr_tensor(*parts, size=(n, n), check_invariants=False)


def _hear_warning_once() -> None:
    """Let torch say once, unheard, that sparse CSR tensors are new, so that no user reads it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sparse_operator(build_operator([1], [NO_PAIRS]))


_hear_warning_once()
