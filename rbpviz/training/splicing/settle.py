"""Thresholds set exactly where the wanted density is, and the density that a model has (sections 4 and 12.6)."""

from collections.abc import Iterable, Sequence

import numpy as np
import torch
from torch import Tensor

from rbpviz.models.sam.motif_models import AdjustedMotifs
from rbpviz.models.sam.network import CONTEXT, Sam, one_hot
from rbpviz.training.splicing.store import LabelledGenes
from rbpviz.training.splicing.windows import IGNORED, PlannedWindows, SpliceBatch, plan_windows

SETTLING_WINDOWS = 120
"""Windows of 5,000 nt that thresholds are settled on: 600,000 bases, 48 million entries."""


def settling_windows(genes: LabelledGenes, *, seed: int) -> PlannedWindows:
    """Return random windows of genes, as they come, with and without sites."""
    plans = plan_windows(genes)
    chosen = np.random.default_rng([seed, len(plans)]).permutation(len(plans))[:SETTLING_WINDOWS]
    return PlannedWindows(genes, [plans[k] for k in np.sort(chosen)], 1)


@torch.no_grad()
def settle_thresholds(network: Sam, batches: Iterable[SpliceBatch]) -> Sam:
    """Set thresholds to the quantiles over whole windows, in evaluation mode, so that the realised density is the wanted one.

    In training a threshold follows windows that are laid around splice sites more often than these occur, and lags behind; the layer's
    definition, the quantile of all entries, is what a reader expects of the finished model.

    Parameters
    ----------
    network : Sam
        Changed in place.
    batches : iterable of SpliceBatch
        Windows of training genes.

    Returns
    -------
    Sam
        The same network, in evaluation mode.
    """
    network.eval()
    kept = list(batches)
    model = network.finder.model
    if isinstance(model, AdjustedMotifs):
        settle_thinning(model, kept)
    scored = [network.finder.normalise(b.codes, one_hot(b.codes)) for b in kept]
    scores = torch.cat([counted(one, b) for (one, _), b in zip(scored, kept, strict=True)])
    among = [counted(allowed, b) for (_, allowed), b in zip(scored, kept, strict=True) if allowed is not None]
    network.finder.sparse.settle(scores, torch.cat(among) if among else None)
    return network


def settle_thinning(model: AdjustedMotifs, batches: Sequence[SpliceBatch]) -> None:
    """Set the threshold that thins the fixed motifs of an adjusted model."""
    model.sparse.settle(torch.cat([counted(model.norm(model.fixed(b.codes, one_hot(b.codes))), b) for b in batches]))


def counted(values: Tensor, batch: SpliceBatch) -> Tensor:
    """Return values, shape (n, channels, length), of central positions inside transcripts, shape (positions, channels)."""
    return values[:, :, CONTEXT:-CONTEXT].transpose(1, 2)[batch.labels != IGNORED]
