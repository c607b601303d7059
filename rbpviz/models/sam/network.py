"""SAM put together: frozen LSSI, a motif half that finds sites and a reader half that reads them (section 0)."""

from dataclasses import asdict, dataclass
from typing import Literal, NamedTuple

import torch
from torch import Tensor, nn

from rbpviz.errors import InvalidOptionError
from rbpviz.models.sam.aggregator import Reader
from rbpviz.models.sam.lssi import Lssi
from rbpviz.models.sam.motif_models import AdjustedMotifs, FixedMotifs, MotifShape, SparseMotifs
from rbpviz.types import N_CODE

ARCHITECTURE = "sam-1"
CONTEXT = 200
"""Bases on either side of what is predicted."""
SPAN = 5000
"""Positions predicted by a window of full length."""
MIN_LENGTH = 2 * CONTEXT + 1
START_DENSITY = 0.75


@dataclass(frozen=True, slots=True)
class SamOptions:
    """Hyper-parameters; the defaults are the paper's.

    Parameters
    ----------
    motifs : {"fixed", "adjusted"}
        FM or AM.
    channels, adjust_channels : int
        Width of the aggregator and of the adjustment network, a multiple of 4 (200 in the paper).
    density : float
        Fraction of entries kept when training begins.
    expansion : float
        How many times denser the thinned fixed motifs of AM are.
    binary : bool
        Sites as 0 and 1 (section 9d).
    psams, width, rbps, spare : int
        See `MotifShape`.
    """

    motifs: Literal["fixed", "adjusted"] = "fixed"
    channels: int = 200
    adjust_channels: int = 200
    density: float = START_DENSITY
    expansion: float = 2.0
    binary: bool = False
    psams: int = 318
    width: int = 11
    rbps: int = 79
    spare: int = 1

    def __post_init__(self) -> None:
        if self.motifs not in ("fixed", "adjusted"):
            raise InvalidOptionError(f"Got motifs={self.motifs!r}; expected fixed or adjusted.")
        for name in ("channels", "adjust_channels"):
            value = getattr(self, name)
            if not isinstance(value, int) or not 4 <= value <= 4096 or value % 4:
                raise InvalidOptionError(f"Got {name}={value!r}; expected a multiple of 4 from 4 to 4096.")
        if not 0 < self.density <= 1 or self.expansion < 1:
            raise InvalidOptionError(
                f"Got density={self.density} and expansion={self.expansion}; expected a density above 0 and at most 1 and an expansion of "
                "at least 1."
            )
        if (self.rbps + self.spare) % 2 or min(self.psams, self.width, self.rbps) < 1 or self.spare < 0:
            raise InvalidOptionError(f"Got {self.rbps} RBPs and {self.spare} spare channels; expected an even number of channels.")

    def shape(self) -> MotifShape:
        """Return the sizes of the motif channels."""
        return MotifShape(self.psams, self.width, self.rbps, self.spare)

    def as_dict(self) -> dict[str, bool | int | float | str]:
        """Return the options as they are written on a card."""
        return asdict(self)


class SamOutput(NamedTuple):
    """What SAM computes for a batch.

    Parameters
    ----------
    logits : Tensor, shape (n, 3, length)
        None, acceptor, donor; softmax gives probabilities.
    sites : Tensor, shape (n, motif channels, length)
        Sparse activations of motifs.
    lssi : Tensor, shape (n, 2, length)
        Log-probabilities of acceptor and donor from the local networks, not clamped.
    """

    logits: Tensor
    sites: Tensor
    lssi: Tensor


class Sam(nn.Module):
    """The whole model.

    Parameters
    ----------
    options : SamOptions, optional
        Hyper-parameters.
    """

    def __init__(self, options: SamOptions | None = None) -> None:
        super().__init__()
        o = options or SamOptions()
        self.options = o
        shape = o.shape()
        model = (
            FixedMotifs(shape)
            if o.motifs == "fixed"
            else AdjustedMotifs(shape, channels=o.adjust_channels, density=o.density, expansion=o.expansion)
        )
        self.lssi = Lssi().requires_grad_(False)
        self.finder = SparseMotifs(model, density=o.density, binary=o.binary)
        self.reader = Reader(2 + shape.channels, o.channels, reach=CONTEXT)

    def forward(self, codes: Tensor, *, first: int = 0) -> SamOutput:
        """Return scores of every position of the input, context included.

        Parameters
        ----------
        codes : Tensor of uint8, shape (n, length)
            Base codes, 4 for N and beyond the transcript; at least `MIN_LENGTH` of them.
        first : int, default 0
            Index of the first base in its window of full length.
        """
        if codes.shape[1] < MIN_LENGTH:
            raise InvalidOptionError(f"Got {codes.shape[1]} nt; SAM needs at least {MIN_LENGTH}: {CONTEXT} on either side of a base.")
        bases = one_hot(codes)
        with torch.no_grad():
            lssi = self.lssi(bases)
        sites = self.finder(codes, bases)
        return SamOutput(self.reader(lssi, sites, first=first), sites, lssi)

    def predict(self, codes: Tensor) -> Tensor:
        """Return probabilities of the three classes without the context, shape (n, 3, length - 2 CONTEXT)."""
        return torch.softmax(self(codes).logits, dim=1)[:, :, CONTEXT:-CONTEXT]

    @property
    def fixed(self) -> FixedMotifs:
        """The fixed motifs, alone or under the adjusted ones."""
        model = self.finder.model
        return model if isinstance(model, FixedMotifs) else model.fixed

    @property
    def density(self) -> float:
        """Fraction of entries that the sparsity layer is set to keep."""
        return float(self.finder.sparse.density)


def one_hot(codes: Tensor) -> Tensor:
    """Return one-hot bases in the order A, C, G, U, all zero for N, shape (n, 4, length)."""
    return nn.functional.one_hot(codes.long().clamp(max=N_CODE), 5)[:, :, :4].transpose(1, 2).float()


def substitute(*, finder: Sam, reader: Sam) -> Sam:
    """Return a model that finds sites like one model and reads them like another (module substitution, section 9d.2).

    Parameters
    ----------
    finder : Sam
        Gives motif model, normalisation, threshold and whether sites are binary.
    reader : Sam
        Gives aggregator and soft mask, and LSSI.

    Returns
    -------
    Sam
        In evaluation mode; the parts are shared, not copied.
    """
    if finder.options.shape().channels != reader.options.shape().channels:
        raise InvalidOptionError(
            f"Got a finder of {finder.options.shape().channels} motif channels and a reader of {reader.options.shape().channels}; "
            "expected the same number."
        )
    mixed = Sam(finder.options)
    mixed.lssi, mixed.finder, mixed.reader = reader.lssi, finder.finder, reader.reader
    return mixed.eval()
