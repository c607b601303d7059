"""Sites of several models in windows: against the models run on the whole, regions by hand, letters around sites."""

import numpy as np
import pytest
import torch

from rbpviz.errors import InvalidOptionError
from rbpviz.interpret.motif_sites import Window, collect_sites, gene_regions, gene_windows, kmer_letters
from rbpviz.models.sam.loaded import LoadedSplicer, window_codes
from rbpviz.models.sam.network import one_hot
from tests.models.sam.cards import loaded, small_card
from tests.models.sam.samples import random_codes, settled


@pytest.fixture(scope="module")
def models() -> list[LoadedSplicer]:
    return [loaded(settled("fixed", density=0.01), "sam-fm"), loaded(settled("adjusted", density=0.01, seed=1), "sam-am")]


def test_sites_are_those_of_each_model_on_the_whole_sequence(models: list[LoadedSplicer]) -> None:
    codes, labels = random_codes(1200, seed=4).numpy(), np.zeros(1200, np.uint8)
    found = collect_sites(models, [(codes, labels)], gene_windows([1200], span=500))
    assert found.positions == found.region_bases.sum() == 1200
    whole = torch.from_numpy(window_codes(codes, -200, 1400))[None]
    for bit, model in enumerate(models):
        with torch.inference_mode():
            active = (model.sam.finder(whole, one_hot(whole))[0, :11, 200:-200] != 0).numpy()
        own = (found.members >> bit) & 1 == 1
        again = np.zeros_like(active)
        again[found.rbp[own], found.position[own]] = True
        assert np.array_equal(again, active)
        assert active.sum() > 20


def test_letters_around_a_site_are_read_from_the_gene(models: list[LoadedSplicer]) -> None:
    codes = random_codes(700, seed=9).numpy()
    codes[300] = 4
    found = collect_sites(models, [(codes, np.zeros(700, np.uint8))], [Window(0, 0, 700)])
    inside = (found.position >= 10) & (found.position < 690)
    near = np.abs(found.position - 300) <= 10
    assert (found.kmer[near | ~inside] == -1).all()
    rows = np.flatnonzero(inside & ~near)[:50]
    wanted = np.stack([codes[p - 10 : p + 11] for p in found.position[rows]])
    assert np.array_equal(kmer_letters(found.kmer[rows]), wanted)
    assert (kmer_letters(np.array([-1])) == 4).all()


def test_regions_of_a_gene_by_hand() -> None:
    labels = np.zeros(1500, np.uint8)
    labels[299], labels[700], labels[850] = 2, 1, 2  # first exon 0-299, intron, exon 700-850, intron
    regions = gene_regions(labels)
    expected = [2] * 199 + [1] * 101 + [4] * 100 + [5] * 200 + [3] * 100 + [0] * 76 + [1] * 75 + [4] * 100 + [5] * 549
    assert regions.tolist() == expected
    assert gene_regions(np.zeros(5, np.uint8)).tolist() == [2] * 5
    assert gene_regions(np.array([0, 0, 1, 0], np.uint8)).tolist() == [3, 3, 0, 0]


def test_windows_cover_each_gene_once() -> None:
    assert gene_windows([7, 3], span=5) == [Window(0, 0, 5), Window(0, 5, 7), Window(1, 0, 3)]


def test_models_of_other_proteins_are_refused(models: list[LoadedSplicer]) -> None:
    other = LoadedSplicer(small_card("sam-am").model_copy(update={"channels": ("X",)}), models[1].network, "cpu")
    with pytest.raises(InvalidOptionError, match="models of different RBPs"):
        collect_sites([models[0], other], [], [])
