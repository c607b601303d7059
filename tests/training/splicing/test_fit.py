"""Fitting LSSI and SAM on simulated genes: they learn, sparsify to the target, and a broken run goes on as if it had not been broken."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from rbpviz.errors import DataSetError, InvalidOptionError
from rbpviz.models.sam.lssi import Lssi
from rbpviz.models.sam.network import SamOptions
from rbpviz.motifs.psam_pack import PackedPsams
from rbpviz.training.callbacks import METRICS_FILE, read_rows
from rbpviz.training.splicing.fit import SplicingData, SplicingRun, fit_binary, fit_lssi, fit_sam
from rbpviz.training.splicing.presets import LssiFit, SamFit, SamPreset, SparsityPlan, get_sam_preset, override_sam
from rbpviz.training.splicing.schedule import SparsitySchedule
from rbpviz.training.splicing.start import read_start
from tests.training.splicing.samples import simulated_genes

DATA = SplicingData(simulated_genes(12, seed=1), simulated_genes(4, seed=2))
PSAMS = PackedPsams(
    tuple("abcdefghijk"),
    np.random.default_rng(0).random((11, 5, 4)).astype(np.float32),
    np.full(11, 5, np.float32),
    np.arange(11),
    np.full(11, 5),
)
TARGET = 0.05
PRESET = SamPreset(
    SamOptions("adjusted", 8, 8, density=0.1, psams=11, width=5, rbps=11, spare=1),
    SamFit(
        span=300,
        batch_size=2,
        steps=12,
        periods=8,
        learning_rate=3e-3,
        hold=2,
        sparsity=SparsityPlan(target=TARGET, warm_up=1, slack=100.0),
    ),
    "a small test",
)


@pytest.fixture(scope="module")
def lssi(tmp_path_factory: pytest.TempPathFactory) -> Lssi:
    run = SplicingRun(tmp_path_factory.mktemp("lssi"))
    return fit_lssi(run, DATA, LssiFit(batch_size=256, epochs=6, negatives=0.3))[0]


def test_lssi_learns_the_sites(lssi: Lssi) -> None:
    genes = DATA.validation
    scores = lssi(torch.nn.functional.one_hot(torch.from_numpy(genes.codes).long(), 4).T[None].float())[0]
    for row, kind in enumerate((1, 2)):
        best = scores[row].argsort(descending=True)[: len(genes.sites(kind))]
        assert np.isin(best.numpy(), genes.sites(kind)).mean() > 0.8


def test_sam_reaches_its_density_and_keeps_only_weights_of_that_density(lssi: Lssi, tmp_path: Path) -> None:
    network, period = fit_sam(SplicingRun(tmp_path), DATA, PRESET, lssi=lssi, psams=PSAMS)
    rows = read_rows(tmp_path / METRICS_FILE)
    densities = [float(row["density"]) for row in rows]
    assert densities == sorted(densities, reverse=True)
    assert densities[0] == pytest.approx(0.1)
    assert densities[-1] == pytest.approx(TARGET)
    assert network.density == pytest.approx(TARGET, rel=1e-5)
    assert densities[period - 1] == pytest.approx(TARGET)
    assert all(torch.equal(a, b) for a, b in zip(network.lssi.parameters(), lssi.parameters(), strict=True))
    assert torch.equal(network.fixed.matrices, torch.from_numpy(PSAMS.matrices.copy()))
    binary, _ = fit_binary(SplicingRun(tmp_path / "binary"), DATA, PRESET.fit, trained=network)
    assert all(torch.equal(a, b) for a, b in zip(binary.finder.parameters(), network.finder.parameters(), strict=True))
    assert not torch.equal(binary.reader.aggregator.out.weight, network.reader.aggregator.out.weight)
    sites = binary(torch.from_numpy(DATA.train.codes[:900].copy())[None]).sites
    assert set(sites.unique().tolist()) == {0.0, 1.0}


def test_adjusted_motifs_that_begin_as_fixed_ones_go_on_learning(lssi: Lssi, tmp_path: Path) -> None:
    fixed = replace(PRESET, network=replace(PRESET.network, motifs="fixed"))
    fit_sam(SplicingRun(tmp_path / "fixed"), DATA, fixed, lssi=lssi, psams=PSAMS)
    begun = read_start(tmp_path / "fixed", PRESET.network)
    adjusted, _ = fit_sam(SplicingRun(tmp_path / "adjusted"), DATA, PRESET, lssi=lssi, psams=PSAMS, start=tmp_path / "fixed")
    rows = read_rows(tmp_path / "adjusted" / METRICS_FILE)
    assert float(rows[0]["density"]) == pytest.approx(TARGET, rel=1e-4)
    assert float(rows[-1]["realised_density"]) == pytest.approx(TARGET, rel=0.4)
    assert adjusted.finder.sparse.threshold != begun.finder.sparse.threshold
    assert not torch.equal(adjusted.finder.model.adjust.last.weight, torch.zeros(12, 8, 1))


def test_a_broken_run_goes_on_as_if_it_had_not_been_broken(lssi: Lssi, tmp_path: Path) -> None:
    whole, _ = fit_sam(SplicingRun(tmp_path / "whole"), DATA, PRESET, lssi=lssi, psams=PSAMS)

    class StopError(Exception):
        pass

    def stop(done: int, total: int | None, message: str) -> None:
        if done == 3 * PRESET.fit.steps + 4:
            raise StopError

    with pytest.raises(StopError):
        fit_sam(SplicingRun(tmp_path / "broken"), DATA, PRESET, lssi=lssi, psams=PSAMS, progress=stop)
    again, _ = fit_sam(SplicingRun(tmp_path / "broken", resume=True), DATA, PRESET, lssi=lssi, psams=PSAMS)
    kept = [
        [{k: v for k, v in row.items() if k != "seconds"} for row in read_rows(tmp_path / name / METRICS_FILE)]
        for name in ("whole", "broken")
    ]
    assert kept[0] == kept[1]
    assert all(torch.equal(a, b) for a, b in zip(whole.state_dict().values(), again.state_dict().values(), strict=True))


def test_a_run_too_short_for_its_target_says_so(lssi: Lssi, tmp_path: Path) -> None:
    short = replace(PRESET, fit=replace(PRESET.fit, periods=1))
    with pytest.raises(DataSetError, match="before the target density was reached"):
        fit_sam(SplicingRun(tmp_path), DATA, short, lssi=lssi, psams=PSAMS)


def test_the_same_gene_on_both_sides_is_refused() -> None:
    with pytest.raises(DataSetError, match="12 genes in training and validation"):
        SplicingData(DATA.train, DATA.train)


def test_presets_state_their_widths() -> None:
    assert get_sam_preset("sam-am", "paper").network.channels == 200
    assert get_sam_preset("sam-am", "compact").network.adjust_channels == 64


def test_options_of_a_preset_are_changed_by_name() -> None:
    preset = get_sam_preset("sam-am", "compact")
    changed = override_sam(preset, ["channels=32", "hold=3", "slack=2"])
    assert changed.network == replace(preset.network, channels=32)
    assert changed.fit == replace(preset.fit, hold=3, sparsity=replace(preset.fit.sparsity, slack=2.0))
    with pytest.raises(InvalidOptionError, match="Got the option 'width=x'; expected name=value|Got width='x'"):
        override_sam(preset, ["width=x"])
    with pytest.raises(InvalidOptionError, match="Got the option 'sparsity=1'"):
        override_sam(preset, ["sparsity=1"])


def test_the_learning_rate_rises_decays_and_falls() -> None:
    schedule = SparsitySchedule(SamFit(learning_rate=1.0, decay=0.9, rise=10, hold=4))
    assert [schedule.rate(step, 0) for step in (0, 4, 9, 50)] == pytest.approx([0.1, 0.5, 1.0, 1.0])
    assert schedule.rate(100, 3) == pytest.approx(0.9**3)
    falls = []
    for schedule.held in range(5):
        falls.append(schedule.rate(100, 0))
    assert falls[:2] == [1.0, 1.0]
    assert falls[2:] == pytest.approx([0.5 * (1 + math.cos(math.pi / 4)), 0.5 * (1 + math.cos(3 * math.pi / 4)), 0.0])
