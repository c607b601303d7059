"""Filters as motifs: a filter set by hand must give back its k-mer, by thresholds worked out by hand."""

from collections.abc import Sequence

import numpy as np
import pytest
import torch

from rbpviz.errors import InvalidOptionError
from rbpviz.features.encoding import encode_bases
from rbpviz.interpret.filters import MIN_SITES, FilterRules, filter_motifs
from rbpviz.models.rnassrnet.network import Rnassrnet, RnassrnetOptions

KMER = "ACUAACGGU"


def planted_network(kmer: str = KMER, *, bias: float = 0.0) -> Rnassrnet:
    """Return a network whose first filter counts matches with `kmer`; its other filters never fire."""
    network = Rnassrnet(RnassrnetOptions(readout="pool", padding=0.0, filters=4, channels=4, layers=1, hidden=4, leak=0.0)).eval()
    conv = network.convs[0].conv
    with torch.no_grad():
        conv.weight.zero_()
        conv.bias.fill_(-1.0)
        conv.bias[0] = bias
        for position, code in enumerate(encode_bases(kmer)):
            conv.weight[0, code, position] = 1.0
    return network


def flanked(middle: str, n: int = 40, seed: int = 0) -> list[str]:
    rng = np.random.default_rng(seed)
    ends = rng.choice(list("ACGU"), (n, 60))
    return ["".join(e[:30]) + middle + "".join(e[30 : 30 + k % 25]) for k, e in enumerate(ends)]


def counts(found: Sequence[str]) -> np.ndarray:
    return np.array([[sum(k[i] == b for k in found) for b in "ACGU"] for i in range(len(found[0]))])


def test_a_planted_filter_gives_back_its_kmer() -> None:
    (motif,) = filter_motifs(planted_network(), flanked(KMER), FilterRules(fraction=0.9))
    assert motif.name == "conv1_00"
    assert motif.n_sites == 40
    assert motif.consensus() == KMER
    np.testing.assert_allclose(motif.matrix, (counts([KMER] * 40) + 1) / 44)
    np.testing.assert_allclose(motif.matrix.sum(axis=1), 1)


def test_seven_bases_are_the_middle_of_nine() -> None:
    (motif,) = filter_motifs(planted_network(), flanked(KMER), FilterRules(fraction=0.9, width=7))
    assert motif.consensus() == KMER[1:-1]


def matches(sequence: str) -> list[tuple[int, str]]:
    """Return the number of matches and the k-mer of each whole window of a sequence."""
    windows = [sequence[i : i + 9] for i in range(len(sequence) - 8)]
    return [(sum(a == b for a, b in zip(w, KMER, strict=True)), w) for w in windows]


@pytest.mark.parametrize("threshold", ["max", "range"])
def test_thresholds_worked_out_by_hand(threshold: str) -> None:
    """The filter's activation is the number of matching bases, so every k-mer above the limit can be listed; ends count for the mean."""
    sequences = flanked(KMER, 60, seed=1)
    rows = [[sum(a == b for a, b in zip(("-" * 4 + s + "-" * 4)[i : i + 9], KMER, strict=True)) for i in range(len(s))] for s in sequences]
    every = np.concatenate(rows)
    mean, highest = every.mean(), every.max()
    limit = 0.75 * highest if threshold == "max" else mean + 0.75 * (highest - mean)
    expected = [kmer for s in sequences for n, kmer in matches(s) if n > limit]
    (motif,) = filter_motifs(planted_network(), sequences, FilterRules(threshold=threshold))  # type: ignore[arg-type]
    assert motif.n_sites == len(expected)
    np.testing.assert_allclose(motif.matrix, (counts(expected) + 1) / (len(expected) + 4))


def test_the_two_rules_differ_and_say_so() -> None:
    rules = FilterRules(), FilterRules(threshold="range")
    assert rules[0].describe() == "k-mers above 0.75 x maximum"
    assert rules[1].describe() == "k-mers above mean + 0.75 x (maximum - mean)"
    found = [filter_motifs(planted_network("A" * 9), flanked("A" * 9, 60) + flanked("A" * 7, 60), rule)[0] for rule in rules]
    assert found[0].n_sites > found[1].n_sites
    assert [m.source for m in found] == [rule.describe() for rule in rules]


def test_kmers_with_n_or_cut_by_an_end_are_left_out() -> None:
    with_n = [s.replace(KMER, KMER[:4] + "N" + KMER[5:]) for s in flanked(KMER)]
    at_end = [KMER[2:] + s[:20] for s in flanked("G")] + [s[:20] + KMER[:-2] for s in flanked("G")]
    every = flanked(KMER) + with_n + at_end
    (motif,) = filter_motifs(planted_network(bias=-6.5), every, FilterRules(fraction=0.1))
    fires = [kmer for s in every for n, kmer in matches(s) if n > 6.75]
    whole = [kmer for kmer in fires if "N" not in kmer]
    assert len(fires) == len(whole) + 40
    assert motif.n_sites == len(whole)
    np.testing.assert_allclose(motif.matrix, (counts(whole) + 1) / (len(whole) + 4))


def test_silent_filters_and_rare_sites_give_no_motif() -> None:
    assert [m.name for m in filter_motifs(planted_network(), flanked(KMER))] == ["conv1_00"]
    rare = FilterRules(fraction=0.95)
    assert filter_motifs(planted_network(), flanked(KMER, MIN_SITES - 1), rare) == []
    assert len(filter_motifs(planted_network(), flanked(KMER, MIN_SITES), rare)) == 1
    assert filter_motifs(planted_network(), []) == []


def test_motifs_do_not_depend_on_which_rnas_stand_together() -> None:
    network = Rnassrnet(RnassrnetOptions(width=90, filters=8, channels=4, layers=1, hidden=4)).eval()
    sequences = flanked(KMER, 300, seed=3)
    order = np.random.default_rng(0).permutation(300)
    first, second = (filter_motifs(network, s, FilterRules(width=7)) for s in (sequences, [sequences[i] for i in order]))
    assert first
    assert [(m.name, m.n_sites) for m in first] == [(m.name, m.n_sites) for m in second]
    for a, b in zip(first, second, strict=True):
        np.testing.assert_allclose(a.matrix, b.matrix)


@pytest.mark.parametrize("width", [8, 1])
def test_a_width_without_a_middle_is_refused(width: int) -> None:
    with pytest.raises(InvalidOptionError, match=f"width={width}; expected an odd"):
        FilterRules(width=width)
