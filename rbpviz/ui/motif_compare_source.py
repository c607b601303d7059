"""Where the comparison of the motifs page comes from: stored beside the adjusted model, or made by a job over a user's genes."""

from dataclasses import dataclass

from rbpviz.errors import CheckpointError
from rbpviz.export.motif_comparison_files import STORED_COMPARISON, ComparisonSource
from rbpviz.jobs.job import JobState
from rbpviz.models.seeds import SeedGroup, group_seeds
from rbpviz.results.motif_comparisons import MotifComparison
from rbpviz.ui import cache, gene_sets, job_panel, shell
from rbpviz.ui.splicing_orders import order_comparison


@dataclass(frozen=True, slots=True)
class Pair:
    """A fixed model and the seeds of an adjusted one.

    Parameters
    ----------
    fixed : str
        Model id.
    adjusted : tuple of str
        Model ids.
    """

    fixed: str
    adjusted: tuple[str, ...]


def find_pair() -> Pair | None:
    """Return the models that can be compared, those of human first, not the binary ones; None where one is missing."""
    cards = cache.shelf().splicing
    fixed, adjusted = _best(group_seeds(cards.values(), "sam-fm")), _best(group_seeds(cards.values(), "sam-am"))
    if fixed is None or adjusted is None or cards[fixed.models[0]].channels != cards[adjusted.models[0]].channels:
        return None
    return Pair(fixed.models[0], adjusted.models)


def _best(groups: tuple[SeedGroup, ...]) -> SeedGroup | None:
    return min(groups, key=lambda group: (group.name != "human", group.binary, group.name), default=None)


def stored_comparison(pair: Pair) -> tuple[MotifComparison, ComparisonSource] | None:
    """Return the comparison that lies beside the adjusted model, or None; tell where it is damaged or of other weights."""
    here = cache.shelf()
    path = here.folders[pair.adjusted[0]] / STORED_COMPARISON
    if not path.is_file():
        return None
    try:
        comparison, source = cache.stored_comparison(path)
    except CheckpointError as error:
        shell.show_error(error)
        return None
    now = {name: card.weights_sha256 for name, card in here.splicing.items()}
    changed = [name for name, digest in zip(comparison.models, source.weights, strict=True) if now.get(name) != digest]
    if changed:
        shell.show_error(
            f"The stored comparison is of other weights than {', '.join(changed)} has now; make it again: rbpviz compare-motifs --store."
        )
        return None
    return comparison, source


def own_comparison(pair: Pair, genes: gene_sets.GeneSet, *, device: str) -> tuple[MotifComparison, ComparisonSource] | None:
    """Return the comparison on a user's genes, or show the job that makes it and return None."""
    cards = cache.shelf().splicing
    order = order_comparison(cards[pair.fixed], [cards[name] for name in pair.adjusted], genes, device=device)
    job = job_panel.find_job(order)
    if job is not None and job.state is JobState.DONE:
        try:
            return cache.stored_comparison(job.folder / STORED_COMPARISON)
        except CheckpointError as error:
            shell.show_error(error)
    job_panel.show_job(order, job)
    return None
