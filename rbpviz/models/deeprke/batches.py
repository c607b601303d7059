"""From bases and pairs to the words of DeepRKE."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from rbpviz.features.words import STRUCTURE_PADDING, structure_words, words
from rbpviz.models.deeprke.network import POOLING, SHORTEST, DeeprkeOptions, WordBatch
from rbpviz.models.feeding import Pairs
from rbpviz.results.structures import PairProbabilities
from rbpviz.structure.centroid import likely_structure
from rbpviz.structure.elements import context_letters
from rbpviz.types import N_CODE


@dataclass(frozen=True, slots=True)
class WordFeeder:
    """Feeds DeepRKE (see `Feeder`).

    Parameters
    ----------
    options : DeeprkeOptions
        Of the network.
    """

    options: DeeprkeOptions

    @property
    def fixed_width(self) -> int | None:
        """The network's width where its readout knows positions."""
        return None if self.options.readout == "pool" else self.options.width

    @property
    def width_step(self) -> int:
        """One step of the BiLSTM; padding is at least two."""
        return POOLING

    def collate(self, codes: Sequence[np.ndarray], pairs: Sequence[Pairs], *, width: int) -> WordBatch:
        """Return words of bases, words of structural contexts where the network reads them, and lengths."""
        width = max(width, SHORTEST) if self.fixed_width is None else width
        spelled = np.stack([words(one, width, letters=N_CODE + 1) for one in codes])
        if self.options.structure:
            contexts = np.stack([structure_words(contexts_of(one, len(code)), width) for code, one in zip(codes, pairs, strict=True)])
        else:
            contexts = np.full((len(codes), 1), STRUCTURE_PADDING, dtype=np.int64)
        lengths = torch.tensor([len(one) for one in codes])
        return WordBatch(torch.from_numpy(spelled), torch.from_numpy(contexts), lengths)


def contexts_of(pairs: Pairs, length: int) -> str:
    """Return the structural context of each base (see `context_letters`), from the pairs that are more likely than not."""
    return context_letters(likely_structure(PairProbabilities(*pairs, length, 0.0)))
