"""What the splicing pages ask jobs for: RNA maps and motif comparisons over a user's genes."""

from rbpviz.models.seeds import SeedGroup
from rbpviz.results.cards import ModelCard
from rbpviz.ui.gene_sets import GeneSet
from rbpviz.ui.orders import JobOrder
from rbpviz.ui.words import count, shorten

RNA_MAP, COMPARE = "rnamap", "compare-motifs"
_PAPER_PARAMETERS = 4_600_000
"""Parameters of a network of the paper's size, for which the times are."""
SITE_SECONDS, WINDOW_SECONDS = 2.0, 0.6
"""About what an uncertain splice site costs a map, and 5,000 bases a comparison, for one such network on one core."""
_UNCERTAIN_SHARE = 0.4
_SMALLEST = 0.15
"""A small network still costs about so much of a large one: motifs and bookkeeping."""


def order_map(group: SeedGroup, cards: list[ModelCard], genes: GeneSet, *, device: str) -> JobOrder:
    """Return the job that makes the RNA maps of a user's genes.

    Parameters
    ----------
    group : SeedGroup
        Which models.
    cards : list of ModelCard
        Their cards.
    genes : GeneSet
        Which genes.
    device : str
        Where to compute.

    Returns
    -------
    JobOrder
    """
    return JobOrder(
        kind=RNA_MAP,
        owner=genes.id,
        same={"models": list(group.models), "weights": [card.weights_sha256 for card in cards]},
        title=f"RNA maps of {shorten(genes.title, 50)}",
        action=f"Map {count(genes.genes, 'gene')}",
        seconds=SITE_SECONDS * _UNCERTAIN_SHARE * genes.sites * sum(map(_size, cards)),
        files=genes.files,
        intro=f"{count(genes.genes, 'gene')} with {count(genes.sites, 'splice site')}, {len(cards)} seeds: each motif site near uncertain "
        "splice sites is knocked out once.",
        also={"device": device, "source": genes.title},
        of_input=False,
    )


def order_comparison(fixed: ModelCard, adjusted: list[ModelCard], genes: GeneSet, *, device: str) -> JobOrder:
    """Return the job that compares motifs on a user's genes.

    Parameters
    ----------
    fixed : ModelCard
        Model with fixed motifs.
    adjusted : list of ModelCard
        Seeds with adjusted ones.
    genes : GeneSet
        Which genes.
    device : str
        Where to compute.

    Returns
    -------
    JobOrder
    """
    cards = [fixed, *adjusted]
    return JobOrder(
        kind=COMPARE,
        owner=genes.id,
        same={"fixed": fixed.id, "adjusted": [card.id for card in adjusted], "weights": [card.weights_sha256 for card in cards]},
        title=f"Motifs in {shorten(genes.title, 50)}",
        action=f"Compare on {count(genes.genes, 'gene')}",
        seconds=WINDOW_SECONDS * (genes.bases / 5_000 + genes.genes / 2) * sum(map(_size, cards)) + 0.1 * len(fixed.channels),
        files=genes.files,
        intro=f"{count(genes.genes, 'gene')} of {genes.bases:,} nt under {len(cards)} models; a fifth of the windows is for evaluation.",
        also={"device": device, "source": genes.title},
        of_input=False,
    )


def _size(card: ModelCard) -> float:
    return max(_SMALLEST, card.n_parameters / _PAPER_PARAMETERS)
