"""Small SAM checkpoints with maps and a comparison stored beside them, for tests of the splicing pages: their numbers mean nothing."""

from pathlib import Path

import torch

from rbpviz.export.motif_comparison_files import STORED_COMPARISON, ComparisonSource, write_stored_comparison
from rbpviz.export.rna_map_files import STORED_MAP, MapSource, write_stored_map
from rbpviz.models.catalog import read_card
from rbpviz.models.checkpoints import write_card
from rbpviz.models.sam.network import Sam
from rbpviz.results.rna_maps import RnaMap
from tests.models.sam.cards import write_checkpoint
from tests.models.sam.samples import small_options
from tests.results.comparisons import small_comparison, small_map

NAMES = ("human", "human-seed1", "human-binary", "human-binary-seed1")


def write_splicing_models(root: Path) -> Path:
    """Write two seeds of both motif models, plain and binary, with stored results, under `root` and return it."""
    weights = {}
    for family, motifs in (("sam-fm", "fixed"), ("sam-am", "adjusted")):
        for seed, name in enumerate(NAMES):
            torch.manual_seed(seed)
            folder = write_checkpoint(Sam(small_options(motifs, binary="binary" in name)).eval(), family, root / family / name)
            card = read_card(folder).model_copy(update={"name": name})
            write_card(card, folder)
            weights[card.id] = card.weights_sha256
            if "binary" in name:
                write_stored_map(_one_map(card.id), MapSource((card.weights_sha256,), 40, "forty made-up genes"), folder / STORED_MAP)
    comparison = small_comparison()
    source = ComparisonSource(tuple(weights[name] for name in comparison.models), "made-up genes", "0.1.0")
    write_stored_comparison(comparison, source, root / "sam-am" / "human" / STORED_COMPARISON)
    return root


def _one_map(model: str) -> RnaMap:
    return small_map((model,))
