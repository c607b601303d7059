"""Batches of equal shape."""

import warnings

import numpy as np
import pytest
import torch

from rbpviz.features.encoding import PAD_CODE
from rbpviz.features.graphs import build_operator
from rbpviz.models.feeding import collate_structures
from rbpviz.models.rnassrnet.batches import GraphFeeder, sparse_operator
from tests.models.samples import POOLED, random_structure, with_pairs


def test_a_batch_is_filled_up_with_single_bases() -> None:
    batch = collate_structures(GraphFeeder(POOLED), [with_pairs("GGGAAACCC", [(0, 8, 0.5)])], rows=4, width=32)
    assert batch.codes.shape == batch.mask.shape == (4, 32)
    assert batch.mask.sum(dim=1).tolist() == [9, 1, 1, 1]
    assert batch.operator.shape == (12, 12)
    assert batch.codes[0].tolist() == [2, 2, 2, 0, 0, 0, 1, 1, 1] + [PAD_CODE] * 23
    assert batch.operator.to_dense()[9:, :9].abs().sum() == 0


def test_the_sparse_tensor_is_the_operator() -> None:
    s = random_structure(np.random.default_rng(0), 30)
    assert s.pairs is not None
    operator = build_operator([30], [(s.pairs.left, s.pairs.right, s.pairs.probability)])
    sparse = sparse_operator(operator)
    assert sparse.layout == torch.sparse_csr
    np.testing.assert_array_equal(sparse.to_dense().numpy(), operator.dense())


def test_users_hear_no_warning_about_sparse_tensors() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        sparse_operator(build_operator([5], [(np.zeros(0, int),) * 3]))


def test_a_record_longer_than_the_width_is_an_error() -> None:
    with pytest.raises(ValueError, match="broadcast"):
        collate_structures(GraphFeeder(POOLED), [with_pairs("A" * 40, [])], rows=1, width=32)
