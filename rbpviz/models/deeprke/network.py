"""The DeepRKE network: embedded words of sequence and structure, a CNN module each, a third one over both, a BiLSTM and a head.

Deng et al. 2020, BMC Genomics 21(Suppl 13):866; section 5 of the specification says which reading of the paper is taken and where the
public code differs. The published configuration reads the last states of the BiLSTM and so knows absolute positions; the `scan`
configuration pools its outputs.
"""

from dataclasses import asdict, dataclass
from typing import Literal, NamedTuple

import torch
from torch import Tensor, nn

from rbpviz.errors import InvalidOptionError
from rbpviz.features.words import SEQUENCE_PADDING, SEQUENCE_WORDS, STRUCTURE_PADDING, STRUCTURE_WORDS

ARCHITECTURE = "deeprke-1"
BLOCKS = ((128, 8), (64, 16), (32, 32))
"""Filters and filter length of the three blocks of a module."""
POOLING = 64
"""Positions that six poolings by two make one of."""
UNITS = 32
"""Units of each direction of the BiLSTM, and of the head."""
SHORTEST = 2 * POOLING
"""Least padded width, nt: both modules keep at least one position."""


@dataclass(frozen=True, slots=True)
class DeeprkeOptions:
    """Hyper-parameters of the network; the defaults are the paper's reading.

    Parameters
    ----------
    width : int
        Padded length in nt of the `last` and `flatten` readouts; the pooled readout takes any length.
    sequence : {"words", "bases"}
        Embedded words, or one-hot bases (the ablation DeepRKE--).
    structure : bool
        Whether structural contexts are read too (False: the ablation DeepRKE-).
    readout : {"last", "flatten", "pool"}
        Last states of the BiLSTM; the flattened map without a BiLSTM (the ablation CNN-only); or masked maximum and mean over the BiLSTM.
    dimension : int
        Length of word vectors.
    norm : bool
        Batch normalisation in all blocks.
    dropout : float
        Dropout of the head.
    """

    width: int = 375
    sequence: Literal["words", "bases"] = "words"
    structure: bool = True
    readout: Literal["last", "flatten", "pool"] = "last"
    dimension: int = 100
    norm: bool = True
    dropout: float = 0.2

    def __post_init__(self) -> None:
        for name, allowed in (("sequence", ("words", "bases")), ("readout", ("last", "flatten", "pool"))):
            if getattr(self, name) not in allowed:
                raise InvalidOptionError(f"Got {name}={getattr(self, name)!r}; expected one of {', '.join(allowed)}.")
        if not 90 <= self.width <= 4096 or not 1 <= self.dimension <= 1024:
            raise InvalidOptionError(f"Got width={self.width} and dimension={self.dimension}; expected 90 to 4096 and 1 to 1024.")
        if self.sequence == "bases" and self.structure:
            raise InvalidOptionError("Got one-hot bases with structure; expected words where structure is read.")
        if not 0 <= self.dropout < 1:
            raise InvalidOptionError(f"Got dropout={self.dropout}; expected 0 to below 1.")

    def as_dict(self) -> dict[str, bool | int | float | str]:
        """Return the options as they are written on a card."""
        return asdict(self)


class WordBatch(NamedTuple):
    """A batch of RNAs as words.

    Parameters
    ----------
    sequence, structure : Tensor of int64, shape (n, width - 2)
        Words of bases and of structural contexts (see `rbpviz.features.words`).
    lengths : Tensor of int64, shape (n,)
        Length of each RNA, nt.
    """

    sequence: Tensor
    structure: Tensor
    lengths: Tensor


class DeeprkeOutput(NamedTuple):
    """What the network computes.

    Parameters
    ----------
    logit : Tensor, shape (n,)
        Sigmoid gives the probability of binding.
    """

    logit: Tensor


class CnnModule(nn.Sequential):
    """Three blocks of convolution, normalisation, ReLU and pooling by two; even filters lengthen a map by one before it is pooled."""

    def __init__(self, inputs: int, *, norm: bool) -> None:
        layers: list[nn.Module] = []
        for filters, kernel in BLOCKS:
            layers += [nn.Conv1d(inputs, filters, kernel, padding=kernel // 2)]
            layers += [nn.BatchNorm1d(filters)] if norm else []
            layers += [nn.ReLU(), nn.MaxPool1d(2)]
            inputs = filters
        super().__init__(*layers)


class Deeprke(nn.Module):
    """The whole network.

    Parameters
    ----------
    options : DeeprkeOptions, optional
        Hyper-parameters.
    """

    def __init__(self, options: DeeprkeOptions | None = None) -> None:
        super().__init__()
        o = options or DeeprkeOptions()
        self.options = o
        self.embed_sequence = nn.Embedding(SEQUENCE_WORDS, o.dimension, SEQUENCE_PADDING) if o.sequence == "words" else None
        self.embed_structure = nn.Embedding(STRUCTURE_WORDS, o.dimension, STRUCTURE_PADDING) if o.structure else None
        self.read_sequence = CnnModule(o.dimension if o.sequence == "words" else 4, norm=o.norm)
        self.read_structure = CnnModule(o.dimension, norm=o.norm) if o.structure else None
        last = BLOCKS[-1][0]
        self.read_both = CnnModule(2 * last if o.structure else last, norm=o.norm)
        self.lstm = nn.LSTM(last, UNITS, bidirectional=True, batch_first=True) if o.readout != "flatten" else None
        outputs = {"last": 2 * UNITS, "pool": 4 * UNITS, "flatten": last * _steps(o.width, words=o.sequence == "words")}[o.readout]
        self.head = nn.Sequential(nn.Linear(outputs, UNITS), nn.ReLU(), nn.Dropout(o.dropout), nn.Linear(UNITS, 1))

    def forward(self, batch: WordBatch) -> DeeprkeOutput:
        """Return the logits of a batch."""
        maps = [self.read_sequence(self._look_up(batch.sequence))]
        if self.embed_structure is not None and self.read_structure is not None:
            maps.append(self.read_structure(self.embed_structure(batch.structure).transpose(1, 2)))
        found = self.read_both(torch.cat(maps, dim=1)).transpose(1, 2)
        return DeeprkeOutput(self.head(self._read_out(found, batch.lengths)).squeeze(1))

    def _look_up(self, words: Tensor) -> Tensor:
        if self.embed_sequence is not None:
            return self.embed_sequence(words).transpose(1, 2)
        first, last = words // 25, words[:, -1:]
        bases = torch.cat([first, last // 5 % 5, last % 5], dim=1)
        known = nn.functional.one_hot(bases, 5).float()
        return (known[:, :, :4] + 0.25 * known[:, :, 4:]).transpose(1, 2)

    def _read_out(self, found: Tensor, lengths: Tensor) -> Tensor:
        if self.lstm is None:
            return found.flatten(1)
        with torch.autocast(found.device.type, enabled=False):
            memory, (state, _) = self.lstm(found.float())
        if self.options.readout == "last":
            return state.transpose(0, 1).flatten(1)
        steps = torch.arange(memory.shape[1], device=memory.device)
        inside = (steps[None] * POOLING < lengths[:, None])[:, :, None]
        highest = memory.masked_fill(~inside, -torch.inf).amax(dim=1)
        mean = (memory * inside).sum(dim=1) / inside.sum(dim=1)
        return torch.cat([highest, mean], dim=1)


def _steps(width: int, *, words: bool) -> int:
    """Return how many positions six convolutions and poolings leave."""
    length = width - 2 if words else width
    for _ in range(2 * len(BLOCKS)):
        length = (length + 1) // 2
    return length
