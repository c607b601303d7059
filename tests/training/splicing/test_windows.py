"""Windows of genes: all bases once, random windows around sites, the same draws for a resumed run."""

import numpy as np
import pytest
import torch

from rbpviz.models.sam.network import CONTEXT
from rbpviz.training.splicing.windows import IGNORED, DrawnWindows, PlannedWindows, plan_windows, windows_with_sites
from rbpviz.types import ACCEPTOR, DONOR
from tests.training.splicing.samples import simulated_genes

GENES = simulated_genes(5, length=1300)


@pytest.mark.parametrize("batch_size", [1, 3, 50])
def test_planned_windows_hold_every_base_and_label_once(batch_size: int) -> None:
    batches = list(PlannedWindows(GENES, plan_windows(GENES, span=400), batch_size, span=400))
    codes = torch.cat([b.codes[:, CONTEXT:-CONTEXT] for b in batches])
    labels = torch.cat([b.labels for b in batches])
    counted = labels != IGNORED
    assert codes[counted].tolist() == GENES.codes.tolist()
    assert labels[counted].tolist() == GENES.labels.tolist()
    assert set(codes[~counted].tolist()) == {4}


def test_windows_without_a_site_are_thinned() -> None:
    every = plan_windows(GENES, span=100)
    kept = windows_with_sites(GENES, share=0.0, span=100)
    with_site = [p for p in every if GENES.gene(p.row)[1][p.start : p.start + 100].any()]
    assert kept == with_site
    assert len(with_site) < len(windows_with_sites(GENES, share=0.5, span=100)) < len(every)
    assert windows_with_sites(GENES, share=1.0, span=100) == every


def test_drawn_windows_depend_on_seed_and_period_alone() -> None:
    def draw(seed: int, epoch: int) -> list[list[int]]:
        source = DrawnWindows(GENES, 300, 4, 3, seed, epoch=epoch)
        return [b.codes.flatten().tolist() + [b.first] for b in source]

    assert draw(0, 1) == draw(0, 1)
    assert draw(0, 1) != draw(0, 2) != draw(1, 2)


@pytest.mark.parametrize(("share", "least", "most"), [(1.0, 1.0, 1.0), (0.0, 0.1, 0.9)])
def test_the_share_of_windows_with_a_site_follows_the_option(share: float, least: float, most: float) -> None:
    batches = list(DrawnWindows(GENES, 100, 10, 10, 0, site_share=share))
    held = np.mean([(row > 0).any().item() for b in batches for row in b.labels])
    assert least <= held <= most
    assert {len(b.codes[0]) for b in batches} == {100 + 2 * CONTEXT}
    assert {ACCEPTOR, DONOR} <= {int(x) for b in batches for x in b.labels.unique()}
    assert all(0 <= b.first <= 4900 for b in batches)
