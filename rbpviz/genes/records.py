"""The sequences that an annotation speaks of: small files in memory, genomes through an index, both asked for pieces by name."""

import hashlib
import os
import struct
import uuid
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

from pyfaidx import Faidx, FastaIndexingError

from rbpviz import config
from rbpviz.errors import GeneError
from rbpviz.genes.inputs import GENE_LIMITS, GeneInput
from rbpviz.genes.locations import stated_location
from rbpviz.genes.model import GenomicSpan
from rbpviz.sequences.alphabet import normalise
from rbpviz.sequences.fasta import IdRegister, read_source
from rbpviz.sequences.streams import ReadLimits, clip
from rbpviz.types import RejectedRecord, RnaRecord

INDEX_FROM_BYTES = config.MAX_GENE_LENGTH
"""Plain FASTA files larger than this may hold a record too long for memory and are indexed."""
INDEX_ERRORS = (FastaIndexingError, OSError, ValueError, IndexError, AssertionError, struct.error, zlib.error)
"""What a file that cannot be indexed raises."""
_BGZF_HEADER = b"\x1f\x8b\x08\x04"
_MITOCHONDRION = {"chrM": "MT", "MT": "chrM", "M": "chrM"}


class Sequences(Protocol):
    """Named sequences that can be asked for pieces."""

    whole: bool
    """Whether a record may be one gene with its flanks, to be kept as a whole."""

    def names(self) -> Iterable[str]:
        """Return the names of the records, in order."""

    def length(self, name: str) -> int:
        """Return the length of a record, nt."""

    def fetch(self, name: str, start: int, end: int) -> str:
        """Return a piece of a record, 0-based half-open, as upper-case `ACGUN`."""

    def span(self, name: str, assembly: str) -> GenomicSpan:
        """Return where a record lies: in a genome where its header says so, else in itself."""


class RecordsInMemory:
    """Sequences held in memory.

    Parameters
    ----------
    records : mapping of str to RnaRecord
        By name.
    """

    whole = True

    def __init__(self, records: Mapping[str, RnaRecord]) -> None:
        self._records = records

    def names(self) -> Iterable[str]:
        """Return the names of the records, in order."""
        return self._records.keys()

    def length(self, name: str) -> int:
        """Return the length of a record, nt."""
        return len(self._records[name])

    def fetch(self, name: str, start: int, end: int) -> str:
        """Return a piece of a record, 0-based half-open."""
        return self._records[name].sequence[start:end]

    def span(self, name: str, assembly: str) -> GenomicSpan:
        """Return where a record lies: in a genome where its header says so, else in itself."""
        stated = stated_location(self._records[name])
        if stated is None:
            return GenomicSpan(assembly, name, "+", 0, self.length(name))
        return GenomicSpan(assembly or stated.assembly, stated.chromosome, stated.strand, stated.start, stated.end)


class IndexedRecords:
    """Sequences of a FASTA file read through an index, plain or compressed by bgzip.

    Parameters
    ----------
    path : Path
        The FASTA file. An index beside it (`.fai`) is used where it is newer than the file; else one is made in the user's cache.
    """

    whole = False

    def __init__(self, path: Path) -> None:
        self._path = path
        index, blocks = _index_of(path)
        self._faidx = Faidx(str(path), indexname=str(index), gzi_indexname=str(blocks), as_raw=True, rebuild=False)

    def names(self) -> Iterable[str]:
        """Return the names of the records, in order."""
        return self._faidx.index.keys()

    def length(self, name: str) -> int:
        """Return the length of a record, nt."""
        return int(self._faidx.index[name].rlen)

    def fetch(self, name: str, start: int, end: int) -> str:
        """Return a piece of a record, 0-based half-open, as upper-case `ACGUN`."""
        letters = self._faidx.fetch(name, start + 1, end)
        if len(letters) != end - start:
            raise GeneError(
                f"The file {clip(self._path.name)!r} gave {len(letters):,} of {end - start:,} bases of {clip(name)!r}; expected an index "
                "that fits the file: delete the .fai beside it."
            )
        return normalise(letters, subject=f"Record {clip(name)!r} from position {start + 1} on", record_id=name).sequence

    def span(self, name: str, assembly: str) -> GenomicSpan:
        """Return the record itself as a reference."""
        return GenomicSpan(assembly, name, "+", 0, self.length(name))


def open_sequences(source: GeneInput, *, limits: ReadLimits = GENE_LIMITS, rejected: list[RejectedRecord] | None = None) -> Sequences:
    """Return the sequences of a FASTA source.

    Parameters
    ----------
    source : GeneInput
        A genome, chromosomes or genes.
    limits : ReadLimits
        Limits on sizes of what is read into memory.
    rejected : list of RejectedRecord, optional
        Where records that cannot be read are put; else the first one raises.

    Returns
    -------
    Sequences
        Through an index where the file is large; in memory where it is small, is no file of its own, or cannot be indexed (a plain gzip
        file, lines of different lengths).
    """
    if source.path is not None and _worth_an_index(source.path):
        try:
            return IndexedRecords(source.path)
        except INDEX_ERRORS:
            pass
    records = read_source(source.rewound(), IdRegister(), name=source.name, limits=limits, rejected=rejected)
    return RecordsInMemory({record.id: record for record in records})


def resolve_name(sequences: Sequences, name: str) -> str | None:
    """Return the record that an annotation means, with or without `chr`, or None."""
    known = sequences.names()
    bare = name[3:] if name.startswith("chr") else f"chr{name}"
    return next((candidate for candidate in (name, bare, _MITOCHONDRION.get(name, name)) if candidate in known), None)


def _worth_an_index(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            head = stream.read(64)
        size = path.stat().st_size
    except OSError:
        return False
    if head.startswith(b"\x1f\x8b"):
        named_so = path.name.lower().endswith((".gz", ".bgz"))
        return head.startswith(_BGZF_HEADER) and head[12:14] == b"BC" and named_so and size > INDEX_FROM_BYTES // 4
    return head.lstrip().startswith(b">") and size > INDEX_FROM_BYTES


def _index_of(path: Path) -> tuple[Path, Path]:
    """Return the index files of a FASTA file, made in the user's cache where none lie beside it."""
    beside = Path(f"{path}.fai"), Path(f"{path}.gzi")
    state = path.stat()
    packed = path.name.lower().endswith((".gz", ".bgz"))
    if all(index.is_file() and index.stat().st_mtime >= state.st_mtime for index in (beside if packed else beside[:1])):
        return beside
    key = hashlib.sha256(f"{path.resolve()}\0{state.st_mtime_ns}\0{state.st_size}".encode()).hexdigest()[:32]
    folder = config.cache_dir() / "genomes"
    made = folder / f"{key}.fai", folder / f"{key}.gzi"
    if not all(index.is_file() for index in (made if packed else made[:1])):
        folder.mkdir(parents=True, exist_ok=True)
        _make_index(path, made)
    return made


def _make_index(path: Path, final: tuple[Path, Path]) -> None:
    """Index a file under a name of its own, then move the index into place, so that no other process reads half of it."""
    own = [index.with_name(f"{uuid.uuid4().hex}{index.suffix}") for index in final]
    try:
        Faidx(str(path), indexname=str(own[0]), gzi_indexname=str(own[1])).close()
        for made, target in zip(own, final, strict=True):
            if made.exists():
                os.replace(made, target)
    finally:
        for made in own:
            made.unlink(missing_ok=True)
