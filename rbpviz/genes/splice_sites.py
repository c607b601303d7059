"""The dinucleotides beside splice sites: how many are as they should be, and whether they would be in another orientation."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rbpviz.errors import GeneError
from rbpviz.genes.model import Transcript

DONOR_DINUCLEOTIDES = ("GU", "GC")
"""What follows the last base of an exon, at +1 and +2."""
ACCEPTOR_DINUCLEOTIDES = ("AG",)
"""What precedes the first base of an exon, at -2 and -1."""
_COMPLEMENT = str.maketrans("ACGUN", "UGCAN")
_WRONG_BELOW = 0.5
_FITS_FROM = 0.8
_MIN_SITES = 4


@dataclass(frozen=True, slots=True)
class SpliceFit:
    """How many splice sites have the usual dinucleotide; sites with an unknown base beside them are not counted.

    Parameters
    ----------
    donors, usual_donors : int
        Donors with known bases, and those followed by GU or GC.
    acceptors, usual_acceptors : int
        Acceptors with known bases, and those preceded by AG.
    """

    donors: int
    usual_donors: int
    acceptors: int
    usual_acceptors: int

    @property
    def sites(self) -> int:
        """All sites counted."""
        return self.donors + self.acceptors

    @property
    def usual(self) -> int:
        """All sites with the usual dinucleotide."""
        return self.usual_donors + self.usual_acceptors

    @property
    def fraction(self) -> float:
        """Fraction of sites that are usual; 1 where there is none."""
        return self.usual / self.sites if self.sites else 1.0


def reverse_complement(sequence: str) -> str:
    """Return the other strand of a sequence of `ACGUN`, read in its own direction."""
    return sequence.translate(_COMPLEMENT)[::-1]


def splice_fit(sequence: str, donors: Iterable[int], acceptors: Iterable[int]) -> SpliceFit:
    """Count splice sites with the usual dinucleotide.

    Parameters
    ----------
    sequence : str
        Upper-case `ACGUN` in transcript orientation.
    donors, acceptors : iterable of int
        Last and first bases of exons, 0-based.

    Returns
    -------
    SpliceFit
    """
    after = [pair for d in donors if (pair := _pair(sequence, d + 1))]
    before = [pair for a in acceptors if (pair := _pair(sequence, a - 2))]
    return SpliceFit(
        len(after),
        sum(pair in DONOR_DINUCLEOTIDES for pair in after),
        len(before),
        sum(pair in ACCEPTOR_DINUCLEOTIDES for pair in before),
    )


def sites_of(transcripts: Iterable[Transcript]) -> tuple[list[int], list[int]]:
    """Return donors and acceptors of several transcripts, each position once, in order."""
    several = list(transcripts)
    donors = sorted({d for transcript in several for d in transcript.donors})
    acceptors = sorted({a for transcript in several for a in transcript.acceptors})
    return donors, acceptors


def check_orientation(sequence: str, transcripts: Sequence[Transcript], *, subject: str) -> SpliceFit:
    """Refuse exons whose splice sites fit only after turning sequence or coordinates round, or moving the exon starts by one.

    Parameters
    ----------
    sequence : str
        Upper-case `ACGUN`.
    transcripts : sequence of Transcript
        Exons as they were given.
    subject : str
        How the error sentence begins.

    Returns
    -------
    SpliceFit
        Of the sequence and exons as they were given.

    Raises
    ------
    GeneError
        When under half of the sites fit as given (or half, among four or more) and at least 80 % fit otherwise; among fewer than four
        sites only the reverse complement is tried, for the others would fit by chance now and then.
    """
    donors, acceptors = sites_of(transcripts)
    given = splice_fit(sequence, donors, acceptors)
    few = given.sites < _MIN_SITES
    if not given.sites or given.fraction > _WRONG_BELOW or (few and given.fraction == _WRONG_BELOW):
        return given
    alternatives = list(_alternatives(sequence, donors, acceptors))
    for found, remedy in alternatives[:1] if few else alternatives:
        if found.sites > 1 and found.fraction >= _FITS_FROM and found.fraction > given.fraction:
            raise GeneError(
                f"{subject} has AG before acceptors and GU (GC) after donors at {given.usual} of {given.sites} splice sites as given "
                f"but at {found.usual} of {found.sites} {remedy}"
            )
    return given


def _alternatives(sequence: str, donors: list[int], acceptors: list[int]) -> Iterator[tuple[SpliceFit, str]]:
    """Yield how well the sites would fit otherwise, the likeliest mistakes first, and how to mend each."""
    last = len(sequence) - 1
    mirrored = [last - a for a in acceptors], [last - d for d in donors]
    other = reverse_complement(sequence)
    yield (
        splice_fit(other, *mirrored),
        "on the reverse complement; expected transcript orientation: this gene lies on the minus strand, "
        "so give the reverse complement of its sequence and count exons from its start.",
    )
    yield (
        splice_fit(other, donors, acceptors),
        "on the reverse complement with the same numbers; expected transcript orientation: give the reverse complement of the sequence.",
    )
    yield (
        splice_fit(sequence, *mirrored),
        "with exons counted from the sequence's other end; expected positions in transcript orientation: turn the exon positions round.",
    )
    yield (
        splice_fit(sequence, donors, [a + 1 for a in acceptors]),
        "with exon starts one higher; expected 1-based inclusive positions: add 1 to every start.",
    )
    yield (
        splice_fit(sequence, [d + 1 for d in donors], [a + 1 for a in acceptors]),
        "with exons one higher; expected 1-based inclusive positions: add 1 to every start and end.",
    )
    yield (
        splice_fit(sequence, [d - 1 for d in donors], [a - 1 for a in acceptors]),
        "with exons one lower; expected 1-based inclusive positions: take 1 from every start and end.",
    )


def _pair(sequence: str, start: int) -> str:
    """Return two known letters from a position on, or nothing."""
    pair = sequence[start : start + 2] if start >= 0 else ""
    return pair if len(pair) == 2 and "N" not in pair else ""
