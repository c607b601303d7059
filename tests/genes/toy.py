"""Toy genes with exons at known places, and the same gene written in every format that is read."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from rbpviz.genes.splice_sites import reverse_complement

Pairs = list[tuple[int, int]]
LENGTHS = st.lists(st.tuples(st.integers(1, 40), st.integers(30, 60)), min_size=2, max_size=5)
"""Lengths of exons, each with the intron after it (the last intron is not used)."""


@dataclass(frozen=True)
class Toy:
    """A gene in transcript orientation: RNA letters, exons 0-based half-open."""

    sequence: str
    exons: Pairs

    @property
    def dna(self) -> str:
        return self.sequence.replace("U", "T")

    def on_minus(self) -> tuple[str, Pairs]:
        """Return the plus strand of a genome that has the gene on its minus strand, as DNA, and the exons there by position."""
        size = len(self.sequence)
        return reverse_complement(self.sequence).replace("U", "T"), [(size - e, size - s) for s, e in reversed(self.exons)]


def toy(lengths: Sequence[tuple[int, int]] = ((50, 60), (40, 80), (30, 1)), *, flank: int = 20, seed: int = 1) -> Toy:
    """Make a gene whose introns begin with GU and end with AG and whose other letters are random."""
    rng = random.Random(seed)
    letters, exons = rng.choices("ACGU", k=flank), []
    for number, (exon, intron) in enumerate(lengths):
        exons.append((len(letters), len(letters) + exon))
        letters += rng.choices("ACGU", k=exon)
        if number + 1 < len(lengths):
            letters += ["G", "U", *rng.choices("ACGU", k=intron - 4), "A", "G"]
    return Toy("".join(letters + rng.choices("ACGU", k=flank)), exons)


def fasta(name: str, letters: str, width: int = 60) -> str:
    return f">{name}\n" + "".join(letters[i : i + width] + "\n" for i in range(0, len(letters), width))


def exon_rows(gene: str, exons: Pairs, transcript: str = "t1") -> str:
    return "".join(f"{gene}\t{transcript}\t{start + 1}\t{end}\n" for start, end in exons)


def gtf(record: str, exons: Pairs, strand: str, *, gene: str = "G1", transcript: str = "T1", extra: str = "") -> str:
    attributes = f'gene_id "{gene}"; transcript_id "{transcript}"; gene_name "TOY{gene}";{extra}'
    return "".join(f"{record}\ttest\texon\t{start + 1}\t{end}\t.\t{strand}\t.\t{attributes}\n" for start, end in exons)


def gff3(record: str, exons: Pairs, strand: str) -> str:
    low, high = exons[0][0] + 1, exons[-1][1]
    lines = ["##gff-version 3", f"{record}\ttest\tgene\t{low}\t{high}\t.\t{strand}\t.\tID=gene:G1;Name=TOYG1"]
    lines.append(f"{record}\ttest\tmRNA\t{low}\t{high}\t.\t{strand}\t.\tID=transcript:T1;Parent=gene:G1;Name=TOYG1-201;tag=MANE_Select")
    lines += [f"{record}\ttest\texon\t{s + 1}\t{e}\t.\t{strand}\t.\tParent=transcript:T1" for s, e in exons]
    return "\n".join(lines) + "\n"


def genbank(name: str, dna: str, exons: Pairs, *, complement: bool = False, accession: str = "") -> str:
    """Write a GenBank flat file with one mRNA."""
    place = "join(" + ",".join(f"{start + 1}..{end}" for start, end in exons) + ")"
    place = f"complement({place})" if complement else place
    wrapped = "".join(f"{' ' * 21}{part}\n" for part in _wrapped(place))[21:]
    letters = dna.lower()
    rows = [letters[i : i + 60] for i in range(0, len(letters), 60)]
    body = "".join(f"{60 * i + 1:>9} " + " ".join(row[j : j + 10] for j in range(0, len(row), 10)) + "\n" for i, row in enumerate(rows))
    return (
        f"LOCUS       {name:<16} {len(dna)} bp    DNA     linear   PRI 01-JAN-2020\nDEFINITION  toy.\n"
        f"ACCESSION   {name}{accession}\nVERSION     {name}.1\nFEATURES             Location/Qualifiers\n"
        f'     source          1..{len(dna)}\n                     /organism="Homo sapiens"\n                     /chromosome="7"\n'
        f'     mRNA            {wrapped}                     /gene="TOY"\n                     /transcript_id="NM_1.1"\n'
        f"ORIGIN\n{body}//\n"
    )


def lrg(dna: str, exons: Pairs, *, mapping: str = "", transcripts: str = "") -> str:
    """Write an LRG record as the published files look, cut to what a reader needs."""
    rows = "".join(
        f'<exon label="{i}"><coordinates coord_system="LRG_1" start="{s + 1}" end="{e}" strand="1"/>'
        f'<coordinates coord_system="LRG_1t1" start="1" end="2"/></exon><intron phase="0"/>'
        for i, (s, e) in enumerate(exons, start=1)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<?xml-stylesheet type="application/xml" href="lrg2html.xsl"?>\n<lrg schema_version="1.9">'
        f"<fixed_annotation><id>LRG_1</id><sequence>{dna}</sequence>"
        f'<transcript name="t1"><coordinates coord_system="LRG_1" start="1" end="2" strand="1"/>{rows}</transcript>{transcripts}'
        f'</fixed_annotation><updatable_annotation><annotation_set type="lrg">{mapping}<lrg_locus source="HGNC">TOY</lrg_locus>'
        "</annotation_set></updatable_annotation></lrg>"
    )


def _wrapped(text: str, width: int = 58) -> list[str]:
    lines = [""]
    for piece in re.findall("[^,]+,?", text):
        if len(lines[-1]) + len(piece) > width:
            lines.append("")
        lines[-1] += piece
    return lines
