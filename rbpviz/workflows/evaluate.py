"""Measure a model on labelled FASTA files."""

from dataclasses import dataclass, replace
from pathlib import Path

from rbpviz.models.checkpoints import load_model, load_splicer
from rbpviz.models.sam.network import substitute
from rbpviz.types import Progress, RejectedRecord, ignore_progress
from rbpviz.workflows.assess import measure
from rbpviz.workflows.folding import FoldSource
from rbpviz.workflows.splicing_cards import measure_sites
from rbpviz.workflows.splicing_data import GeneFiles
from rbpviz.workflows.train import read_test_set


@dataclass(frozen=True, slots=True)
class EvaluateRequest:
    """What to measure on what.

    Parameters
    ----------
    model : str
        Model id or checkpoint folder.
    positives, negatives : Path
        FASTA files of both classes, plain or gzip.
    device : str, default "auto"
        Where to compute.
    workers : int, optional
        Folding processes; default: all cores.
    """

    model: str
    positives: Path
    negatives: Path
    device: str = "auto"
    workers: int | None = None


def evaluate(request: EvaluateRequest, *, progress: Progress = ignore_progress, folds: FoldSource | None = None) -> dict[str, str | float]:
    """Return model id and metrics.

    Parameters
    ----------
    request : EvaluateRequest
        What to measure on what.
    progress : Progress, optional
        Called when the records are read and at the end.
    folds : FoldSource, optional
        A warm pool.

    Returns
    -------
    dict
        `model auroc auprc accuracy mcc n_positives n_negatives`; a record longer than the model takes counts with its best window.
    """
    model = load_model(request.model, device=request.device)
    test = read_test_set(request.positives, request.negatives)
    progress(0, len(test.records), "folding and scoring")
    found = measure(model, test, folds=folds, workers=request.workers)
    progress(len(test.records), len(test.records), "scored")
    return {"model": model.card.id, **found}


@dataclass(frozen=True, slots=True)
class EvaluateGenesRequest:
    """Which splicing model to measure on which genes.

    Parameters
    ----------
    model : str
        Model id or checkpoint folder.
    genes : Path
        FASTA, GenBank or LRG XML.
    annotation : Path, optional
        Exons, for FASTA.
    reader : str, default ""
        Model id or checkpoint folder of another SAM whose aggregator reads the sites of the model (module substitution).
    device : str, default "auto"
        Where to compute.
    """

    model: str
    genes: Path
    annotation: Path | None = None
    reader: str = ""
    device: str = "auto"


def evaluate_genes(
    request: EvaluateGenesRequest, *, rejected: list[RejectedRecord], progress: Progress = ignore_progress
) -> dict[str, str | float]:
    """Return model id and top-k accuracies over all bases of all pre-mRNAs.

    Parameters
    ----------
    request : EvaluateGenesRequest
        What to measure on what.
    rejected : list of RejectedRecord
        Genes that could not be read are put here.
    progress : Progress, optional
        Called after each gene.

    Returns
    -------
    dict
        `model top_k_acceptor top_k_donor top_k_mean n_genes n_sites`, and `reader` where one was given.
    """
    model = load_splicer(request.model, device=request.device)
    reader = load_splicer(request.reader, device=request.device) if request.reader else None
    if reader is not None:
        model = replace(model, network=substitute(finder=model.sam, reader=reader.sam))
    genes = GeneFiles(request.genes, request.annotation).read(rejected=rejected)
    found, _ = measure_sites(model, genes, progress=progress)
    named = {"model": model.card.id, **({"reader": reader.card.id} if reader is not None else {})}
    return {**named, **{name: value for name, value in found.items() if "threshold" not in name}}
