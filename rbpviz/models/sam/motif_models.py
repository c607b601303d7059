"""The two motif models: fixed (PSAMs of RNA Bind-n-Seq as they are) and adjusted (corrected by a small network).

Sections 3 and 5 of the specification. Both give one score per position and RBP, and both are followed by the same normalisation and
sparsity layer, so that one can stand in for the other.
"""

from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor, nn

from rbpviz.errors import CheckpointError
from rbpviz.models.sam.residual import ConvStack
from rbpviz.models.sam.sparsity import SharedThreshold, binarise
from rbpviz.motifs.psam_pack import PackedPsams
from rbpviz.motifs.psam_scan import score_motifs
from rbpviz.types import N_CODE

START_SCALE = 0.05
"""Scale of motif scores before training: affinities have long tails, of some 100 standard deviations."""
FLOOR = 1e-100
"""Added to affinities before the logarithm."""


@dataclass(frozen=True, slots=True)
class MotifShape:
    """Sizes of the packed PSAMs.

    Parameters
    ----------
    psams, width, rbps : int
        Number of matrices, their common (padded) width in nt, and number of RBPs.
    spare : int
        Channels that are always zero (section 3.6).
    """

    psams: int = 318
    width: int = 11
    rbps: int = 79
    spare: int = 1

    @property
    def channels(self) -> int:
        """Motif channels, those of RBPs first."""
        return self.rbps + self.spare


class MotifModel(Protocol):
    """What gives a score per position and RBP."""

    def __call__(self, codes: Tensor, bases: Tensor) -> Tensor:
        """Return scores, shape (n, channels, length), for codes (n, length) and one-hot bases (n, 4, length)."""


class FixedMotifs(nn.Module):
    """RBNS affinities: products along each PSAM, weighted sums over the PSAMs of an RBP (section 3.3).

    The PSAMs travel with the weights as buffers.

    Parameters
    ----------
    shape : MotifShape
        Sizes.
    """

    matrices: Tensor
    """Relative affinities, shape (psams, width, 4), 1 where a matrix is padded."""
    weights: Tensor
    """Weight of each PSAM in its RBP's sum, shape (rbps, psams)."""
    margins: Tensor
    """Bases that the widest PSAM of each RBP needs left and right of a position, int64, shape (rbps, 2)."""

    def __init__(self, shape: MotifShape) -> None:
        super().__init__()
        self.shape = shape
        self.register_buffer("matrices", torch.ones(shape.psams, shape.width, 4))
        self.register_buffer("weights", torch.zeros(shape.rbps, shape.psams))
        side = [(shape.width - 1) // 2, shape.width // 2]
        self.register_buffer("margins", torch.tensor([side] * shape.rbps))
        self._tables: PackedPsams | None = None

    def use_tables(self) -> None:
        """Score by table look-up from now on, in evaluation mode on a CPU: the same numbers within rounding, some ten times as fast."""
        owners = self.weights.argmax(dim=0).cpu()
        widths = self.margins.sum(dim=1).cpu()[owners] + 1
        names = tuple(str(k) for k in range(self.shape.rbps))
        weights = self.weights.max(dim=0).values.cpu().numpy()
        self._tables = PackedPsams(names, self.matrices.cpu().numpy(), weights, owners.numpy(), widths.numpy())

    def fill(self, packed: PackedPsams) -> "FixedMotifs":
        """Take the PSAMs of a set.

        Raises
        ------
        CheckpointError
            If their number or width is not that of the network.
        """
        if packed.matrices.shape != tuple(self.matrices.shape) or packed.n_rbps != self.shape.rbps:
            raise CheckpointError(
                f"Got {len(packed.matrices)} PSAMs of {packed.n_rbps} RBPs, {packed.window} wide; expected {self.shape.psams} of "
                f"{self.shape.rbps} RBPs, {self.shape.width} wide."
            )
        self.matrices.copy_(torch.from_numpy(packed.matrices.copy()))
        owners = torch.from_numpy(packed.owners.astype("int64"))
        self.weights.zero_()
        self.weights[owners, torch.arange(len(owners))] = torch.from_numpy(packed.weights.copy())
        self.margins.copy_(torch.from_numpy(packed.margins.copy()))
        return self

    def forward(self, codes: Tensor, bases: Tensor) -> Tensor:
        """Return affinities, shape (n, channels, length); N counts as a match, but a position that is N itself scores 0."""
        if self._tables is not None and codes.device.type == "cpu":
            rows = [torch.from_numpy(score_motifs(row.numpy(), self._tables)).T for row in codes]
            return nn.functional.pad(torch.stack(rows), (0, 0, 0, self.shape.spare))
        with torch.autocast(codes.device.type, enabled=False):
            left = (self.shape.width - 1) // 2
            padded = nn.functional.pad(bases.float(), (left, self.shape.width - 1 - left))
            logs = (self.matrices.double() + FLOOR).log().float().transpose(1, 2)
            affinity = nn.functional.conv1d(padded, logs).exp_()
            scores = torch.einsum("rp,npl->nrl", self.weights, affinity)
            scores = scores * self._scored(codes)
        return nn.functional.pad(scores, (0, 0, 0, self.shape.spare))

    def _scored(self, codes: Tensor) -> Tensor:
        """Return where a score is given at all: known bases whose window stays inside the sequence, shape (n, rbps, length)."""
        length = codes.shape[1]
        place = torch.arange(length, device=codes.device)
        inside = (place >= self.margins[:, :1]) & (place < length - self.margins[:, 1:])
        return (codes < N_CODE)[:, None] & inside[None]


class AdjustedMotifs(nn.Module):
    """Fixed motifs, thinned to twice the wanted density, plus a learned correction from 21 nt (section 5).

    A site of the adjusted model is always a site of the thinned fixed model: where that is zero nothing is added.

    Parameters
    ----------
    shape : MotifShape
        Sizes.
    channels : int
        Width of the correction network (200 in the paper).
    density : float
        Density that the following sparsity layer begins with.
    expansion : float, default 2
        How many times denser the thinned fixed motifs are.
    """

    def __init__(self, shape: MotifShape, *, channels: int, density: float, expansion: float = 2.0) -> None:
        super().__init__()
        self.fixed = FixedMotifs(shape)
        self.norm = nn.BatchNorm1d(shape.channels, affine=False)
        self.sparse = SharedThreshold(min(1.0, expansion * density))
        self.expansion = expansion
        self.adjust = ConvStack(4, channels, shape.channels, kernels=(3,) * 5 + (1,) * 5)

    def forward(self, codes: Tensor, bases: Tensor) -> Tensor:
        """Return adjusted scores, shape (n, channels, length), exactly 0 where the thinned fixed motifs are."""
        thinned = self.thin(codes, bases)
        correction = self.adjust(bases).float()
        return torch.where(thinned != 0, thinned + correction, torch.zeros_like(thinned))

    def thin(self, codes: Tensor, bases: Tensor) -> Tensor:
        """Return the fixed motifs that the correction may keep, shape (n, channels, length)."""
        with torch.autocast(codes.device.type, enabled=False):
            return self.sparse(self.norm(self.fixed(codes, bases)))

    def set_density(self, density: float) -> None:
        """Follow the density of the main sparsity layer."""
        self.sparse.set_density(self.expansion * density)


class SparseMotifs(nn.Module):
    """A motif model with its normalisation and sparsity layer: the half of SAM that finds sites.

    Parameters
    ----------
    model : FixedMotifs or AdjustedMotifs
        What scores.
    density : float
        Fraction of entries to keep.
    binary : bool, default False
        Give 1 for every site instead of its activation.
    """

    def __init__(self, model: FixedMotifs | AdjustedMotifs, *, density: float, binary: bool = False) -> None:
        super().__init__()
        self.model = model
        channels = (model if isinstance(model, FixedMotifs) else model.fixed).shape.channels
        self.norm = nn.BatchNorm1d(channels)
        nn.init.constant_(self.norm.weight, START_SCALE)
        self.sparse = SharedThreshold(density)
        self.binary = binary

    def forward(self, codes: Tensor, bases: Tensor) -> Tensor:
        """Return activations of the sites that stay, shape (n, channels, length).

        Raises
        ------
        CheckpointError
            If a site of an adjusted model lay outside the thinned fixed motifs (section 5.7).
        """
        scores, among = self.normalise(codes, bases)
        with torch.autocast(codes.device.type, enabled=False):
            sites = self.sparse(scores, among)
        if not self.training and among is not None and bool((sites != 0)[~among].any()):
            raise CheckpointError("Got an adjusted site outside the thinned fixed motifs; the model is damaged: install it again.")
        return binarise(sites) if self.binary else sites

    def normalise(self, codes: Tensor, bases: Tensor) -> tuple[Tensor, Tensor | None]:
        """Return normalised scores, shape (n, channels, length), and which of them may become sites; None where all may.

        After the normalisation the zeros of an adjusted model are a constant of their channel, which may exceed the shared threshold; in
        the published code such a channel is on throughout until the threshold has followed (section 5.7). Here what is zero stays zero.
        """
        scores = self.model(codes, bases)
        among = scores != 0 if isinstance(self.model, AdjustedMotifs) else None
        with torch.autocast(codes.device.type, enabled=False):
            return self.norm(scores), among

    def set_density(self, density: float) -> None:
        """Set the fraction of entries to keep, here and in the thinning of adjusted motifs."""
        self.sparse.set_density(density)
        if isinstance(self.model, AdjustedMotifs):
            self.model.set_density(density)
