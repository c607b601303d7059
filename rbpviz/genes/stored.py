"""A gene as two small files: JSON with everything but the letters, and FASTA with the letters. Nothing that could run code."""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rbpviz import config
from rbpviz.errors import GeneError, RbpvizError
from rbpviz.genes.flags import GeneFlag, GeneFlagKind
from rbpviz.genes.model import Exon, GeneElement, GeneModel, GenomicSpan, Transcript
from rbpviz.sequences.streams import clip

FORMAT = 1
_LINE = 80
_MAX_JSON_BYTES = 20_000_000
_MAX_TEXT = 500
_DAMAGE = (ValueError, KeyError, TypeError, IndexError, AttributeError, RbpvizError)


@dataclass(frozen=True, slots=True)
class GeneEntry:
    """What a list of genes shows of one gene, without its letters.

    Parameters
    ----------
    key : str
        Its name in links and on disk.
    id, symbol : str
        Names in its source (untrusted text).
    aliases : tuple of str
        Other names that find it.
    source : str
        Where it comes from, for people (untrusted text).
    place : str
        Build, chromosome, ends (1-based, inclusive) and strand; empty where unknown.
    assembly, chromosome, strand : str
        The same in parts.
    length : int
        Bases of the stored sequence, nt.
    exons, transcripts : int
        Exons of the principal transcript, and number of transcripts.
    flags : tuple of str
        Kinds of `GeneFlag`.
    added : str, default ""
        When it was added, UTC, ISO 8601.
    """

    key: str
    id: str
    symbol: str
    aliases: tuple[str, ...]
    source: str
    place: str
    assembly: str
    chromosome: str
    strand: str
    length: int
    exons: int
    transcripts: int
    flags: tuple[str, ...]
    added: str = ""

    @property
    def name(self) -> str:
        """The symbol, or the id where there is none."""
        return self.symbol or self.id

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that finds it."""
        return tuple(dict.fromkeys(name for name in (self.symbol, self.id, *self.aliases) if name))

    @property
    def simulated(self) -> bool:
        """Whether the gene was drawn from a generator."""
        return GeneFlagKind.SIMULATED.value in self.flags


def describe_gene(key: str, gene: GeneModel, *, aliases: tuple[str, ...] = (), added: str = "") -> GeneEntry:
    """Return the entry of a gene in a list.

    Parameters
    ----------
    key : str
        Its name in links and on disk.
    gene : GeneModel
        The gene.
    aliases : tuple of str, default ()
        Other names that find it.
    added : str, default ""
        When it was added.
    """
    return GeneEntry(
        key=key, id=gene.id, symbol=gene.symbol, aliases=aliases, source=gene.source, place=str(gene.span) if gene.span else "",
        assembly=gene.assembly, chromosome=gene.chromosome, strand=gene.strand, length=len(gene), exons=len(gene.principal.exons),
        transcripts=len(gene.transcripts), flags=tuple(flag.kind.value for flag in gene.flags), added=added,
    )  # fmt: skip


def gene_key(gene: GeneModel) -> str:
    """Return 32 hexadecimal digits that tell this gene, its build and its exons from any other; its source does not count."""
    values = _to_json(gene)
    values.pop("source")
    return hashlib.sha256((json.dumps(values, sort_keys=True) + gene.sequence).encode()).hexdigest()[:32]


def write_gene(folder: Path, entry: GeneEntry, gene: GeneModel) -> None:
    """Write a gene as `<key>.fa` and `<key>.json`, each at once; a gene is there when its JSON file is.

    Parameters
    ----------
    folder : Path
        Made where it is missing.
    entry : GeneEntry
        Its key must be safe as a file name; the caller sees to that.
    gene : GeneModel
        The gene.
    """
    _check_texts(gene, entry.aliases)
    folder.mkdir(parents=True, exist_ok=True)
    letters = gene.sequence
    lines = [f">{entry.key}", *(letters[i : i + _LINE] for i in range(0, len(letters), _LINE))]
    _write(folder / f"{entry.key}.fa", "\n".join(lines) + "\n")
    values = {"format": FORMAT, "key": entry.key, "aliases": list(entry.aliases), "added": entry.added, **_to_json(gene)}
    _write(folder / f"{entry.key}.json", json.dumps(values, indent=1) + "\n")


def read_gene(folder: Path, key: str) -> GeneModel:
    """Return a gene that `write_gene` has written; raises `GeneError` where it is not there, damaged, or of another format."""
    values = _values(folder, key)
    try:
        text = (folder / f"{key}.fa").read_text(encoding="ascii")
        sequence = "".join(line for line in text.splitlines() if not line.startswith(">"))
        if hashlib.sha256(sequence.encode()).hexdigest() != values["sequence_sha256"]:
            raise GeneError("the letters are not those that were written")
        return _from_json(values, sequence)
    except OSError as error:
        raise GeneError(f"The letters of gene {key} cannot be read ({error.strerror}); add the gene anew.") from error
    except _DAMAGE as error:
        raise GeneError(f"The stored gene {key} is damaged ({clip(str(error), 200)}); remove it and add it anew.") from error


def read_entry(folder: Path, key: str) -> GeneEntry:
    """Return the entry of a gene without reading its letters; raises `GeneError` as `read_gene` does."""
    values = _values(folder, key)
    try:
        span = _span(values["span"])
        principal = values["transcripts"][0]
        return GeneEntry(
            key=key, id=str(values["id"]), symbol=str(values["symbol"]), aliases=tuple(map(str, values["aliases"])),
            source=str(values["source"]), place=str(span) if span else "", assembly=span.assembly if span else "",
            chromosome=span.chromosome if span else "", strand=span.strand if span else "", length=int(values["length"]),
            exons=len(principal["exons"]), transcripts=len(values["transcripts"]),
            flags=tuple(str(flag[0]) for flag in values["flags"]), added=str(values["added"]),
        )  # fmt: skip
    except _DAMAGE as error:
        raise GeneError(f"The stored gene {key} is damaged ({clip(str(error), 200)}); remove it and add it anew.") from error


def _values(folder: Path, key: str) -> dict[str, Any]:
    path = folder / f"{key}.json"
    try:
        if path.stat().st_size > _MAX_JSON_BYTES:
            raise GeneError(f"The stored gene {key} has a description of more than {_MAX_JSON_BYTES:,} bytes; remove it and add it anew.")
        values = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise GeneError(f"Got the gene {key}, which is not in the library here; add it again, or choose another.") from None
    except (OSError, ValueError) as error:
        raise GeneError(f"The stored gene {key} cannot be read ({clip(str(error), 200)}); remove it and add it anew.") from error
    if not isinstance(values, dict) or values.get("format") != FORMAT:
        raise GeneError(f"The stored gene {key} is of another format; expected format {FORMAT}: add the gene anew.")
    return values


def _to_json(gene: GeneModel) -> dict[str, Any]:
    span = gene.span
    return {
        "id": gene.id,
        "symbol": gene.symbol,
        "source": gene.source,
        "span": None if span is None else [span.assembly, span.chromosome, span.strand, span.start, span.end, span.gapless],
        "has_paralog": gene.has_paralog,
        "split": gene.split,
        "flags": [[flag.kind.value, flag.count, flag.total, flag.note] for flag in gene.flags],
        "elements": [[element.name, element.start, element.end, element.note] for element in gene.elements],
        "transcripts": [
            {"id": one.id, "exons": [[exon.start, exon.end] for exon in one.exons], "labels": list(one.labels)} for one in gene.transcripts
        ],
        "length": len(gene),
        "sequence_sha256": hashlib.sha256(gene.sequence.encode()).hexdigest(),
    }


def _from_json(values: Mapping[str, Any], sequence: str) -> GeneModel:
    transcripts = tuple(
        Transcript(str(one["id"]), tuple(Exon(int(s), int(e)) for s, e in one["exons"]), tuple(map(str, one["labels"])))
        for one in values["transcripts"]
    )
    return GeneModel(
        id=str(values["id"]), sequence=sequence, transcripts=transcripts, symbol=str(values["symbol"]), span=_span(values["span"]),
        has_paralog=None if values["has_paralog"] is None else bool(values["has_paralog"]), split=str(values["split"]),
        flags=tuple(GeneFlag(GeneFlagKind(kind), count, total, str(note)) for kind, count, total, note in values["flags"]),
        elements=tuple(GeneElement(str(name), int(s), int(e), str(note)) for name, s, e, note in values["elements"]),
        source=str(values["source"]),
    )  # fmt: skip


def _span(values: list[Any] | None) -> GenomicSpan | None:
    if values is None:
        return None
    assembly, chromosome, strand, start, end, gapless = values
    return GenomicSpan(str(assembly), str(chromosome), str(strand), int(start), int(end), bool(gapless))


def _check_texts(gene: GeneModel, aliases: tuple[str, ...]) -> None:
    """Refuse names that are no names: empty, endless, or with control characters."""
    if len(gene) > config.MAX_GENE_LENGTH:
        raise GeneError(f"Gene {clip(gene.name)!r} has {len(gene):,} nt; expected at most {config.MAX_GENE_LENGTH:,}.")
    for text in (gene.id, gene.symbol, gene.source, gene.chromosome, gene.assembly, *aliases, *(one.id for one in gene.transcripts)):
        if len(text) > _MAX_TEXT or not all(letter.isprintable() for letter in text):
            raise GeneError(f"Gene {clip(gene.id)!r} has the name {clip(text)!r}; expected at most {_MAX_TEXT} printable characters.")


def _write(path: Path, text: str) -> None:
    """Write a file under a name of its own and move it into place."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.{os.urandom(4).hex()}.part")
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
