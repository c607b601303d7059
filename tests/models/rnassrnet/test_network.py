"""RNASSR-Net itself: sizes, invariants, receptive fields, and what each option changes."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from rbpviz.errors import InvalidOptionError
from rbpviz.models.feeding import collate_structures
from rbpviz.models.rnassrnet.batches import GraphFeeder
from rbpviz.models.rnassrnet.network import NetworkOutput, Rnassrnet, RnassrnetOptions, pooled_width, propagate
from rbpviz.results.structures import Structure
from rbpviz.sequences.records import parse_text
from rbpviz.structure.folding import FoldOptions, fold
from tests.models.samples import FLAT, POOLED, random_rna, random_structure, small_network, with_pairs

REF = RnassrnetOptions(pool_graph=False, gate="position")
GATED = replace(POOLED, readout="gated")
SECOND_OUTPUT = 256 + 1


def run(network: Rnassrnet, structures: list[Structure], *, width: int | None = None) -> NetworkOutput:
    options = network.options
    padded = width or (options.width if options.readout == "flatten" else max(len(s.sequence) for s in structures))
    with torch.inference_mode():
        return network(collate_structures(GraphFeeder(options), structures, rows=len(structures), width=padded))


@pytest.mark.parametrize(("width", "gate", "total"), [
    (501, "position", 5_153_356), (501, "single", 5_152_356),
    (375, "position", 3_858_768), (375, "single", 3_858_020),
    (101, "position", 1_056_556), (101, "single", 1_056_356),
])  # fmt: skip
def test_parameter_counts_of_the_published_network(width: int, gate: str, total: int) -> None:
    """One logit instead of two saves the second output's 257 parameters."""
    network = Rnassrnet(replace(REF, width=width, gate=gate))  # type: ignore[arg-type]
    assert sum(p.numel() for p in network.parameters()) == total - SECOND_OUTPUT


@pytest.mark.parametrize(("width", "half", "quarter", "flat"), [(501, 251, 126, 20064), (375, 188, 94, 15008), (101, 51, 26, 4064)])
def test_shapes_of_the_published_network(width: int, half: int, quarter: int, flat: int) -> None:
    network = Rnassrnet(replace(REF, width=width))
    x = torch.zeros(2, 4, width)
    first = network.convs[0](x)
    assert first.shape == (2, 32, width)
    assert network.pool(first).shape == (2, 32, half)
    assert network.pool(network.convs[1](network.pool(first))).shape == (2, 32, quarter)
    assert pooled_width(width) == quarter
    assert network.hidden.in_features == flat


@pytest.mark.parametrize("branches", ["both", "cnn", "gcn"])
@pytest.mark.parametrize("base", [FLAT, POOLED, GATED, replace(FLAT, pool_graph=False)], ids=["flat", "pooled", "gated", "flat graph"])
def test_ablations_run_and_give_numbers(base: RnassrnetOptions, branches: str) -> None:
    network = small_network(replace(base, branches=branches))  # type: ignore[arg-type]
    structures = [random_structure(np.random.default_rng(k), n) for k, n in enumerate((96, 40, 9))]
    out = run(network, structures)
    assert out.logit.shape == (3,)
    assert out.cnn.shape == out.gcn.shape == out.gate.shape == (145,)
    assert all(torch.isfinite(part).all() for part in out)
    assert bool(out.gcn.any()) == (branches != "cnn")


def test_t_and_case_change_nothing() -> None:
    network = small_network(POOLED)
    rna = random_rna(np.random.default_rng(1), 70)
    written = [parse_text(text)[0].sequence for text in (rna, rna.lower(), rna.replace("U", "T"))]
    outputs = [run(network, [fold(text, FoldOptions(mfe=False))]) for text in written]
    for other in outputs[1:]:
        assert all(torch.equal(a, b) for a, b in zip(outputs[0], other, strict=True))


def test_isolated_nodes_leave_the_graph_values_of_an_rna_alone() -> None:
    network = small_network(POOLED)
    structure = random_structure(np.random.default_rng(2), 50)
    alone = run(network, [structure])
    single = [with_pairs(letter, []) for letter in "ACGUN"]
    torch.testing.assert_close(run(network, [structure, *single], width=50).gcn[:50], alone.gcn, rtol=0, atol=1e-6)


@pytest.mark.parametrize("options", [FLAT, replace(FLAT, gate="position", pool_graph=False), POOLED], ids=["single", "position", "pooled"])
def test_the_gate_lies_between_zero_and_one(options: RnassrnetOptions) -> None:
    gate = run(small_network(options), [random_structure(np.random.default_rng(3), 80)]).gate
    assert 0 < gate.min() < gate.max() < 1


@pytest.mark.parametrize("options", [FLAT, POOLED, GATED], ids=["flat", "pooled", "gated"])
def test_no_gate_is_a_gate_of_one(options: RnassrnetOptions) -> None:
    structures = [random_structure(np.random.default_rng(4), n) for n in (60, 33)]
    gated, free = Rnassrnet(options).eval(), Rnassrnet(replace(options, gate="none")).eval()
    free.load_state_dict(gated.state_dict())
    with torch.no_grad():
        gated.gate_norm.weight.zero_()
        gated.gate_norm.bias.fill_(60.0)
    a, b = run(gated, structures), run(free, structures)
    assert (a.gate == 1).all()
    assert (b.gate == 1).all()
    assert torch.equal(a.logit, b.logit)


def test_without_pairs_the_graph_is_a_sequence_model() -> None:
    """Its values then follow from the four neighbours on either side, wherever they stand."""
    network = small_network(replace(POOLED, layers=4))
    rng = np.random.default_rng(5)
    core = random_rna(rng, 17)
    values = [run(network, [with_pairs(a + core + b, [])]).gcn for a, b in ((random_rna(rng, 20), random_rna(rng, 9)), ("", "GGGG"))]
    torch.testing.assert_close(values[0][24 : 24 + 9], values[1][4 : 4 + 9], rtol=1e-5, atol=1e-5)
    zeros = [(i, 16 - i, 0.0) for i in range(4)]
    assert torch.equal(run(network, [with_pairs(core, zeros)]).gcn, run(network, [with_pairs(core, [])]).gcn)
    assert not torch.equal(run(network, [with_pairs(core, [(2, 12, 0.9)])]).gcn, run(network, [with_pairs(core, [])]).gcn)


def changed(network: Rnassrnet, name: str, *, pairs: list[tuple[int, int, float]]) -> list[int]:
    """Return the bases whose response changes when base 30 of 61 changes."""
    rna = random_rna(np.random.default_rng(6), 61)
    other = rna[:30] + ("A" if rna[30] != "A" else "C") + rna[31:]
    before, after = (getattr(run(network, [with_pairs(s, pairs)]), name) for s in (rna, other))
    return torch.nonzero((before - after).abs() > 1e-7).flatten().tolist()


@pytest.mark.parametrize("name", ["cnn", "gcn"])
def test_receptive_fields_reach_four_bases_each_way(name: str) -> None:
    network = small_network(RnassrnetOptions(filters=16, channels=16, hidden=8, readout="pool", leak=0.3))
    assert changed(network, name, pairs=[]) == list(range(26, 35))


def test_pairs_and_skip_edges_widen_the_field_of_the_graph() -> None:
    options = RnassrnetOptions(filters=4, channels=16, hidden=8, readout="pool", leak=0.3)
    paired = changed(small_network(options), "gcn", pairs=[(30, 50, 0.9)])
    assert paired == [*range(26, 35), *range(47, 54)]
    assert changed(small_network(replace(options, skip_edges=True)), "gcn", pairs=[]) == list(range(22, 39))
    assert changed(small_network(options), "cnn", pairs=[(30, 50, 0.9)]) == list(range(26, 35))


def test_a_gated_readout_hears_only_what_the_gate_lets_through() -> None:
    """With the gate open everywhere it is the pooled readout; with the gate shut the sequence no longer matters."""
    structures = [fold("GGCUUUGUAGCUACUAACCUGAUUAACAGCU"), fold("ACGUACGGGAUUUACACACGGCGCGAUAUCC")]
    gated, pooled = (Rnassrnet(replace(POOLED, readout=readout)).eval() for readout in ("gated", "pool"))
    pooled.load_state_dict(gated.state_dict())
    with torch.no_grad():
        gated.gate_norm.weight.zero_()
        gated.gate_norm.bias.fill_(40.0)
        pooled.gate_norm.load_state_dict(gated.gate_norm.state_dict())
        assert torch.equal(run(gated, structures).logit, run(pooled, structures).logit)
        gated.gate_norm.bias.fill_(-60.0)
        shut = run(gated, structures).logit
    assert torch.allclose(shut[0], shut[1], atol=1e-6)


@pytest.mark.parametrize("convolutions", [1, 2, 3, 4])
@pytest.mark.parametrize("branches", ["cnn", "both"])
def test_padding_never_changes_a_pooled_score(branches: str, convolutions: int) -> None:
    network = small_network(replace(POOLED, branches=branches, convolutions=convolutions))  # type: ignore[arg-type]
    structures = [random_structure(np.random.default_rng(7), n) for n in (61, 64, 33)]
    narrow, wide = run(network, structures), run(network, structures, width=200)
    torch.testing.assert_close(narrow.logit, wide.logit, rtol=0, atol=1e-6)
    torch.testing.assert_close(narrow.cnn, wide.cnn, rtol=0, atol=1e-6)


@pytest.mark.parametrize("options", [FLAT, POOLED], ids=["flat", "pooled"])
def test_the_loss_begins_at_chance(options: RnassrnetOptions) -> None:
    torch.manual_seed(3)
    network = Rnassrnet(replace(options, filters=32, channels=32, hidden=256))
    structures = [random_structure(np.random.default_rng(k), 80) for k in range(64)]
    batch = collate_structures(GraphFeeder(options), structures, rows=64, width=96)
    labels = torch.tensor([0.0, 1.0] * 32)
    loss = torch.nn.functional.binary_cross_entropy_with_logits(network(batch).logit, labels)
    assert loss.item() == pytest.approx(np.log(2), abs=0.15)


def test_the_gradient_of_propagation_is_right() -> None:
    """The backward pass uses that S is symmetric; the transpose here does not."""
    structure = random_structure(np.random.default_rng(8), 20)
    operator = collate_structures(GraphFeeder(POOLED), [structure], rows=1, width=20).operator
    states = torch.randn(20, 3, requires_grad=True)
    weights = torch.randn(20, 3)
    (propagate(operator, states) * weights).sum().backward()
    torch.testing.assert_close(states.grad, operator.to_dense().T @ weights)


@pytest.mark.parametrize(("changes", "said"), [
    ({"kernel": 8}, "odd filter length"),
    ({"gate": "position", "readout": "pool"}, "readout='flatten'"),
    ({"gate": "double"}, "gate='double'"),
    ({"filters": 0}, "filters=0"),
    ({"width": 10**9}, "width=1000000000"),
    ({"hidden": "many"}, "hidden='many'"),
    ({"channels": 10}, "channels=10; expected a multiple of 4"),
])  # fmt: skip
def test_options_that_make_no_sense_are_refused(changes: dict[str, object], said: str) -> None:
    with pytest.raises(InvalidOptionError, match=said):
        RnassrnetOptions(**changes)  # type: ignore[arg-type]
