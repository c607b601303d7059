"""Weights of SAM on disk: half precision, except what decides which sites there are."""

from torch import Tensor, nn

_EXACT = (".matrices", ".weights", ".threshold", ".density", "norm.running_mean", "norm.running_var", "norm.weight", "norm.bias")
"""Ends of names that stay in single precision: PSAMs, thresholds and the normalisation before them."""


def sam_weights(network: nn.Module) -> dict[str, Tensor]:
    """Return the state of a SAM or LSSI network on the CPU, ready to be written.

    Thresholds and the statistics that they are compared with keep their precision: a rounded threshold would change the density.
    """
    kept = {}
    for name, value in network.state_dict().items():
        if name.endswith("num_batches_tracked"):
            continue
        plain = value.detach().cpu().contiguous()
        exact = name.startswith("finder.") and name.endswith(_EXACT) and ".adjust." not in name
        kept[name] = plain if not plain.is_floating_point() else plain.float() if exact else plain.half()
    return kept
