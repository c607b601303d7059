"""A network with its card, ready to score folded RNAs, and the batches that make its answers independent of company.

Results are the same one by one and batched, bit for bit on a CPU: a batch always has the same number of rows, and its width depends on
the length of its records alone, so the arithmetic of a row never depends on its neighbours.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from threading import RLock

import numpy as np
import torch
from torch import nn

from rbpviz.errors import InvalidOptionError
from rbpviz.models.devices import one_thread
from rbpviz.models.rnassrnet import batches as rnassrnet_batches
from rbpviz.models.rnassrnet.network import GraphBatch, NetworkOutput, Rnassrnet
from rbpviz.results.cards import ModelCard
from rbpviz.results.structures import Structure
from rbpviz.structure.folding import FoldOptions, fold

SCORING_FOLD = FoldOptions(mfe=False)
"""What the graph needs: pairing probabilities in windows of 150 nt, no minimum free energy."""

BATCH_ROWS = 32


@dataclass(frozen=True, slots=True)
class BaseResponses:
    """Output for one RNA.

    Parameters
    ----------
    score : float
        Probability in [0, 1].
    cnn, gcn, gate : ndarray of float32, shape (length,)
        Responses and base importance of each base.
    """

    score: float
    cnn: np.ndarray
    gcn: np.ndarray
    gate: np.ndarray


@dataclass(frozen=True, slots=True)
class LoadedModel:
    """A network in evaluation mode with its card.

    Parameters
    ----------
    card : ModelCard
        What is known of it.
    network : nn.Module
        On `device`, frozen.
    device : str
        Where it computes.
    lock : RLock, optional
        Held while the network computes, so that threads share one model.
    """

    card: ModelCard
    network: nn.Module
    device: str
    lock: RLock = field(default_factory=RLock, repr=False)

    @property
    def max_length(self) -> int | None:
        """Longest RNA in nt that is scored in one piece; None where there is no limit of the network."""
        options = self._rnassrnet().options
        return options.width if options.readout == "flatten" else None

    def prepare(self, sequence: str) -> Structure:
        """Return what the network needs of one sequence, folded in this process."""
        return fold(sequence, SCORING_FOLD)

    def score(self, structures: Sequence[Structure]) -> np.ndarray:
        """Return the probability of each RNA, float64, shape (n,).

        Parameters
        ----------
        structures : sequence of Structure
            Folded RNAs with pairing probabilities.

        Returns
        -------
        ndarray

        Raises
        ------
        InvalidOptionError
            If an RNA is longer than the network takes in one piece.
        """
        scores = np.zeros(len(structures))
        for rows, output, _ in self._run(structures):
            scores[rows] = _probabilities(output)[: len(rows)]
        return scores

    def respond(self, structures: Sequence[Structure]) -> list[BaseResponses]:
        """Return score and per-base responses of each RNA (see `score`)."""
        answers: dict[int, BaseResponses] = {}
        for rows, output, lengths in self._run(structures):
            score = _probabilities(output)
            ends = np.cumsum(lengths)[:-1]
            curves = [np.split(part.float().cpu().numpy(), ends) for part in (output.cnn, output.gcn, output.gate)]
            for place, row in enumerate(rows):
                answers[row] = BaseResponses(float(score[place]), *(curve[place] for curve in curves))
        return [answers[i] for i in range(len(structures))]

    def _run(self, structures: Sequence[Structure]) -> Iterator[tuple[list[int], NetworkOutput, list[int]]]:
        self._check_lengths(structures)
        width = self._rnassrnet().options.width if self.max_length is not None else None
        plans = rnassrnet_batches.plan([len(s.sequence) for s in structures], rows=BATCH_ROWS, width=width)
        for plan in plans:
            batch = rnassrnet_batches.collate(
                [structures[i] for i in plan.rows], rows=BATCH_ROWS, width=plan.width, rules=self._rnassrnet().options.graph_rules()
            )
            lengths = batch.mask.sum(dim=1).tolist()
            with self.lock, one_thread(), torch.inference_mode():
                output = self.network(_move(batch, self.device))
            yield list(plan.rows), output, lengths

    def _check_lengths(self, structures: Sequence[Structure]) -> None:
        longest = max((len(s.sequence) for s in structures), default=0)
        if self.max_length is not None and longest > self.max_length:
            raise InvalidOptionError(f"Got an RNA of {longest} nt; {self.card.id} takes {self.max_length} nt at once: score it in windows.")

    def _rnassrnet(self) -> Rnassrnet:
        if not isinstance(self.network, Rnassrnet):
            raise InvalidOptionError(f"{self.card.id} is not an RNASSR-Net model.")
        return self.network


def _probabilities(output: NetworkOutput) -> np.ndarray:
    """Return the probability of each row of a batch, always of all rows: the last bit may depend on how many are computed together."""
    return torch.sigmoid(output.logit.cpu().double()).numpy()


def _move(batch: GraphBatch, device: str) -> GraphBatch:
    return batch if device == "cpu" else GraphBatch(*(part.to(device) for part in batch))
