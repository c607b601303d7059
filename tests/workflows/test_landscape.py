"""Landscapes of genes: exons and regions, annotated sites, picking a gene, files and the command line."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rbpviz.errors import GeneError, InvalidOptionError
from rbpviz.export.landscapes import write_landscape
from rbpviz.genes.build import build_gene, make_transcript
from rbpviz.genes.model import GeneModel
from rbpviz.models.sam.lssi import Lssi
from rbpviz.workflows.landscape import DEFAULT_MODELS, LandscapeRequest, draw_up, landscape, pick_gene
from rbpviz.workflows.landscape_subject import annotated_sites
from tests.models.sam.cards import loaded, write_checkpoint
from tests.models.sam.samples import settled
from tests.training.splicing.samples import simulated_genes
from tests.workflows.test_train_splicing import write_gene_files

MODELS = [
    loaded(Lssi().eval().requires_grad_(False), "lssi"),
    loaded(settled("fixed", density=0.02), "sam-fm"),
    loaded(settled("adjusted", density=0.02, seed=1), "sam-am"),
]


@pytest.fixture(scope="module")
def gene() -> GeneModel:
    codes, labels = simulated_genes(1, length=1800, exons=4, seed=7).gene(0)
    pairs = list(zip(np.flatnonzero(labels == 1).tolist(), (np.flatnonzero(labels == 2) + 1).tolist(), strict=True))
    return build_gene("g1", "".join("ACGU"[c] for c in codes), [make_transcript("t1", pairs)], symbol="SIM1")


def test_an_exon_is_shown_with_its_flanks_and_annotated_sites(gene: GeneModel) -> None:
    found = draw_up(LandscapeRequest(exon=2), gene, MODELS)
    assert found.exon is not None
    assert (found.start, found.end) == (found.exon[0] - 100, found.exon[1] + 100)
    offset = gene.principal.pre_mrna.start
    assert found.sequence == gene.sequence[offset + found.start : offset + found.end]
    own = {(s.position, s.kind) for s in found.panels[2].sites if s.annotated}
    assert own == {(found.exon[0], "acceptor"), (found.exon[1] - 1, "donor")}
    assert [panel.model for panel in found.panels] == ["lssi/test", "sam-fm/test", "sam-am/test"]
    assert found.panels[1].effects
    assert not found.panels[0].motifs


def test_a_motif_is_shared_where_the_other_model_has_the_same_rbp_there(gene: GeneModel) -> None:
    found = draw_up(LandscapeRequest(region=(400, 800), knock_outs=False), gene, MODELS)
    fixed, adjusted = ({(m.position, m.rbp) for m in panel.motifs} for panel in found.panels[1:])
    assert {(m.position, m.rbp) for m in found.panels[1].motifs if m.shared} == fixed & adjusted
    assert found.panels[2].effects == ()


@pytest.mark.parametrize(
    ("settings", "said"),
    [({}, "or neither"), ({"exon": 1, "region": (0, 5)}, "expected one of them"), ({"exon": 1, "run": "long"}, "full or short")],
)
def test_requests_that_cannot_be_are_refused(settings: dict[str, object], said: str) -> None:
    with pytest.raises(InvalidOptionError, match=said):
        LandscapeRequest(**settings)  # type: ignore[arg-type]


def test_an_exon_that_is_not_there_names_those_that_are(gene: GeneModel) -> None:
    with pytest.raises(InvalidOptionError, match="Got exon 9; transcript 't1' has exons 1 to 4"):
        draw_up(LandscapeRequest(exon=9), gene, MODELS)
    assert len(annotated_sites(gene.principal)) == 6


def test_files_hold_the_landscape(gene: GeneModel, tmp_path: Path) -> None:
    found = draw_up(LandscapeRequest(exon=3, run="short"), gene, MODELS)
    write_landscape(found, tmp_path)
    body = json.loads((tmp_path / "landscape.json").read_text())
    assert (body["run"], body["exon"], body["gene"]) == ("short", list(found.exon or ()), "SIM1")
    assert len(body["effects"]) == sum(len(panel.effects) for panel in found.panels)
    effects = pd.read_csv(tmp_path / "effects.tsv", sep="\t", comment="#")
    assert len(effects) == len(body["effects"])


def test_picking_a_gene(tmp_path: Path) -> None:
    fasta, table = write_gene_files(simulated_genes(3, seed=5), tmp_path, "x")
    assert pick_gene(fasta, table, "simulated_5_1").name == "simulated_5_1"
    with pytest.raises(GeneError, match="expected --gene with one of them"):
        pick_gene(fasta, table, None)
    with pytest.raises(GeneError, match="Got no gene 'absent'"):
        pick_gene(fasta, table, "absent")


def test_models_are_loaded_by_folder(gene: GeneModel, tmp_path: Path) -> None:
    folder = write_checkpoint(settled("fixed", density=0.02), "sam-fm", tmp_path / "fm")
    found = landscape(LandscapeRequest(exon=2, models=(str(folder),)), gene)
    assert found.panels[0].model == "sam-fm/test"
    assert len(DEFAULT_MODELS) == 3
