"""First-layer filters as motifs: the k-mers that excite a filter most, by both thresholds of the specification (section 8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import torch

from rbpviz.errors import InvalidOptionError
from rbpviz.features.encoding import PAD_CODE, encode_bases, pad_codes
from rbpviz.models.rnassrnet.network import Rnassrnet
from rbpviz.results.motifs import Motif
from rbpviz.types import N_CODE

MIN_SITES = 10
_CHUNK = 256

Threshold = Literal["max", "range"]


@dataclass(frozen=True, slots=True)
class FilterRules:
    """How k-mers are collected.

    Parameters
    ----------
    threshold : {"max", "range"}
        0.75 of the highest activation (paper), or mean + 0.75 (highest - mean) (authors' code); strictly above.
    width : int, default 9
        Bases a k-mer, odd: 9 is the filter length, 7 what motif databases hold.
    fraction : float, default 0.75
        The 0.75 of either rule.
    """

    threshold: Threshold = "max"
    width: int = 9
    fraction: float = 0.75

    def __post_init__(self) -> None:
        if self.width % 2 == 0 or self.width < 3:
            raise InvalidOptionError(f"Got width={self.width}; expected an odd number of bases, at least 3.")

    def describe(self) -> str:
        """Return the rule in words for a caption."""
        if self.threshold == "max":
            return f"k-mers above {self.fraction:g} x maximum"
        return f"k-mers above mean + {self.fraction:g} x (maximum - mean)"


def filter_motifs(network: Rnassrnet, sequences: Sequence[str], rules: FilterRules | None = None) -> list[Motif]:
    """Return a motif for each first-layer filter that fires on at least `MIN_SITES` k-mers.

    Activations are taken after normalisation and activation, in evaluation mode, at real bases only; k-mers with N or cut by an end
    are left out. Columns are (count + 1) / (sites + 4).

    Parameters
    ----------
    network : Rnassrnet
        In evaluation mode.
    sequences : sequence of str
        Positives, upper-case `ACGUN`.
    rules : FilterRules, optional
        Default: the paper's threshold, 9 bases.

    Returns
    -------
    list of Motif
        Probability matrices named `conv1_00` and so on; dead filters are absent.
    """
    rules = rules or FilterRules()
    highest, mean = _summarise(network, sequences)
    limit = rules.fraction * highest if rules.threshold == "max" else mean + rules.fraction * (highest - mean)
    counts = np.zeros((len(highest), rules.width, 4))
    for start in range(0, len(sequences), _CHUNK):
        codes, activation = _activate(network, sequences[start : start + _CHUNK])
        _count_kmers(counts, codes, activation > limit[None, :, None], rules.width)
    live = [(k, int(c[0].sum())) for k, c in enumerate(counts) if highest[k] > 0]
    return [Motif(f"conv1_{k:02d}", (counts[k] + 1) / (n + 4), "probability", n, rules.describe()) for k, n in live if n >= MIN_SITES]


def _activate(network: Rnassrnet, sequences: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    beyond = network.options.kernel // 2  # every RNA ends in padding, whatever the others are
    codes = pad_codes([encode_bases(s) for s in sequences], max(len(s) for s in sequences) + beyond)
    with torch.inference_mode():
        x = network.codes[torch.from_numpy(codes).long().to(network.codes.device)].transpose(1, 2)
        activation = network.convs[0](x).float().cpu().numpy()
    activation[np.broadcast_to((codes == PAD_CODE)[:, None, :], activation.shape)] = -np.inf
    return codes, activation


def _summarise(network: Rnassrnet, sequences: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    n_filters = network.options.filters
    highest, total, n_bases = np.full(n_filters, -np.inf), np.zeros(n_filters), 0
    for start in range(0, len(sequences), _CHUNK):
        codes, activation = _activate(network, sequences[start : start + _CHUNK])
        real = codes != PAD_CODE
        highest = np.maximum(highest, activation.max(axis=(0, 2)))
        total += np.where(np.isfinite(activation), activation, 0).sum(axis=(0, 2), dtype=np.float64)
        n_bases += int(real.sum())
    return highest, total / max(n_bases, 1)


def _count_kmers(counts: np.ndarray, codes: np.ndarray, fires: np.ndarray, width: int) -> None:
    half = width // 2
    rows, filters, positions = np.nonzero(fires)
    inside = (positions >= half) & (positions < codes.shape[1] - half)
    rows, filters, positions = rows[inside], filters[inside], positions[inside]
    kmers = codes[rows[:, None], positions[:, None] + np.arange(-half, half + 1)[None, :]]
    whole = (kmers < N_CODE).all(axis=1)
    for offset in range(width):
        np.add.at(counts, (filters[whole], offset, kmers[whole, offset]), 1)
