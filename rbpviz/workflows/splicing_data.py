"""From gene files to labelled pre-mRNAs, as training and evaluation of splicing models read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rbpviz.errors import DataSetError
from rbpviz.features.encoding import encode_bases
from rbpviz.genes.labels import site_labels
from rbpviz.genes.model import GeneModel
from rbpviz.genes.readers import read_genes
from rbpviz.training.splicing.store import LabelledGenes
from rbpviz.types import RejectedRecord


@dataclass(frozen=True, slots=True)
class GeneFiles:
    """Where genes come from.

    Parameters
    ----------
    genes : Path
        FASTA, GenBank or LRG XML.
    annotation : Path, optional
        For FASTA: GTF, GFF3, a table of exons, or a table of genes.
    """

    genes: Path
    annotation: Path | None = None

    def read(self, *, rejected: list[RejectedRecord] | None = None) -> LabelledGenes:
        """Return the pre-mRNAs of the principal transcripts with their sites (see `read_genes`)."""
        return label_genes(read_genes(self.genes, self.annotation, rejected=rejected))


def label_genes(genes: Iterable[GeneModel]) -> LabelledGenes:
    """Return the pre-mRNA of each gene's principal transcript with its splice sites.

    Raises
    ------
    DataSetError
        If there is no gene.
    """
    codes, labels, names = [], [], []
    for gene in genes:
        inside = slice(gene.principal.pre_mrna.start, gene.principal.pre_mrna.end)
        codes.append(encode_bases(gene.sequence[inside]))
        labels.append(site_labels(gene)[inside])
        names.append(gene.name)
    if not names:
        raise DataSetError("Got no gene with an intron; expected at least one.")
    offsets = np.concatenate([[0], np.cumsum([len(c) for c in codes])]).astype(np.int64)
    return LabelledGenes(np.concatenate(codes).astype(np.uint8), np.concatenate(labels), offsets, tuple(names))


def hold_out(genes: LabelledGenes, *, share: float, seed: int) -> tuple[LabelledGenes, LabelledGenes]:
    """Return genes to train on and a random share of genes that validate, at least one of each.

    Used where a user gives no validation genes; those of the same chromosome may then stand on both sides.
    """
    if len(genes) < 2:
        raise DataSetError(f"Got {len(genes)} gene; expected at least two, one to train and one to validate.")
    order = np.random.default_rng([seed, len(genes)]).permutation(len(genes))
    n = min(len(genes) - 1, max(1, round(share * len(genes))))
    return pick_genes(genes, np.sort(order[n:])), pick_genes(genes, np.sort(order[:n]))


def pick_genes(genes: LabelledGenes, rows: np.ndarray) -> LabelledGenes:
    """Return some of the genes, in the order given."""
    parts = [genes.gene(int(row)) for row in rows]
    offsets = np.concatenate([[0], np.cumsum([len(c) for c, _ in parts])]).astype(np.int64)
    codes, labels = (np.concatenate([part[k] for part in parts]) for k in (0, 1))
    return LabelledGenes(codes, labels, offsets, tuple(genes.names[int(row)] for row in rows))
