"""What may be odd about a gene: kinds, their meaning, and the sentence that tells a reader how often it was found."""

from dataclasses import dataclass
from enum import StrEnum


class GeneFlagKind(StrEnum):
    """Something a reader of a result must know about its gene."""

    UNKNOWN_BASES = "unknown_bases"
    SHORT = "short"
    NONCANONICAL_SITES = "noncanonical_sites"
    SHORT_EXONS = "short_exons"
    SHORT_INTRONS = "short_introns"
    NO_GENOME_POSITIONS = "no_genome_positions"
    ENDS_ASSUMED = "ends_assumed"
    PARTIAL = "partial"
    EXONS_FROM_CDS = "exons_from_cds"
    PRINCIPAL_GUESSED = "principal_guessed"
    DROPPED_TRANSCRIPTS = "dropped_transcripts"
    RENAMED = "renamed"
    SIMULATED = "simulated"
    EXCERPT = "excerpt"
    EDITED = "edited"


GENE_FLAG_MEANINGS: dict[GeneFlagKind, str] = {
    GeneFlagKind.UNKNOWN_BASES: "bases are unknown (N); scores near them say little",
    GeneFlagKind.SHORT: "is the length of the pre-mRNA, less than the 401 nt that a splicing model needs",
    GeneFlagKind.NONCANONICAL_SITES: "splice sites lack the usual dinucleotide (GU or GC after a donor, AG before an acceptor)",
    GeneFlagKind.SHORT_EXONS: "exons are shorter than 3 nt",
    GeneFlagKind.SHORT_INTRONS: "introns are shorter than 30 nt, which the spliceosome cannot remove",
    GeneFlagKind.NO_GENOME_POSITIONS: "bases are the difference in length to the genomic span; genome positions cannot be told",
    GeneFlagKind.ENDS_ASSUMED: "outer ends of transcripts are not in the file and were assumed; splice sites are not affected",
    GeneFlagKind.PARTIAL: "transcripts or sites are incomplete in the file",
    GeneFlagKind.EXONS_FROM_CDS: "transcripts have coding parts only; untranslated exons are missing",
    GeneFlagKind.PRINCIPAL_GUESSED: "transcripts to choose from and none marked as principal; the one with the most exonic bases was taken",
    GeneFlagKind.DROPPED_TRANSCRIPTS: "transcripts could not be used and were left out",
    GeneFlagKind.RENAMED: "earlier gene had the same id; a number was added to this one's",
    GeneFlagKind.SIMULATED: "simulated gene, drawn from a generator with a seed; no organism has it",
    GeneFlagKind.EXCERPT: "excerpt of a longer gene; sites that the excerpt leaves out are not there for a model",
    GeneFlagKind.EDITED: "bases were changed by hand from the reference sequence",
}


@dataclass(frozen=True, slots=True)
class GeneFlag:
    """One oddity of one gene.

    Parameters
    ----------
    kind : GeneFlagKind
        What is odd.
    count : int, default 1
        How many things are.
    total : int, optional
        Out of how many.
    note : str, default ""
        More, in words; may hold text from a user's file.
    """

    kind: GeneFlagKind
    count: int = 1
    total: int | None = None
    note: str = ""

    def __str__(self) -> str:
        number = f"{self.count:,}" if self.total is None else f"{self.count:,} of {self.total:,}"
        return f"{number} {GENE_FLAG_MEANINGS[self.kind]}" + (f" ({self.note})" if self.note else "")
