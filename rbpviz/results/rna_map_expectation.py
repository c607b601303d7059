"""What is known of splicing proteins, laid beside their RNA maps: SR proteins act from exons, hnRNPs from introns (section 9b.6-7)."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import pandas as pd

from rbpviz.results.rna_maps import RnaMap

Motifs = Literal["fixed", "adjusted"]

EXPECTED = MappingProxyType({"SR": "+", "hnRNP": "-"})
"""Sign of the effect in exons less that in introns."""
PUBLISHED_EXCEPTIONS = MappingProxyType(
    {
        "adjusted": MappingProxyType(
            {"HNRNPC": 0.0011, "HNRNPCL1": 0.0161, "PCBP1": 0.0051, "HNRNPL": 0.0198, "FUS": 0.0166, "SRSF10": -0.0139}
        ),
        "fixed": MappingProxyType({"HNRNPCL1": 0.0198, "PCBP1": 0.0067, "HNRNPK": 0.0346, "HNRNPL": 0.0064, "FUS": 0.0154}),
    }
)
"""Proteins of the other sign in the published maps, with the published difference."""
PUBLISHED_MET = "16 of 23 (7 of 8 SR, 9 of 15 hnRNP)"
"""As the paper counts the maps of its adjusted motifs by eye."""


@dataclass(frozen=True, slots=True)
class GroupCount:
    """How many proteins of a group are as expected.

    Parameters
    ----------
    group : str
        SR or hnRNP.
    expected : str
        `+` or `-`.
    met, total : int
        Proteins with that sign, and all that have a motif site at all.
    """

    group: str
    expected: str
    met: int
    total: int


def expectation_frame(rna_map: RnaMap, motifs: Motifs) -> pd.DataFrame:
    """Return a row an SR protein or hnRNP: effects, what is expected, whether it is met, and what the paper found.

    Parameters
    ----------
    rna_map : RnaMap
        A map.
    motifs : {"fixed", "adjusted"}
        Which published exceptions stand beside it.

    Returns
    -------
    DataFrame
        `rbp group exon intron difference expected met seeds_met published_exception`; `met` is `yes`, `no`, or `no sites` where the map
        says nothing; `seeds_met` is the share of models in which the sign is as expected.
    """
    frame = rna_map.summary()
    frame = frame[frame.group.isin(EXPECTED)].reset_index(drop=True)
    signs = frame.group.map(EXPECTED)
    per_model = [_single(rna_map, k).summary().set_index("rbp").difference for k in range(len(rna_map.models))]
    met, seeds = [], []
    for rbp, sign, difference in zip(frame.rbp, signs, frame.difference, strict=True):
        has_sites = sum(rna_map.sites_of(rbp)) > 0
        met.append(("yes" if _fits(difference, sign) else "no") if has_sites else "no sites")
        seeds.append(sum(_fits(one[rbp], sign) for one in per_model) / len(per_model) if has_sites else float("nan"))
    published = frame.rbp.map(dict(PUBLISHED_EXCEPTIONS[motifs])).astype(float)
    return frame.assign(expected=signs, met=met, seeds_met=seeds, published_exception=published)


def count_groups(frame: pd.DataFrame) -> tuple[GroupCount, ...]:
    """Return the counts of each group of what `expectation_frame` gave."""
    found = []
    for group, sign in EXPECTED.items():
        own = frame[(frame.group == group) & (frame.met != "no sites")]
        found.append(GroupCount(group, sign, int((own.met == "yes").sum()), len(own)))
    return tuple(found)


def _fits(difference: float, sign: str) -> bool:
    return bool(difference > 0 if sign == "+" else difference < 0)


def _single(rna_map: RnaMap, row: int) -> RnaMap:
    part = slice(row, row + 1)
    return RnaMap(rna_map.models[part], rna_map.rbps, rna_map.gain[part], rna_map.loss[part], rna_map.count[part], rna_map.features[part])
