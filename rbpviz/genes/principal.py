"""Which of a gene's transcripts is meant where a user names none."""

from collections.abc import Mapping, Sequence

from rbpviz.genes.flags import GeneFlag, GeneFlagKind
from rbpviz.genes.model import Transcript

PRINCIPAL_TAGS = ("mane_select", "ensembl_canonical", "refseq_select", "appris_principal_1", "appris_principal")
"""Marks of annotations, the strongest first; in lower case with underscores."""


def order_transcripts(
    transcripts: Sequence[Transcript], tags: Mapping[str, frozenset[str]] | None = None
) -> tuple[list[Transcript], tuple[GeneFlag, ...]]:
    """Put the principal transcript first.

    Parameters
    ----------
    transcripts : sequence of Transcript
        At least one.
    tags : mapping of str to frozenset of str, optional
        Marks of each transcript id, as annotations spell them.

    Returns
    -------
    ordered : list of Transcript
        A marked transcript with an intron first, else the one with an intron and the most exonic bases; the others in their order.
    flags : tuple of GeneFlag
        `PRINCIPAL_GUESSED` where nothing was marked and there was a choice.
    """
    spliced = [transcript for transcript in transcripts if len(transcript.exons) > 1]
    if not spliced:
        return list(transcripts), ()
    ranks = [_rank((tags or {}).get(transcript.id, frozenset())) for transcript in spliced]
    best = min(ranks)
    if best < len(PRINCIPAL_TAGS):
        principal = spliced[ranks.index(best)]
    else:
        principal = max(spliced, key=lambda transcript: transcript.exonic_length)
    guessed = best == len(PRINCIPAL_TAGS) and len(spliced) > 1
    flags = (GeneFlag(GeneFlagKind.PRINCIPAL_GUESSED, len(spliced)),) if guessed else ()
    return [principal, *(transcript for transcript in transcripts if transcript is not principal)], flags


def _rank(tags: frozenset[str]) -> int:
    spelt = {tag.lower().replace(" ", "_") for tag in tags}
    return next((i for i, tag in enumerate(PRINCIPAL_TAGS) if tag in spelt), len(PRINCIPAL_TAGS))
