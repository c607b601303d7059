"""Adjusted motifs that begin where fixed ones stood: the same sites with the same activations, and the same answer."""

from pathlib import Path

import pytest
import torch

from rbpviz.errors import CheckpointError, InvalidOptionError
from rbpviz.models.sam.network import Sam
from rbpviz.training.splicing.settle import settle_thresholds
from rbpviz.training.splicing.start import START_DENSITY, begin_adjusted, keep_start, read_start
from rbpviz.training.splicing.windows import PlannedWindows, plan_windows
from tests.models.sam.samples import random_codes, settled, small_options
from tests.training.splicing.samples import simulated_genes

GENES = simulated_genes(6, seed=4)
BATCHES = PlannedWindows(GENES, plan_windows(GENES), 1)


def _fixed() -> Sam:
    fixed = settled("fixed", density=0.01, seed=5)
    with torch.no_grad():
        fixed.finder.norm.weight.mul_(torch.linspace(0.9, 1.1, 12))
    return settle_thresholds(fixed, BATCHES)


def test_sites_activations_and_answer_stay(tmp_path: Path) -> None:
    fixed = _fixed()
    adjusted = begin_adjusted(Sam(small_options(density=0.1)), fixed, BATCHES)
    assert adjusted.training
    adjusted.eval()
    codes = random_codes(1500, seed=8, rows=2)
    before, after = fixed(codes), adjusted(codes)
    assert adjusted.density == fixed.density
    assert before.sites.count_nonzero() > 50
    kept = (before.sites != 0) & (after.sites != 0)
    assert kept.sum() >= 0.97 * before.sites.count_nonzero()
    assert ((before.sites == 0) & (after.sites > 1e-5)).sum() == 0
    torch.testing.assert_close(after.sites[kept], before.sites[kept], rtol=1e-3, atol=1e-5)


def test_a_run_keeps_its_start_until_the_density_falls_below_one_per_cent(tmp_path: Path) -> None:
    network = settled("fixed", density=START_DENSITY)
    keep_start(network, tmp_path)
    again = read_start(tmp_path, small_options())
    assert torch.equal(again.fixed.matrices, network.fixed.matrices)
    (tmp_path / "start.safetensors").unlink()
    network.finder.set_density(START_DENSITY * 0.75)
    keep_start(network, tmp_path)
    with pytest.raises(CheckpointError, match="expected a run of sam-fm that reached 1 % density"):
        read_start(tmp_path, small_options())


def test_fixed_motifs_cannot_begin_from_fixed_ones() -> None:
    with pytest.raises(InvalidOptionError, match="expected adjusted ones"):
        begin_adjusted(Sam(small_options("fixed")), _fixed(), BATCHES)
