"""A region under all seeds of the fixed and adjusted motif models that there are."""

import re
from collections.abc import Iterable, Mapping, Sequence

from rbpviz.errors import InvalidOptionError
from rbpviz.features.encoding import encode_bases
from rbpviz.interpret.landscape_seeds import common_places, effects_of_seed, gather_sites, join_effects
from rbpviz.interpret.landscapes import Seen, see, thresholds_of
from rbpviz.models.checkpoints import load_splicer
from rbpviz.models.devices import settle_on_one_thread
from rbpviz.results.landscape_seeds import LandscapeSeeds, SeedEffect, SeedSite
from rbpviz.types import Progress, ignore_progress
from rbpviz.workflows.landscape import LandscapeRequest, place_region
from rbpviz.workflows.landscape_subject import Subject

FAMILIES = ("sam-fm", "sam-am")


def seed_models(names: Iterable[str], base: str = "human") -> dict[str, tuple[str, ...]]:
    """Return the model ids of the seeds that both motif models have, in the same order.

    Parameters
    ----------
    names : iterable of str
        Model ids, such as those of the catalogue.
    base : str, default "human"
        Name of the first seed; the others are `BASE-seed1` and so on.

    Returns
    -------
    dict of str to tuple of str
        Family to model ids; empty tuples where there is no pair.
    """
    pattern = re.compile(rf"{re.escape(base)}(?:-seed(\d+))?")
    found: dict[str, dict[int, str]] = {family: {} for family in FAMILIES}
    for model in names:
        family, _, name = model.partition("/")
        match = pattern.fullmatch(name)
        if family in found and match:
            found[family][int(match[1] or 0)] = model
    shared = sorted(set.intersection(*(set(seeds) for seeds in found.values())))
    return {family: tuple(seeds[number] for number in shared) for family, seeds in found.items()}


def landscape_seeds(
    request: LandscapeRequest, subject: Subject, models: Mapping[str, Sequence[str]], *, progress: Progress = ignore_progress
) -> LandscapeSeeds:
    """Return a region under several seeds.

    Parameters
    ----------
    request : LandscapeRequest
        What to look at; its models are not used.
    subject : Subject
        The pre-mRNA.
    models : mapping of str to sequence of str
        What `seed_models` returned, or model ids or folders by family.
    progress : Progress, optional
        Called after each model, twice; it may raise to cancel.

    Returns
    -------
    LandscapeSeeds

    Raises
    ------
    InvalidOptionError
        If there is no model.
    """
    if not any(models.values()):
        raise InvalidOptionError("Got no seeds; expected models such as sam-am/human and sam-am/human-seed1.")
    _, region = place_region(request, subject)
    settle_on_one_thread()
    codes = encode_bases(subject.sequence)
    total = 2 * sum(len(names) for names in models.values())
    done = 0
    runs: dict[str, list[Seen]] = {family: [] for family in models}
    for family, names in models.items():
        for name in names:
            progress(done, total, f"{name} reads the region")
            runs[family].append(see(load_splicer(name, device=request.device), codes, region))
            done += 1
    places = common_places([run for several in runs.values() for run in several], region, subject.annotated)
    sites: list[SeedSite] = []
    effects: list[SeedEffect] = []
    for family, several in runs.items():
        each = []
        for run in several:
            progress(done, total, f"knock-outs of {run.model.card.id}")
            each.append(effects_of_seed(run, region, places))
            done += 1
        sites += gather_sites(family, several, region, places=places, annotated=subject.annotated)
        effects += join_effects(family, each)
    progress(total, total, "done")
    return LandscapeSeeds(
        subject.gene,
        subject.transcript,
        region.start,
        region.end,
        region.run,
        {family: tuple(run.model.card.id for run in several) for family, several in runs.items()},
        {run.model.card.id: thresholds_of(run.model) for several in runs.values() for run in several},
        tuple(sites),
        tuple(effects),
    )
