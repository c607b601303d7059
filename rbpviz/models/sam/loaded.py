"""SAM or LSSI with its card, ready to read pre-mRNAs; genes of any length are read window by window (sections 1.6 and 2)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import RLock

import numpy as np
import torch
from torch import Tensor, nn

from rbpviz.errors import InvalidOptionError
from rbpviz.features.encoding import cut_window, encode_bases
from rbpviz.models.sam.lssi import Lssi
from rbpviz.models.sam.network import CONTEXT, SPAN, Sam, one_hot
from rbpviz.results.cards import ModelCard
from rbpviz.types import N_CODE


@dataclass(frozen=True, slots=True)
class SiteScores:
    """How strongly each base of a pre-mRNA is a splice acceptor or donor.

    Parameters
    ----------
    acceptor, donor : ndarray of float32, shape (length,)
        Natural-log probabilities.
    """

    acceptor: np.ndarray
    donor: np.ndarray

    def probabilities(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the probabilities of acceptor and donor."""
        return np.exp(self.acceptor), np.exp(self.donor)


@dataclass(frozen=True, slots=True)
class LoadedSplicer:
    """A splicing network in evaluation mode with its card.

    Parameters
    ----------
    card : ModelCard
        What is known of it.
    network : Sam or Lssi
        On `device`, frozen.
    device : str
        Where it computes.
    lock : RLock, optional
        Held while the network computes.
    """

    card: ModelCard
    network: nn.Module
    device: str
    lock: RLock = field(default_factory=RLock, repr=False)

    @property
    def has_motifs(self) -> bool:
        """Whether it is SAM, with motifs, and not LSSI alone."""
        return isinstance(self.network, Sam)

    @property
    def sam(self) -> Sam:
        """The network as SAM.

        Raises
        ------
        InvalidOptionError
            If it is LSSI alone, which has no motifs.
        """
        if not isinstance(self.network, Sam):
            raise InvalidOptionError(f"{self.card.id} reads splice sites alone; expected a SAM model, such as sam-am/human.")
        return self.network

    def score(self, codes: np.ndarray) -> SiteScores:
        """Return the scores of a whole pre-mRNA.

        Parameters
        ----------
        codes : ndarray of uint8, shape (length,)
            Base codes, 4 for N; what lies outside the transcript is not given: the model sees RNA.

        Returns
        -------
        SiteScores
        """
        found = [part for part, _ in self.score_windows(codes)]
        whole = np.concatenate(found, axis=1) if found else np.zeros((2, 0), np.float32)
        return SiteScores(whole[0], whole[1])

    def score_windows(self, codes: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray | None]]:
        """Yield scores and active motif entries, window by window of `SPAN` bases.

        Yields
        ------
        tuple of (ndarray of float32, shape (2, n), ndarray of bool, shape (motif channels, n), or None)
            Log-probabilities of acceptor and donor; sites of motifs where the model has motifs.
        """
        for start in range(0, len(codes), SPAN):
            window = window_codes(codes, start - CONTEXT, min(len(codes), start + SPAN) + CONTEXT)
            with self.lock, torch.inference_mode():
                yield self._score(torch.from_numpy(window).to(self.device))

    def local_logs(self, codes: Tensor) -> Tensor:
        """Return what LSSI's two networks say of codes of shape (length,): log-probabilities of acceptor and donor, shape (2, length)."""
        lssi = self.network if isinstance(self.network, Lssi) else self.sam.lssi
        with self.lock, torch.inference_mode():
            logs: Tensor = lssi(one_hot(codes[None]))[0]
        return logs

    def local_scores(self, codes: Tensor) -> np.ndarray:
        """Return LSSI's log-probabilities of acceptor and donor for codes of shape (length,), float32, shape (2, length).

        They are those of a softmax over none, acceptor and donor with logits 0, ln p and ln p (section 9a.3).
        """
        return weigh_local_logs(self.local_logs(codes))

    def _score(self, codes: Tensor) -> tuple[np.ndarray, np.ndarray | None]:
        inner = slice(CONTEXT, -CONTEXT)
        if isinstance(self.network, Lssi):
            return self.local_scores(codes)[:, inner], None
        output = self.sam(codes[None])
        logs = torch.log_softmax(output.logits[0].double(), dim=0)[1:, inner]
        return logs.float().cpu().numpy(), (output.sites[0, :, inner] != 0).cpu().numpy()

    def check_score(self, sequence: str) -> float:
        """Return the number that a card's fixed sequence is checked with: the highest acceptor probability plus the highest donor one."""
        acceptor, donor = self.score(encode_bases(sequence)).probabilities()
        return float(acceptor.max() + donor.max()) / 2


def weigh_local_logs(logs: Tensor) -> np.ndarray:
    """Return the log-probabilities of a softmax over none, acceptor and donor with logits 0, ln p and ln p, float32, shape (2, length)."""
    logs = logs.double()
    total = torch.logsumexp(torch.cat([torch.zeros_like(logs[:1]), logs]), dim=0)
    return (logs - total).float().cpu().numpy()


def window_codes(codes: np.ndarray, start: int, end: int) -> np.ndarray:
    """Return `[start, end)` of a pre-mRNA, N where that lies outside it, uint8, shape (end - start,)."""
    return cut_window(codes, start, end, fill=N_CODE)
