"""Models that are seeds of one: trained alike on the same data from other random starts. Told by name, without loading any."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rbpviz.results.cards import ModelCard

_SEED = re.compile(r"-seed\d+(?=-|$)")
_BINARY = re.compile(r"-binary(?=-|$)")


@dataclass(frozen=True, slots=True)
class SeedGroup:
    """Seeds of one model.

    Parameters
    ----------
    family : str
        Such as `sam-am`.
    name : str
        Name without seed and without `binary`, such as `human`.
    binary : bool
        Whether motif sites count alike (section 9d), as RNA maps want them.
    models : tuple of str
        Model ids; the one without a seed in its name comes first.
    """

    family: str
    name: str
    binary: bool
    models: tuple[str, ...]


def group_seeds(cards: Iterable[ModelCard], family: str | None = None) -> tuple[SeedGroup, ...]:
    """Return the seeds that belong together: `human`, `human-seed1`, `human-seed2` are one group, `human-binary...` another.

    Parameters
    ----------
    cards : iterable of ModelCard
        Cards of any models.
    family : str, optional
        Only this family.

    Returns
    -------
    tuple of SeedGroup
        Sorted by family and name; those with binary sites before the others. Models of other RBPs than the group's first are left out.
    """
    found: dict[tuple[str, str, bool], list[ModelCard]] = {}
    for card in cards:
        if family is None or card.family == family:
            stem = _BINARY.sub("", _SEED.sub("", card.name))
            found.setdefault((card.family, stem, bool(card.options.get("binary", False))), []).append(card)
    groups = []
    for (own, stem, binary), members in sorted(found.items(), key=lambda item: (item[0][0], item[0][1], not item[0][2])):
        ordered = sorted(members, key=lambda card: (_SEED.search(card.name) is not None, card.name))
        alike = tuple(card.id for card in ordered if card.channels == ordered[0].channels)
        groups.append(SeedGroup(own, stem, binary, alike))
    return tuple(groups)


def seed_label(model: str) -> str:
    """Return the seed of a model id in words: `seed 1` for `sam-am/human-seed1`, `seed 0` where the name has none."""
    found = _SEED.search(model)
    return f"seed {found.group()[5:]}" if found else "seed 0"
