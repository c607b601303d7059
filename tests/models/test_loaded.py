"""Scores and responses do not depend on company: one by one, batched, shuffled, chunked, from several threads."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
import torch

from rbpviz.errors import InvalidOptionError
from rbpviz.models.loaded import BATCH_ROWS, SCORING_FOLD, LoadedModel
from rbpviz.models.rnassrnet.network import RnassrnetOptions
from rbpviz.structure.folding import fold
from rbpviz.structure.parallel import fold_many
from tests.models.samples import FLAT, POOLED, random_rna, random_structure, small_card, small_model

KINDS = {
    "pooled": POOLED,
    "gated": replace(POOLED, readout="gated"),
    "flat": FLAT,
    "other sizes": replace(POOLED, filters=12, channels=4, hidden=20, convolutions=2),
    "position gate": replace(FLAT, gate="position", pool_graph=False, skip_edges=True, self_loops=False, weighted=False),
    "published channels": RnassrnetOptions(width=96),
}


def some_structures(n: int = 70) -> list:  # type: ignore[type-arg]
    rng = np.random.default_rng(0)
    return [random_structure(rng, int(length)) for length in rng.integers(5, 97, n)]


@pytest.mark.parametrize("kind", KINDS)
def test_scores_are_the_same_bit_for_bit_in_any_company(kind: str) -> None:
    model, structures = small_model(KINDS[kind]), some_structures()
    together = model.score(structures)
    assert len(set(together.tolist())) > 60
    assert np.array_equal(together, [model.score([s])[0] for s in structures])
    for chunk in (7, BATCH_ROWS, BATCH_ROWS + 1):
        parts = [model.score(structures[a : a + chunk]) for a in range(0, len(structures), chunk)]
        assert np.array_equal(together, np.concatenate(parts))
    order = np.random.default_rng(1).permutation(len(structures))
    assert np.array_equal(together[order], model.score([structures[i] for i in order]))


@pytest.mark.parametrize("kind", KINDS)
def test_responses_are_the_same_bit_for_bit_in_any_company(kind: str) -> None:
    model, structures = small_model(KINDS[kind]), some_structures(50)
    together = model.respond(structures)
    assert [r.score for r in together] == model.score(structures).tolist()
    for structure, found in zip(structures, together, strict=True):
        (alone,) = model.respond([structure])
        for name in ("cnn", "gcn", "gate"):
            assert getattr(found, name).shape == (len(structure.sequence),)
            assert getattr(found, name).dtype == np.float32
            np.testing.assert_array_equal(getattr(found, name), getattr(alone, name))


def test_several_threads_share_one_model() -> None:
    model, structures = small_model(POOLED), some_structures(40)
    expected = model.score(structures)
    with ThreadPoolExecutor(4) as pool:
        for found in pool.map(lambda _: model.score(structures), range(8)):
            assert np.array_equal(found, expected)


def test_scores_do_not_depend_on_how_folds_were_made() -> None:
    model = small_model(POOLED)
    rng = np.random.default_rng(2)
    sequences = [random_rna(rng, int(n)) for n in rng.integers(10, 90, 12)]
    expected = model.score([model.prepare(s) for s in sequences])
    for workers in (1, 2):
        assert np.array_equal(expected, model.score(list(fold_many(sequences, SCORING_FOLD, workers=workers))))


def test_scores_do_not_depend_on_the_threads_of_torch() -> None:
    model, structures = small_model(POOLED), some_structures(5)
    expected = model.score(structures)
    before = torch.get_num_threads()
    try:
        torch.set_num_threads(2)
        assert np.array_equal(model.score(structures), expected)
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)


def test_nothing_in_nothing_out() -> None:
    model = small_model(POOLED)
    assert model.score([]).shape == (0,)
    assert model.respond([]) == []


def test_one_base_and_only_n_are_scored() -> None:
    for options in (POOLED, FLAT):
        scores = small_model(options).score([fold("A", SCORING_FOLD), fold("NNNNNNNN", SCORING_FOLD)])
        assert ((scores > 0) & (scores < 1)).all()


def test_an_rna_longer_than_the_network_is_refused() -> None:
    model = small_model(FLAT)
    assert model.max_length == 96
    assert small_model(POOLED).max_length is None
    with pytest.raises(InvalidOptionError, match="97 nt.*96 nt at once"):
        model.score(some_structures(3) + [random_structure(np.random.default_rng(0), 97)])


def test_a_network_of_another_kind_is_refused() -> None:
    model = LoadedModel(small_card(POOLED), torch.nn.Linear(2, 2), "cpu")
    with pytest.raises(InvalidOptionError, match="expected a binding model"):
        model.score([])


def test_scoring_asks_for_no_gradient() -> None:
    model = small_model(POOLED)
    model.score(some_structures(3))
    assert not torch.is_inference_mode_enabled()
    assert all(p.grad is None for p in model.network.parameters())
