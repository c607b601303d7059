"""Genes from a FASTA file and a table of exons.

The table has a header and one row an exon. Columns, in any order and case: the gene (`gene`, `gene_id`, `id`, `symbol`, `name`, `lrg`,
`record`; several may be there), `transcript` (optional), `start` and `end`: 1-based inclusive positions in the sequence's own orientation.
Rows of a transcript come in transcript order. Other columns are not read; cells are separated by tabs, or by semicolons or commas.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from rbpviz.errors import GeneError
from rbpviz.genes.build import build_gene, make_transcript
from rbpviz.genes.collect import Collector, GeneOptions
from rbpviz.genes.inputs import GENE_LIMITS, GeneInput, GeneSource, as_input, split_columns
from rbpviz.genes.locations import stated_location
from rbpviz.genes.model import GeneModel
from rbpviz.genes.principal import order_transcripts
from rbpviz.sequences.fasta import IdRegister, read_source
from rbpviz.sequences.streams import ReadLimits, clip
from rbpviz.types import RejectedRecord, RnaRecord

GENE_COLUMNS = ("gene", "gene_id", "gene_name", "gene_symbol", "id", "symbol", "name", "lrg", "record", "sequence")
SYMBOL_COLUMNS = ("symbol", "gene_symbol", "gene_name", "name", "gene")
"""Which of these columns holds the symbol, the likeliest first."""
TRANSCRIPT_COLUMNS = ("transcript", "transcript_id", "tx", "isoform")
START_COLUMNS = ("start", "exon_start")
END_COLUMNS = ("end", "exon_end", "stop")
ONLY_TRANSCRIPT = "t1"
"""Id of the transcript of a table without such a column."""
_POSITION = re.compile(r"\d{1,12}|\d{1,3}(,\d{3}){1,3}")


@dataclass(slots=True)
class GeneRows:
    """What a table says about one gene.

    Parameters
    ----------
    names : tuple of str
        What the gene is called in the table.
    symbol : str
        Its symbol; empty where the table has none.
    transcripts : dict of str to list of (int, int)
        Exons of each transcript, 0-based half-open, in the order of the rows.
    problem : str, default ""
        Why the rows cannot be used.
    """

    names: tuple[str, ...]
    symbol: str = ""
    transcripts: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    problem: str = ""


class ExonTable:
    """A table of exons, looked up by any name of a gene.

    Parameters
    ----------
    source : GeneInput
        The table.
    limits : ReadLimits
        Limits on its size.
    """

    def __init__(self, source: GeneInput, limits: ReadLimits = GENE_LIMITS) -> None:
        self._subject = source.subject
        self._by_names: dict[tuple[str, ...], GeneRows] = {}
        self._by_name: dict[str, list[GeneRows]] = {}
        lines = ((number, line) for number, line in enumerate(source.lines(limits), start=1) if line.strip() and not line.startswith("#"))
        first = next(lines, None)
        if first is None:
            raise GeneError(f"{source.subject} is empty; expected a table with the columns gene, start and end.")
        self._read_header(first[1])
        for number, line in lines:
            self._read_row(number, split_columns(line))

    def genes(self) -> list[GeneRows]:
        """Return all genes of the table, in its order."""
        return list(self._by_names.values())

    def find(self, *names: str) -> GeneRows | None:
        """Return the rows of the gene with the first of these names that the table knows; raises `GeneError` where two genes share it."""
        for name in names:
            found = self._by_name.get(name, [])
            if len(found) > 1:
                raise GeneError(f"{self._subject} has {len(found)} genes named {clip(name)!r}; expected one: use another column's name.")
            if found:
                return found[0]
        return None

    def _read_header(self, line: str) -> None:
        cells = [cell.lower().replace(" ", "_") for cell in split_columns(line)]
        self._names = [i for name in GENE_COLUMNS for i, cell in enumerate(cells) if cell == name]
        self._transcript = next((cells.index(name) for name in TRANSCRIPT_COLUMNS if name in cells), None)
        self._symbol = next((cells.index(name) for name in SYMBOL_COLUMNS if name in cells), None)
        start = next((cells.index(name) for name in START_COLUMNS if name in cells), None)
        end = next((cells.index(name) for name in END_COLUMNS if name in cells), None)
        if not self._names or start is None or end is None:
            raise GeneError(
                f"{self._subject} begins with the line {clip(line.strip())!r}; expected a header with the columns gene (or id, symbol), "
                "transcript (optional), start and end."
            )
        self._start, self._end = start, end

    def _read_row(self, number: int, cells: list[str]) -> None:
        names = tuple(cells[i] for i in self._names if i < len(cells) and cells[i])
        if not names:
            raise GeneError(f"{self._subject} has no gene in line {number}; expected a name in every row.")
        rows = self._by_names.get(names)
        if rows is None:
            symbol = cells[self._symbol] if self._symbol is not None and self._symbol < len(cells) else ""
            rows = self._by_names[names] = GeneRows(names, symbol)
            for name in dict.fromkeys(names):
                self._by_name.setdefault(name, []).append(rows)
        column = self._transcript
        transcript = (cells[column] if column is not None and column < len(cells) else "") or ONLY_TRANSCRIPT
        try:
            start, end = self._position(number, cells, self._start), self._position(number, cells, self._end)
            if not 1 <= start <= end:
                raise GeneError(
                    f"{self._subject} has an exon from {start} to {end} in line {number}; expected 1 <= start <= end (1-based, inclusive, "
                    "counted in transcript orientation)."
                )
        except GeneError as error:
            rows.problem = rows.problem or str(error)
            return
        rows.transcripts.setdefault(transcript, []).append((start - 1, end))

    def _position(self, number: int, cells: list[str], column: int) -> int:
        cell = cells[column] if column < len(cells) else ""
        if not _POSITION.fullmatch(cell):
            raise GeneError(f"{self._subject} has {clip(cell)!r} for a position in line {number}; expected a whole number.")
        return int(cell.replace(",", ""))


def read_exon_table(
    fasta: GeneSource,
    table: GeneSource,
    *,
    options: GeneOptions = GeneOptions(),
    limits: ReadLimits = GENE_LIMITS,
    rejected: list[RejectedRecord] | None = None,
) -> Iterator[GeneModel]:
    """Read genes from FASTA and a table of exons.

    Parameters
    ----------
    fasta : GeneSource
        One record a gene, in transcript orientation.
    table : GeneSource
        One row an exon, as this module's docstring says.
    options : GeneOptions
        Which genes.
    limits : ReadLimits
        Limits on sizes.
    rejected : list of RejectedRecord, optional
        Where genes that cannot be read are put; else the first one raises.

    Yields
    ------
    GeneModel
        In the order of the FASTA records; the id is the record's.
    """
    source, table_source = as_input(fasta), as_input(table)
    collector = Collector(source, rejected)
    exons = ExonTable(table_source, limits)
    used: set[int] = set()
    for record in read_source(source.rewound(), IdRegister(), name=source.name, limits=limits, rejected=rejected):
        if not options.wants(record.id, *record.description.split()[:1]):
            continue
        gene = collector.build(record.id, partial(_gene, record, exons, table_source, used))
        if gene is not None:
            yield gene
    collector.finish("records named as in the table")
    collector.note((rows.names[0] for rows in exons.genes() if id(rows) not in used), "Genes of the table without a sequence")


def _gene(record: RnaRecord, exons: ExonTable, table: GeneInput, used: set[int]) -> GeneModel:
    rows = exons.find(record.id, *record.description.split()[:1])
    if rows is None:
        raise GeneError(f"Record {clip(record.id)!r} has no exons in {table.subject.lower()}; expected rows that name it.")
    used.add(id(rows))
    if rows.problem:
        raise GeneError(rows.problem)
    transcripts = [make_transcript(name, pairs) for name, pairs in rows.transcripts.items()]
    ordered, flags = order_transcripts(transcripts)
    return build_gene(record.id, record.sequence, ordered, symbol=rows.symbol or record.id, span=stated_location(record), flags=flags)
