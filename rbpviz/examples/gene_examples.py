"""Shipped genes: excerpts around exons that are known from the literature, and the recipe that each was cut by. Data, no computing.

The files lie in `gene_files`; `rbpviz.genes.excerpts` makes them from the records named here, and a test makes them anew.
"""

from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal

FOLDER = Path(__file__).resolve().parent / "gene_files"
"""Where the letters and exons lie, written by `rbpviz.genes.stored`."""

Side = Literal["acceptor", "exon", "donor"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of an excerpt, counted from a splice site as papers do.

    Parameters
    ----------
    name : str
        What it is called.
    exon : str
        Label of the exon that it is counted from.
    side : {"acceptor", "exon", "donor"}
        `exon` counts 1, 2, ... from the exon's first base; `donor` 1, 2, ... from the first base of the intron after it; `acceptor`
        -1, -2, ... from the last base of the intron before it.
    first, last : int
        First and last base, inclusive.
    letters : str
        What stands there; checked when the excerpt is made.
    note : str
        What is known, with the source.
    """

    name: str
    exon: str
    side: Side
    first: int
    last: int
    letters: str
    note: str


@dataclass(frozen=True, slots=True)
class Edit:
    """A base that is changed from the reference.

    Parameters
    ----------
    exon : str
        Label of the exon that holds it.
    place : int
        Its place in the exon, counted from 1.
    ref, alt : str
        What stands in the reference, and what is put there.
    name : str
        What the change is called.
    """

    exon: str
    place: int
    ref: str
    alt: str
    name: str


@dataclass(frozen=True, slots=True)
class GeneExample:
    """One shipped gene.

    Parameters
    ----------
    name : str
        Short name, used in links.
    title : str
        The question it answers.
    symbol : str
        Name of the gene.
    record, transcript : str
        LRG record and transcript that it is cut from.
    exons : tuple of int
        First and last exon of the excerpt, as the record counts them from 1.
    labels : tuple of str
        What the literature calls these exons.
    chosen : str
        Label of the exon that the example is about.
    source : str
        Where the sequence comes from, for people.
    notice : str
        What to look at, in two sentences.
    references : tuple of str
        Papers.
    split : {"train", "valid"}
        Whether the shipped splicing models have learned from this gene, or were chosen by it.
    marks : tuple of Mark, default ()
        Named pieces.
    edits : tuple of Edit, default ()
        Changes from the reference.
    """

    name: str
    title: str
    symbol: str
    record: str
    transcript: str
    exons: tuple[int, int]
    labels: tuple[str, ...]
    chosen: str
    source: str
    notice: str
    references: tuple[str, ...]
    split: Literal["train", "valid"]
    marks: tuple[Mark, ...] = ()
    edits: tuple[Edit, ...] = ()

    @property
    def exon(self) -> int:
        """The exon that the example is about, counted from 1 in the excerpt."""
        return self.labels.index(self.chosen) + 1


_SMN_PARALOG = "SMN2 differs from SMN1 here (GRCh37 chr5:{}; Blasco-Perez et al. 2021)"
_SMN_MARKS = (
    Mark(
        "ISS-N1", "7", "donor", 10, 24, "CCAGCAUUAUGAAAG",
        "intronic silencer; antisense oligos that mask it, such as nusinersen, restore exon 7 (Singh et al. 2006, Hua et al. 2008)",
    ),
    Mark("C6U", "7", "exon", 6, 6, "C", _SMN_PARALOG.format("70247773 C>T") + "; U makes the exon weak (Lorson et al. 1999)"),
    Mark("purine-rich enhancer", "7", "exon", 18, 30, "AAAAGAAGGAAGG", "TRA2B promotes the exon (Hofmann et al. 2000); borders drawn here"),
    Mark("intron 6 -44", "7", "acceptor", -44, -44, "G", _SMN_PARALOG.format("70247724 G>A")),
    Mark("intron 7 +100", "7", "donor", 100, 100, "A", _SMN_PARALOG.format("70247921 A>G")),
    Mark("intron 7 +215", "7", "donor", 215, 215, "A", _SMN_PARALOG.format("70248036 A>G")),
    Mark("exon 8 +235", "8", "exon", 235, 235, "G", _SMN_PARALOG.format("70248501 G>A")),
)  # fmt: skip
_SMN_REFERENCES = (
    "Lorson et al. 1999, PNAS 96:6307",
    "Hofmann et al. 2000, PNAS 97:9618",
    "Singh et al. 2006, Mol Cell Biol 26:1333",
    "Hua et al. 2008, Am J Hum Genet 82:834",
    "Blasco-Perez et al. 2021, Hum Mutat 42:787 (differences between SMN1 and SMN2)",
)
_LMNA_REFERENCES = ("Eriksson et al. 2003, Nature 423:293", "De Sandre-Giovannoli et al. 2003, Science 300:2055")
_CRYPTIC = Mark(
    "cryptic donor", "11", "exon", 118, 126, "CAGGUGGGC",
    "in progeria the exon ends after its first three bases, 150 nt early (Eriksson et al. 2003)",
)  # fmt: skip

GENE_EXAMPLES: MappingProxyType[str, GeneExample] = MappingProxyType(
    {
        example.name: example
        for example in (
            GeneExample(
                name="smn1",
                title="What keeps SMN1 exon 7 in?",
                symbol="SMN1",
                record="LRG_676",
                transcript="t1",
                exons=(7, 9),
                labels=("6", "7", "8"),
                chosen="7",
                source="SMN1 exons 6 to 8 with introns 6 and 7, LRG_676 (NG_008691.1), GRCh37 chr5:70241893-70248839(+)",
                notice=(
                    "Exon 7 is weak and held by a purine-rich enhancer (TRA2B) against silencers, ISS-N1 in intron 7 among them. "
                    "Compare SMN2, which has U for C at its sixth base and skips it."
                ),
                references=_SMN_REFERENCES,
                split="valid",
                marks=_SMN_MARKS,
            ),
            GeneExample(
                name="smn2",
                title="Why is SMN2 exon 7 skipped?",
                symbol="SMN2",
                record="LRG_676",
                transcript="t1",
                exons=(7, 9),
                labels=("6", "7", "8"),
                chosen="7",
                source=(
                    "SMN1 exons 6 to 8, LRG_676 (NG_008691.1), GRCh37 chr5:70241893-70248839(+), with C6U of exon 7 put in by hand; "
                    "no other difference of SMN2 is put in"
                ),
                notice=(
                    "U at the sixth base of exon 7 weakens the exon: look at its acceptor beside that of SMN1, then mask ISS-N1. "
                    "The four other places nearby where SMN2 differs are marked but left as in SMN1."
                ),
                references=_SMN_REFERENCES,
                split="valid",
                marks=_SMN_MARKS,
                edits=(Edit("7", 6, "C", "U", "C6U (c.840C>T)"),),
            ),
            GeneExample(
                name="fas",
                title="What decides on FAS exon 6?",
                symbol="FAS",
                record="LRG_134",
                transcript="t1",
                exons=(5, 7),
                labels=("5", "6", "7"),
                chosen="6",
                source="FAS exons 5 to 7 with introns, LRG_134 (NG_009089.2), GRCh37 chr10:90770296-90771838(+)",
                notice=(
                    "With exon 6 FAS kills the cell, without it the protein is soluble and protects it. TIA1 promotes the exon from the "
                    "U-rich start of intron 6, PTB suppresses it from a U-rich stretch inside."
                ),
                references=("Forch et al. 2000, Mol Cell 6:1089", "Izquierdo et al. 2005, Mol Cell 19:475"),
                split="train",
                marks=(
                    Mark(
                        "U-rich silencer", "6", "exon", 24, 41, "CUUUGUCUUCUUCUUUUG",
                        "PTB suppresses the exon from a U-rich element here (Izquierdo et al. 2005); borders drawn here",
                    ),
                    Mark(
                        "U-rich start of intron 6", "6", "donor", 6, 19, "UUCUUGCUUUGUUC",
                        "TIA1 promotes the exon from here (Forch et al. 2000); borders drawn here",
                    ),
                ),
            ),
            GeneExample(
                name="cftr",
                title="Why do UG repeats weaken CFTR exon 9?",
                symbol="CFTR",
                record="LRG_663",
                transcript="t1",
                exons=(9, 11),
                labels=("8 (now 9)", "9 (now 10)", "10 (now 11)"),
                chosen="9 (now 10)",
                source=(
                    "CFTR exons 9 to 11 (8 to 10 in older papers) with introns, LRG_663 (NG_016465.3), GRCh37 chr7:117182070-117199709(+)"
                ),
                notice=(
                    "Eleven UG before seven U stand just before the exon; TDP-43 (TARDBP) binds such repeats and suppresses the exon. "
                    "Longer UG and shorter U tracts, which some people have, make it skip more."
                ),
                references=("Buratti et al. 2001, EMBO J 20:1774",),
                split="valid",
                marks=(
                    Mark("UG repeat", "9 (now 10)", "acceptor", -34, -13, "UG" * 11, "TDP-43 binds here (Buratti et al. 2001)"),
                    Mark("U tract", "9 (now 10)", "acceptor", -12, -6, "UUUUUUU", "fewer U, more skipping (Buratti et al. 2001)"),
                ),
            ),
            GeneExample(
                name="lmna",
                title="Where does LMNA exon 11 end?",
                symbol="LMNA",
                record="LRG_254",
                transcript="t2",
                exons=(10, 12),
                labels=("10", "11", "12"),
                chosen="11",
                source="LMNA exons 10 to 12 with introns, LRG_254 (NG_008692.2), GRCh37 chr1:156107445-156109878(+)",
                notice=(
                    "The exon ends where its donor stands, although CAG GUGGGC inside it is nearly as good. "
                    "Compare the progeria change, which makes that inner donor better."
                ),
                references=_LMNA_REFERENCES,
                split="valid",
                marks=(_CRYPTIC,),
            ),
            GeneExample(
                name="lmna-progeria",
                title="How does one silent base make progerin?",
                symbol="LMNA",
                record="LRG_254",
                transcript="t2",
                exons=(10, 12),
                labels=("10", "11", "12"),
                chosen="11",
                source=(
                    "LMNA exons 10 to 12, LRG_254 (NG_008692.2), GRCh37 chr1:156107445-156109878(+), "
                    "with c.1824C>T of progeria put in by hand"
                ),
                notice=(
                    "c.1824C>T changes no amino acid but makes GUGGGU, a donor 150 nt before the exon's end. "
                    "Look for the new donor inside exon 11 and for what happens to the old one."
                ),
                references=_LMNA_REFERENCES,
                split="valid",
                marks=(_CRYPTIC,),
                edits=(Edit("11", 126, "C", "U", "c.1824C>T"),),
            ),
        )
    }
)  # fmt: skip
"""The examples by name."""
