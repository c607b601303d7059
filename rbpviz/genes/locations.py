"""Where a FASTA record says that it lies in a genome."""

import re

from rbpviz.genes.model import GenomicSpan
from rbpviz.types import RnaRecord

_RANGE = re.compile(r"(?:(?P<build>\S+)\s+)?(?P<chrom>[\w.]+):(?P<start>[\d,]+)-(?P<end>[\d,]+)\((?P<strand>[+-])\)")
_ENSEMBL = re.compile(r"\b[a-z_]+:(?P<build>[\w.]+):(?P<chrom>[\w.]+):(?P<start>\d+):(?P<end>\d+):(?P<strand>-?1)\b")
_UCSC = re.compile(r"range=(?P<chrom>[\w.]+):(?P<start>\d+)-(?P<end>\d+)\b.*\bstrand=(?P<strand>[+-])")
_BUILD = re.compile(r"(GRC[a-z]\d+|hg\d+|mm\d+|T2T)[\w.-]*", re.IGNORECASE)


def stated_location(record: RnaRecord) -> GenomicSpan | None:
    """Return the location in a record's header when it states a strand and its length is the record's.

    Parameters
    ----------
    record : RnaRecord
        Its sequence reads the stated strand, as Ensembl, UCSC and `bedtools getfasta -s` write it.

    Returns
    -------
    GenomicSpan or None
        From `GRCh37 chr16:70284297-70328412(-)`, `chromosome:GRCh38:7:1:100:-1` or `range=chr7:1-100 ... strand=-`. Whether the start
        is 0-based or 1-based is told by the length.
    """
    header = f"{record.id} {record.description}"
    for pattern in (_RANGE, _ENSEMBL, _UCSC):
        match = pattern.search(header)
        if match is None:
            continue
        start, end = int(match["start"].replace(",", "") or 0), int(match["end"].replace(",", "") or 0)
        start0 = {end - start + 1: start - 1, end - start: start}.get(len(record))
        if start0 is None or start0 < 0:
            return None
        build = match.groupdict().get("build") or ""
        strand = "+" if match["strand"] in ("+", "1") else "-"
        return GenomicSpan(build if _BUILD.fullmatch(build) else "", match["chrom"], strand, start0, end)
    return None
