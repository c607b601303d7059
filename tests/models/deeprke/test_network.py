"""DeepRKE: sizes of the specification, shapes, what each readout sees, and independence of padding and of company."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from rbpviz.errors import InvalidOptionError
from rbpviz.features.encoding import encode_bases
from rbpviz.models.deeprke.batches import WordFeeder, contexts_of
from rbpviz.models.deeprke.network import Deeprke, DeeprkeOptions
from rbpviz.models.feeding import NO_PAIRS, Pairs, padded_width
from rbpviz.models.loaded import LoadedModel
from tests.models.samples import random_rna, random_structure, small_options_card

ONE_HOT = DeeprkeOptions(structure=False, sequence="bases")
POOLED = DeeprkeOptions(readout="pool", dimension=12)


def small(options: DeeprkeOptions, seed: int = 0) -> Deeprke:
    torch.manual_seed(seed)
    return Deeprke(options).eval().requires_grad_(False)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (DeeprkeOptions(), 881_185),
        (DeeprkeOptions(norm=False), 879_841),
        (DeeprkeOptions(structure=False), 548_737),
        (ONE_HOT, 450_433),
        (DeeprkeOptions(readout="flatten"), 868_385),
        (DeeprkeOptions(readout="flatten", width=101), 864_289),
    ],
)
def test_parameters_without_embeddings_are_those_of_section_5(options: DeeprkeOptions, expected: int) -> None:
    assert sum(p.numel() for name, p in Deeprke(options).named_parameters() if "embed" not in name) == expected


@pytest.mark.parametrize(("width", "steps"), [(375, (187, 94, 47, 24, 12, 6)), (101, (50, 25, 13, 7, 4, 2))])
def test_lengths_after_each_pooling_are_those_of_section_10(width: int, steps: tuple[int, ...]) -> None:
    network = small(DeeprkeOptions(width=width))
    batch = WordFeeder(network.options).collate([encode_bases("ACGU" * 20)], [NO_PAIRS], width=width)
    x, found = network._look_up(batch.sequence), []
    for module in (network.read_sequence, network.read_both):
        if module is network.read_both:
            x = torch.cat([x, x], dim=1)
        for layer in module:
            x = layer(x)
            if isinstance(layer, torch.nn.MaxPool1d):
                found.append(x.shape[2])
    assert tuple(found) == steps


def test_one_hot_bases_are_those_that_the_words_spell() -> None:
    network = small(ONE_HOT)
    batch = WordFeeder(ONE_HOT).collate([encode_bases("ACGUN")], [NO_PAIRS], width=375)
    seen = network._look_up(batch.sequence)[0].T
    assert seen.shape == (375, 4)
    assert torch.equal(seen[:4], torch.eye(4))
    assert (seen[4:] == 0.25).all()


def test_the_pooled_readout_does_not_see_padding() -> None:
    network, feeder = small(POOLED), WordFeeder(POOLED)
    codes = encode_bases(random_rna(np.random.default_rng(1), 190))
    logits = [network(feeder.collate([codes], [NO_PAIRS], width=width)).logit for width in (192, 192 + 640)]
    torch.testing.assert_close(logits[0], logits[1], atol=0.05, rtol=0)
    assert padded_width(feeder, 190) == 192
    assert feeder.collate([encode_bases("ACGU")], [NO_PAIRS], width=64).sequence.shape == (1, 126)


def test_last_states_are_those_of_both_directions() -> None:
    network = small(DeeprkeOptions(dimension=12))
    found = torch.randn(2, 6, 32)
    memory, _ = network.lstm(found)  # type: ignore[misc]
    read = network._read_out(found, torch.tensor([375, 300]))
    torch.testing.assert_close(read, torch.cat([memory[:, -1, :32], memory[:, 0, 32:]], dim=1))


def test_structure_counts_where_it_is_read_and_nowhere_else() -> None:
    pairs = Pairs(np.array([5, 6, 7]), np.array([40, 39, 38]), np.array([0.9, 0.8, 0.7]))
    codes = encode_bases(random_rna(np.random.default_rng(2), 100))
    for options, differs in ((POOLED, True), (replace(POOLED, structure=False), False)):
        network, feeder = small(options), WordFeeder(options)
        folded, open_ = (network(feeder.collate([codes], [p], width=128)).logit for p in (pairs, NO_PAIRS))
        assert bool(folded != open_) is differs
    assert contexts_of(pairs, 50) == "FFFFFSSS" + "H" * 30 + "SSS" + "T" * 9


def test_scores_are_the_same_bit_for_bit_in_any_company() -> None:
    rng = np.random.default_rng(0)
    structures = [random_structure(rng, int(n)) for n in rng.integers(20, 300, 40)]
    model = LoadedModel(small_options_card("deeprke", POOLED.as_dict()), small(POOLED), "cpu")
    together = model.score(structures)
    assert len(set(together.tolist())) == 40
    assert np.array_equal(together, [model.score([s])[0] for s in structures])
    with pytest.raises(InvalidOptionError, match="no per-base responses"):
        model.respond(structures[:1])


def test_options_that_do_not_fit_together_are_refused() -> None:
    with pytest.raises(InvalidOptionError, match="expected words where structure is read"):
        DeeprkeOptions(sequence="bases")
    with pytest.raises(InvalidOptionError, match="Got readout='first'"):
        DeeprkeOptions(readout="first")  # type: ignore[arg-type]
