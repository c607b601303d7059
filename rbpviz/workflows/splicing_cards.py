"""Measuring splicing models and writing their cards."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np

import rbpviz
from rbpviz.models.registry import get_family
from rbpviz.models.sam.loaded import LoadedSplicer
from rbpviz.models.sam.lssi import Lssi
from rbpviz.models.sam.metrics import accuracies, top_k_sites
from rbpviz.models.sam.network import Sam, substitute
from rbpviz.models.sam.sparsity import entropy_bound
from rbpviz.motifs.maxent import MaxEntTables
from rbpviz.results.cards import DataCard, Expected, ModelCard
from rbpviz.training.splicing.store import LabelledGenes
from rbpviz.types import Progress, ignore_progress
from rbpviz.workflows.cards import LICENCE

SHIPPED = "human"
"""Name of the shipped models; seeds and binary variants add to it."""
CHECK_SEQUENCE = (
    "GGAUCUGAAGAAGCUGGAGCUGUCUAACAGGUAAGUAUGCUUUACUGACUUAUUUGCAUGCUUAGGGUUAGGGACUUUUUUUUUUUCUUUCUCCACAGGAAGAAGACGAUGCCAGAGGAUCAGGUGAGU"
    "AUUGGCAUGUGUGUGUGUGACUAACGCAUUCUCUCUUUUCCUUGCAGAUGCUUCAGGAGGAAGACCUGAAGGUAUGACUUACGUUAAUG"
)
"""The fixed pre-mRNA that every splicing card is checked with: made up, three exons with strong sites and motifs of several RBPs."""


@dataclass(frozen=True, slots=True)
class SplicingFacts:
    """What the trainer knows beside the fit.

    Parameters
    ----------
    family, name, source : str
        Family, name in the model id, and where the genes come from.
    options, training : dict
        Hyper-parameters of the network; preset, recipe, seed, device.
    hashes : dict of str to str
        sha256 of each data file by its name.
    split : str
        How training, validation and test genes were separated, in one sentence.
    counts : dict of str to int
        Genes, bases and sites by part.
    lengths : tuple of int
        Lengths of the training pre-mRNAs, nt.
    rbps : tuple of str
        Names of the motif channels; none for LSSI.
    """

    family: str
    name: str
    source: str
    options: dict[str, bool | int | float | str]
    training: dict[str, bool | int | float | str]
    hashes: dict[str, str]
    split: str
    counts: dict[str, int]
    lengths: tuple[int, ...] = field(repr=False)
    rbps: tuple[str, ...] = ()


def measure_sites(
    model: LoadedSplicer, genes: LabelledGenes, *, progress: Progress = ignore_progress
) -> tuple[dict[str, float], dict[str, float]]:
    """Return top-k accuracies over all bases of all genes, and the density of each motif channel.

    Parameters
    ----------
    model : LoadedSplicer
        SAM or LSSI.
    genes : LabelledGenes
        Pre-mRNAs with sites.
    progress : Progress, optional
        Called after each gene.

    Returns
    -------
    tuple of (dict of str to float, dict of str to float)
        `top_k_acceptor top_k_donor top_k_mean threshold_acceptor threshold_donor n_genes n_sites`; fraction of bases with a site by
        channel number, empty for LSSI.
    """
    scores, active = [], []
    for row in range(len(genes)):
        for found, sites in model.score_windows(genes.gene(row)[0]):
            scores.append(found)
            if sites is not None:
                active.append(sites.sum(axis=1))
        progress(row + 1, len(genes), "genes read")
    metrics = site_metrics(np.concatenate(scores, axis=1), genes)
    total = np.sum(active, axis=0) / len(genes.codes) if active else np.zeros(0)
    return metrics, {str(channel): float(value) for channel, value in enumerate(total)}


def site_metrics(scores: np.ndarray, genes: LabelledGenes) -> dict[str, float]:
    """Return top-k accuracies of scores of shape (2, total), acceptor and donor, with the thresholds as probabilities."""
    found = top_k_sites(scores, genes.labels)
    return {
        **{name: round(value, 6) for name, value in accuracies(found).items()},
        **{f"threshold_{name}": float(np.exp(part.threshold)) for name, part in zip(("acceptor", "donor"), found, strict=True)},
        "n_genes": len(genes),
        "n_sites": sum(part.n_sites for part in found),
    }


def measure_maxent(tables: MaxEntTables, genes: LabelledGenes) -> dict[str, float]:
    """Return the top-k accuracies of MaxEntScan on the same genes; its thresholds are scores, not probabilities, and are left out."""
    parts = [np.stack([tables.score_acceptors(codes), tables.score_donors(codes)]) for codes in _pre_mrnas(genes)]
    return {name: value for name, value in site_metrics(np.concatenate(parts, axis=1), genes).items() if "threshold" not in name}


def _pre_mrnas(genes: LabelledGenes) -> Iterator[np.ndarray]:
    return (genes.gene(row)[0] for row in range(len(genes)))


def draft_card(facts: SplicingFacts, network: Sam | Lssi, weights: tuple[str, int]) -> ModelCard:
    """Return a card with everything but what the model itself must be asked.

    Parameters
    ----------
    facts : SplicingFacts
        What was trained on what.
    network : Sam or Lssi
        The network; SAM adds its density and entropy bound.
    weights : tuple of (str, int)
        sha256 and size of the weights file.

    Returns
    -------
    ModelCard
    """
    extra: dict[str, float] = {}
    if isinstance(network, Sam):
        density = network.density
        extra = {"density_target": density, "entropy_bound_bits": round(entropy_bound(density, value_bits=2.0), 4)}
    quantiles = {"min": 0.0, "p01": 0.01, "median": 0.5, "p99": 0.99, "max": 1.0}
    return ModelCard(
        family=facts.family,
        name=facts.name,
        architecture=get_family(facts.family).architecture,
        role="scan" if facts.name.split("-")[0] == SHIPPED else "user",
        question="splicing",
        protein="",
        summary=_SUMMARIES[facts.family],
        options=facts.options,
        training=facts.training,
        data=DataCard(
            source=facts.source or "gene files of the user",
            sha256=facts.hashes,
            counts=facts.counts,
            split=facts.split,
            length={name: int(np.quantile(facts.lengths, q)) for name, q in quantiles.items()},
        ),
        metrics={},
        controls=extra,
        channels=facts.rbps,
        n_parameters=sum(p.numel() for p in network.parameters()),
        dtype="float16",
        licence=LICENCE,
        created=datetime.now(UTC).date().isoformat(),
        code_version=rbpviz.__version__,
        weights_sha256=weights[0],
        weights_bytes=weights[1],
        expected=Expected(sequence=CHECK_SEQUENCE, score=0.0),
    )


def finish_splicing_card(
    facts: SplicingFacts,
    network: Sam | Lssi,
    weights: tuple[str, int],
    *,
    parts: dict[str, LabelledGenes],
    maxent: MaxEntTables | None = None,
    reader: LoadedSplicer | None = None,
    progress: Progress = ignore_progress,
) -> ModelCard:
    """Measure a trained network on each part, once, and return its card, with MaxEntScan and its own LSSI on the same genes.

    Parameters
    ----------
    facts : SplicingFacts
        What was trained on what.
    network : Sam or Lssi
        On the CPU, with its final weights.
    weights : tuple of (str, int)
        sha256 and size of the weights file.
    parts : dict of str to LabelledGenes
        `validation`, and `test` where there is one.
    maxent : MaxEntTables, optional
        A baseline to set beside the model.
    reader : LoadedSplicer, optional
        A SAM whose aggregator is tried on the sites of the network, without training (module substitution, section 9d.2).
    progress : Progress, optional
        Called after each gene.

    Returns
    -------
    ModelCard
    """
    draft = draft_card(facts, network, weights)
    model = LoadedSplicer(draft, network, "cpu")
    metrics, controls = {}, dict(draft.controls)
    for name, genes in parts.items():
        metrics[name], density = measure_sites(model, genes, progress=progress)
        if isinstance(network, Sam):
            metrics[f"{name}_lssi"], _ = measure_sites(LoadedSplicer(draft, network.lssi, "cpu"), genes)
        if reader is not None and isinstance(network, Sam):
            mixed = LoadedSplicer(draft, substitute(finder=network, reader=reader.sam), "cpu")
            metrics[f"{name}_read_by_{reader.card.id}"], _ = measure_sites(mixed, genes)
        if maxent is not None:
            metrics[f"{name}_maxent"] = measure_maxent(maxent, genes)
        if facts.rbps:
            controls[f"density_{name}"] = sum(density.values()) / len(density)
        if name == "validation":
            controls |= {f"density_{rbp}": density[str(channel)] for channel, rbp in enumerate(facts.rbps)}
    expected = Expected(sequence=CHECK_SEQUENCE, score=round(model.check_score(CHECK_SEQUENCE), 6))
    return draft.model_copy(update={"metrics": metrics, "controls": controls, "expected": expected})


_SUMMARIES = {
    "lssi": "Where could splicing happen, judged by 23 nt around an acceptor and 9 nt around a donor alone?",
    "sam-fm": "Where does splicing happen, and which RBPs with fixed motifs (RNA Bind-n-Seq) make it happen?",
    "sam-am": "Where does splicing happen, and which RBPs make it happen, with motifs adjusted to splicing?",
}
