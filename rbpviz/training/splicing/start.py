"""Adjusted motifs begin where fixed ones stand: the same sites, read by the same aggregator, and a correction of zero."""

from collections.abc import Iterable
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from rbpviz.errors import CheckpointError, InvalidOptionError
from rbpviz.models.sam.motif_models import AdjustedMotifs
from rbpviz.models.sam.network import Sam, SamOptions, one_hot
from rbpviz.models.sam.sparsity import REDUCTION
from rbpviz.models.sam.weights import sam_weights
from rbpviz.models.weights import fill_network
from rbpviz.training.splicing.settle import counted, settle_thinning
from rbpviz.training.splicing.windows import SpliceBatch

START_FILE = "start.safetensors"
START_DENSITY = REDUCTION**16
"""1.0 %: the first density at which no whole channel can be on where its motif model gives nothing (section 5.7)."""


def keep_start(network: Sam, run: Path) -> None:
    """Write what adjusted motifs may begin from, for as long as the density is not below `START_DENSITY`."""
    if network.density < START_DENSITY * 0.999:
        return
    draft = run / (START_FILE + ".part")
    save_file(sam_weights(network), draft)
    draft.replace(run / START_FILE)


def read_start(run: Path, options: SamOptions) -> Sam:
    """Return the fixed-motif model that a run of sam-fm left at `START_DENSITY`.

    Parameters
    ----------
    run : Path
        Folder of the run.
    options : SamOptions
        Sizes, those of the adjusted model.

    Raises
    ------
    CheckpointError
        If the run has not come that far, or has other sizes.
    """
    path = run / START_FILE
    try:
        weights = load_file(path)
    except (FileNotFoundError, SafetensorError) as error:
        raise CheckpointError(f"Got no {START_FILE} in {str(run)!r}; expected a run of sam-fm that reached 1 % density.") from error
    sizes = {name: getattr(options, name) for name in ("channels", "psams", "width", "rbps", "spare")}
    return fill_network(Sam(SamOptions("fixed", **sizes)), weights)  # type: ignore[return-value]


@torch.no_grad()
def begin_adjusted(network: Sam, fixed: Sam, batches: Iterable[SpliceBatch]) -> Sam:
    """Give an adjusted model the sites and the reader of a fixed one, with a correction of zero.

    Scores of the adjusted model are counted from its thinning threshold on; normalisation is set so that a site has the activation that it
    had. Where the fixed model gave a channel more sites than the thinning leaves, its weakest are lost.

    Parameters
    ----------
    network : Sam
        Untrained, with adjusted motifs; changed in place.
    fixed : Sam
        With fixed motifs, of the same sizes.
    batches : iterable of SpliceBatch
        Windows of training genes, for the thinning threshold.

    Returns
    -------
    Sam
        The adjusted model, in training mode.
    """
    model = network.finder.model
    if not isinstance(model, AdjustedMotifs):
        raise InvalidOptionError("Got a model with fixed motifs; expected adjusted ones, which can begin from them.")
    network.lssi.load_state_dict(fixed.lssi.state_dict())
    network.reader.load_state_dict(fixed.reader.state_dict())
    model.fixed.load_state_dict(fixed.fixed.state_dict())
    old, new = fixed.finder.norm, network.finder.norm
    _copy_statistics(old, model.norm)
    network.finder.set_density(fixed.density)
    for layer in (model.adjust.last.weight, model.adjust.last.bias):
        nn.init.zeros_(layer)  # type: ignore[arg-type]
    network.eval()
    kept = list(batches)
    settle_thinning(model, kept)
    thinned = torch.cat([counted(model.thin(b.codes, one_hot(b.codes)), b) for b in kept])
    mean, variance = thinned.mean(dim=0), thinned.var(dim=0)
    new.running_mean.copy_(mean)  # type: ignore[union-attr]
    new.running_var.copy_(variance)  # type: ignore[union-attr]
    network.finder.sparse.threshold.copy_(fixed.finder.sparse.threshold)
    new.weight.copy_(old.weight * torch.sqrt(variance + new.eps))
    new.bias.copy_(old.weight * (model.sparse.threshold + mean) + old.bias)
    return network.train()  # Lightning leaves the mode as it is


def _copy_statistics(old: nn.BatchNorm1d, new: nn.BatchNorm1d) -> None:
    pairs: list[tuple[Tensor | None, Tensor | None]] = [(old.running_mean, new.running_mean), (old.running_var, new.running_var)]
    for source, target in pairs:
        target.copy_(source)  # type: ignore[union-attr,arg-type]
