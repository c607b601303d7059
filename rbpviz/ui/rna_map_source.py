"""Where the maps of the RNA maps page come from: stored beside the models, or made by a job over a user's genes."""

from dataclasses import dataclass

import streamlit as st

from rbpviz.errors import CheckpointError
from rbpviz.export.rna_map_files import STORED_MAP
from rbpviz.jobs.job import JobState
from rbpviz.models.seeds import SeedGroup, group_seeds
from rbpviz.results.rna_map_expectation import Motifs
from rbpviz.results.rna_maps import RnaMap, join_maps
from rbpviz.ui import cache, gene_sets, job_panel, shell
from rbpviz.ui.splicing_orders import order_map
from rbpviz.ui.words import count, literal

FAMILIES: dict[Motifs, str] = {"adjusted": "sam-am", "fixed": "sam-fm"}
TITLES: dict[Motifs, str] = {"adjusted": "Adjusted motifs (AM)", "fixed": "Fixed motifs (FM)"}


@dataclass(frozen=True, slots=True)
class Found:
    """Maps of one motif model.

    Parameters
    ----------
    motifs : {"adjusted", "fixed"}
        Which.
    group : SeedGroup
        Its seeds.
    rna_map : RnaMap
        Their maps.
    genes : int
        Genes that were mapped.
    data : str
        Where these come from (untrusted text).
    """

    motifs: Motifs
    group: SeedGroup
    rna_map: RnaMap
    genes: int
    data: str

    @property
    def title(self) -> str:
        """What the figure is headed with."""
        return f"{TITLES[self.motifs]}, {count(len(self.rna_map.models), 'seed')}"


def map_group(motifs: Motifs) -> SeedGroup | None:
    """Return the seeds that maps are made of: binary ones where there are any, a user's own last; None where there is no such model."""
    groups = group_seeds(cache.shelf().splicing.values(), FAMILIES[motifs])
    return min(groups, key=lambda group: (group.name != "human", not group.binary, group.name), default=None)


def stored_maps(motifs: Motifs) -> Found | None:
    """Return the maps that lie beside the models, or None; what is damaged or of other weights is told and left out."""
    group = map_group(motifs)
    if group is None:
        return None
    here = cache.shelf()
    maps: list[RnaMap] = []
    genes, data = 0, ""
    for model in group.models:
        path = here.folders[model] / STORED_MAP
        if not path.is_file():
            continue
        try:
            one, source = cache.stored_map(path)
        except CheckpointError as error:
            shell.show_error(error)
            continue
        if source.weights != (here.splicing[model].weights_sha256,):
            shell.show_error(
                f"The stored map of {model} is of other weights than the model has now; make it again with rbpviz rnamap --store."
            )
            continue
        maps.append(one)
        genes, data = source.genes, source.data
    return Found(motifs, group, join_maps(maps), genes, data) if maps else None


def own_maps(motifs: Motifs, genes: gene_sets.GeneSet, *, device: str) -> Found | None:
    """Return the maps of a user's genes, or show the job that makes them and return None."""
    group = map_group(motifs)
    if group is None:
        return None
    cards = [cache.shelf().splicing[model] for model in group.models]
    order = order_map(group, cards, genes, device=device)
    job = job_panel.find_job(order)
    if job is None or job.state is not JobState.DONE:
        job_panel.show_job(order, job)
        return None
    try:
        rna_map, source = cache.stored_map(job.folder / STORED_MAP)
    except CheckpointError as error:
        shell.show_error(error)
        job_panel.show_job(order, job)
        return None
    left_out = int(job.summary.get("rejected", 0))
    if left_out:
        st.caption(f":material/flag: {count(left_out, 'gene')} of {literal(genes.title)} cannot be read and is left out.")
    return Found(motifs, group, rna_map, source.genes, source.data)
