"""RNA maps: the sums against knock-outs done one by one, and what is drawn from them."""

import numpy as np
import pytest
import torch

from rbpviz.interpret import rna_maps
from rbpviz.interpret.rna_maps import map_genes
from rbpviz.models.sam.knockout import trace
from rbpviz.models.sam.loaded import LoadedSplicer, window_codes
from rbpviz.results.rna_maps import OFFSETS, RADIUS, RnaMap, join_maps, rbp_group
from tests.models.sam.cards import loaded
from tests.models.sam.samples import random_codes, settled


@pytest.fixture(scope="module")
def model() -> LoadedSplicer:
    return loaded(settled("adjusted", density=0.01, binary=True), "sam-am")


def test_sums_are_those_of_knock_outs_one_by_one(model: LoadedSplicer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rna_maps, "UNCERTAIN", (0.0, 1.0))
    codes, labels = random_codes(900, seed=2).numpy(), np.zeros(900, np.uint8)
    labels[450], labels[520] = 1, 2
    found = map_genes(model, [(codes, labels)])
    traced = trace(model.sam, torch.from_numpy(window_codes(codes, -200, 1100)))
    gain, loss = np.zeros((2, 11)), np.zeros((2, 11))
    for kind, place in ((1, 450), (2, 520)):
        for channel, offset in traced.sites[:11, place + 200 - RADIUS : place + 201 + RADIUS].nonzero().tolist():
            sites = traced.sites.clone()
            sites[channel, place + 200 - RADIUS + offset] = 0
            without = trace(model.sam, torch.from_numpy(window_codes(codes, -200, 1100)), sites=sites).log_probabilities
            change = float(traced.log_probabilities[kind, place + 200].exp() - without[kind, place + 200].exp())
            (gain if change > 0 else loss)[kind - 1, channel] += abs(change)
    np.testing.assert_allclose(found.gain[0].sum(axis=2), gain, atol=1e-6)
    np.testing.assert_allclose(found.loss[0].sum(axis=2), loss, atol=1e-6)
    assert found.features.tolist() == [[1, 1]]
    assert found.count.sum() > 5


def test_certain_sites_are_not_asked(model: LoadedSplicer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rna_maps, "UNCERTAIN", (1.0, 1.0))
    labels = np.zeros(700, np.uint8)
    labels[300] = 1
    found = map_genes(model, [(random_codes(700).numpy(), labels)])
    assert found.features.sum() == found.count.sum() == 0
    assert not found.values().any()


def _map() -> RnaMap:
    gain, loss, count = np.zeros((1, 2, 2, 201)), np.zeros((1, 2, 2, 201)), np.zeros((1, 2, 2, 201), np.int64)
    gain[0, 0, 0, RADIUS + 10], count[0, 0, 0, RADIUS + 10] = 0.6, 3
    loss[0, 0, 0, RADIUS - 10], count[0, 0, 0, RADIUS - 10] = 0.2, 1
    gain[0, 1, 1, RADIUS - 5], count[0, 1, 1, RADIUS - 5] = 0.3, 1
    return RnaMap(("sam-am/x",), ("TRA2A", "HNRNPA1"), gain, loss, count, np.array([[10, 10]]))


def test_a_map_is_the_summed_effect_over_all_motif_sites() -> None:
    values = _map().values()
    assert values[0, 0, RADIUS + 10] == pytest.approx(0.6 / 4)
    assert values[0, 0, RADIUS - 10] == pytest.approx(-0.2 / 4)
    assert values[1, 1, RADIUS - 5] == pytest.approx(0.3)
    assert _map().scaled()[0, 0, RADIUS - 10] == pytest.approx(-1 / 3)
    assert np.abs(_map().scaled()).max(axis=(0, 2)).tolist() == [1, 1]


def test_exon_and_intron_effects_and_groups() -> None:
    summary = _map().summary().set_index("rbp")
    assert summary.loc["TRA2A", "exon"] == pytest.approx(0.15)
    assert summary.loc["TRA2A", "intron"] == pytest.approx(-0.05)
    assert summary.loc["HNRNPA1", "exon"] == pytest.approx(0.3)
    assert [rbp_group(n) for n in ("TRA2A", "SRSF1", "PTBP3", "FUS", "PCBP1", "QKI")] == ["SR", "SR", "hnRNP", "hnRNP", "hnRNP", "other"]


def test_maps_of_several_models_are_averaged_and_the_table_has_every_cell() -> None:
    both = join_maps([_map(), _map()])
    np.testing.assert_allclose(both.values(), _map().values())
    frame = both.frame()
    assert len(frame) == 2 * 2 * len(OFFSETS)
    row = frame.query("site == 'acceptor' and rbp == 'TRA2A' and offset == 10").iloc[0]
    assert row.effect == pytest.approx(0.15)
    assert row.motif_sites == 6
