"""A network with its card, ready to score folded RNAs, and the batches that make its answers independent of company.

Results are the same one by one and batched, bit for bit on a CPU: a batch always has the same number of rows, and its width depends on
the length of its records alone, so the arithmetic of a row never depends on its neighbours.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from threading import RLock
from typing import Any, Protocol

import numpy as np
import torch
from torch import nn

from rbpviz.errors import InvalidOptionError
from rbpviz.models.devices import one_thread
from rbpviz.models.feeding import Feeder, collate_structures, move_batch, plan
from rbpviz.models.registry import feeder_of, get_family
from rbpviz.results.cards import ModelCard
from rbpviz.results.structures import Structure
from rbpviz.structure.folding import FoldOptions, fold

SCORING_FOLD = FoldOptions(mfe=False)
"""What the graph needs: pairing probabilities in windows of 150 nt, no minimum free energy."""

BATCH_ROWS = 32


class HasLogit(Protocol):
    """Output of a binding network; the sigmoid of its `logit`, shape (n,), gives the probability of binding."""

    logit: torch.Tensor


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
        return self.feeder.fixed_width

    @property
    def feeder(self) -> Feeder:
        """What makes the network's input."""
        return feeder_of(self.network)

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
        """Return score and per-base responses of each RNA (see `score`).

        Raises
        ------
        InvalidOptionError
            If the family has no per-base responses.
        """
        if not get_family(self.card.family).has_responses:
            raise InvalidOptionError(f"{self.card.id} has no per-base responses; expected a model such as rnassrnet/PARCLIP_QKI.")
        answers: dict[int, BaseResponses] = {}
        for rows, output, lengths in self._run(structures):
            score = _probabilities(output)
            ends = np.cumsum(lengths)[:-1]
            curves = [np.split(part.float().cpu().numpy(), ends) for part in (output.cnn, output.gcn, output.gate)]
            for place, row in enumerate(rows):
                answers[row] = BaseResponses(float(score[place]), *(curve[place] for curve in curves))
        return [answers[i] for i in range(len(structures))]

    def _run(self, structures: Sequence[Structure]) -> Iterator[tuple[list[int], Any, list[int]]]:
        self._check_lengths(structures)
        for planned in plan(self.feeder, [len(s.sequence) for s in structures], rows=BATCH_ROWS):
            chosen = [structures[i] for i in planned.rows]
            batch = collate_structures(self.feeder, chosen, rows=BATCH_ROWS, width=planned.width)
            lengths = [len(s.sequence) for s in chosen] + [1] * (BATCH_ROWS - len(chosen))
            with self.lock, one_thread(), torch.inference_mode():
                output = self.network(move_batch(batch, self.device))
            yield list(planned.rows), output, lengths

    def _check_lengths(self, structures: Sequence[Structure]) -> None:
        longest = max((len(s.sequence) for s in structures), default=0)
        if self.max_length is not None and longest > self.max_length:
            raise InvalidOptionError(f"Got an RNA of {longest} nt; {self.card.id} takes {self.max_length} nt at once: score it in windows.")


def _probabilities(output: HasLogit) -> np.ndarray:
    """Return the probability of each row of a batch, always of all rows: the last bit may depend on how many are computed together."""
    return torch.sigmoid(output.logit.cpu().double()).numpy()
