"""Batches of equal shape."""

import warnings

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from rbpviz.features.encoding import PAD_CODE
from rbpviz.features.graphs import GraphRules, build_operator
from rbpviz.models.rnassrnet.batches import collate, plan, sparse_operator
from tests.models.samples import random_structure, with_pairs


@given(st.lists(st.integers(1, 300), max_size=40), st.integers(1, 7), st.sampled_from([None, 300]))
def test_every_record_is_in_one_batch_that_fits_it(lengths: list[int], rows: int, width: int | None) -> None:
    plans = plan(lengths, rows=rows, width=width)
    assert sorted(row for p in plans for row in p.rows) == list(range(len(lengths)))
    for p in plans:
        assert 0 < len(p.rows) <= rows
        for row in p.rows:
            assert p.width == (width or (lengths[row] + 31) // 32 * 32)


def test_a_batch_is_filled_up_with_single_bases() -> None:
    batch = collate([with_pairs("GGGAAACCC", [(0, 8, 0.5)])], rows=4, width=32, rules=GraphRules())
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
        collate([with_pairs("A" * 40, [])], rows=1, width=32, rules=GraphRules())
