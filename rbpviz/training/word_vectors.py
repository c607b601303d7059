"""Vectors of words by skip-gram with negative sampling (section 4 of the DeepRKE specification; Mikolov et al. 2013, equation 4).

There are so few words that the objective is taken over all pairs of words at once, weighted by how often they meet, instead of over a
stream of sampled pairs: the expectation of what word2vec follows, without its noise.
"""

from collections.abc import Iterable

import numpy as np
import torch
from torch import nn
from torch.nn.functional import logsigmoid

from rbpviz.features.words import SEQUENCE_PADDING, SEQUENCE_WORDS, STRUCTURE_PADDING, STRUCTURE_WORDS, WORD, structure_words, words
from rbpviz.models.deeprke.batches import contexts_of
from rbpviz.models.deeprke.network import Deeprke
from rbpviz.models.feeding import Pairs
from rbpviz.training.store import LabelledRnas
from rbpviz.types import N_CODE

WINDOW = 12
"""Most positions between a word and its context; nearer contexts weigh more, as in word2vec, which shrinks its window at random."""
NEGATIVES = 5
NOISE_POWER = 0.75
STEPS = 400
RATE = 0.05


def count_contexts(rows: Iterable[np.ndarray], size: int, *, padding: int, window: int = WINDOW) -> np.ndarray:
    """Return how often words meet, nearer ones counted more.

    Parameters
    ----------
    rows : iterable of ndarray of int64, shape (length,)
        Words of each training record.
    size : int
        Number of words.
    padding : int
        Word that is left out.
    window : int, default 12
        Most positions apart.

    Returns
    -------
    ndarray of float64, shape (size, size)
        Symmetric.
    """
    counts = np.zeros((size, size))
    for row in rows:
        known = row[row != padding]
        for distance in range(1, min(window, len(known) - 1) + 1):
            pairs = known[:-distance] * size + known[distance:]
            met = np.bincount(pairs, minlength=size * size).reshape(size, size) * ((window - distance + 1) / window)
            counts += met + met.T
    return counts


def fit_vectors(counts: np.ndarray, dimension: int, *, seed: int) -> np.ndarray:
    """Return the vectors of words that make their contexts likely.

    Parameters
    ----------
    counts : ndarray of float64, shape (size, size)
        See `count_contexts`.
    dimension : int
        Length of a vector.
    seed : int
        Seed of the first vectors.

    Returns
    -------
    ndarray of float32, shape (size, dimension)
        Zero for words that never occur.
    """
    generator = torch.Generator().manual_seed(seed)
    present = np.flatnonzero(counts.sum(axis=1))
    whole = np.zeros((len(counts), dimension), dtype=np.float32)
    size = len(present)
    met = torch.from_numpy(counts[np.ix_(present, present)] / counts.sum())
    often = met.sum(dim=1)
    noise = often**NOISE_POWER
    missed = NEGATIVES * often[:, None] * (noise / noise.sum())[None]
    vectors = ((torch.rand(size, dimension, generator=generator, dtype=torch.float64) - 0.5) / dimension).requires_grad_()
    contexts = torch.zeros(size, dimension, dtype=torch.float64, requires_grad=True)
    adam = torch.optim.Adam([vectors, contexts], lr=RATE)
    for _ in range(STEPS):
        products = vectors @ contexts.T
        loss = -(met * logsigmoid(products) + missed * logsigmoid(-products)).sum()
        adam.zero_grad()
        loss.backward()
        adam.step()
    whole[present] = vectors.detach().float().numpy()
    return whole


@torch.no_grad()
def embed_words(network: Deeprke, data: LabelledRnas, rows: np.ndarray, *, seed: int) -> None:
    """Let the embeddings of an untrained network begin as the vectors of the words of its training records.

    Parameters
    ----------
    network : Deeprke
        Changed in place.
    data : LabelledRnas
        Training features.
    rows : ndarray of int64
        The records that train; those that validate are not looked at.
    seed : int
        Seed of the vectors.
    """
    dimension = network.options.dimension
    if network.embed_sequence is not None:
        spelled = (words(data.rnas.codes(row), max(len(data.rnas.codes(row)), WORD), letters=N_CODE + 1) for row in rows)
        _fill(network.embed_sequence, count_contexts(spelled, SEQUENCE_WORDS, padding=SEQUENCE_PADDING), dimension, seed)
    if network.embed_structure is not None:
        contexts = (contexts_of(Pairs(*data.rnas.pairs(row)), len(data.rnas.codes(row))) for row in rows)
        seen = (structure_words(letters, max(len(letters), WORD)) for letters in contexts)
        _fill(network.embed_structure, count_contexts(seen, STRUCTURE_WORDS, padding=STRUCTURE_PADDING), dimension, seed)


def _fill(layer: nn.Embedding, counts: np.ndarray, dimension: int, seed: int) -> None:
    with torch.enable_grad():
        vectors = fit_vectors(counts, dimension, seed=seed)
    layer.weight.copy_(torch.from_numpy(vectors))
