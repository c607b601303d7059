"""Genes from Ensembl's REST service: looked up by symbol or stable id, with transcripts and letters, made into a `GeneModel`.

`ensembl_http` speaks to the service; what its answers mean is decided here. Positions in answers are 1-based inclusive on the plus strand;
the letters of a gene read its own strand.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rbpviz import config
from rbpviz.errors import GeneError, InvalidOptionError, NetworkError
from rbpviz.genes.build import build_gene, make_transcript
from rbpviz.genes.ensembl_http import EnsemblHttp, EnsemblOptions
from rbpviz.genes.flags import GeneFlag, GeneFlagKind
from rbpviz.genes.model import GeneModel, GenomicSpan, Transcript
from rbpviz.genes.principal import order_transcripts
from rbpviz.sequences.streams import clip
from rbpviz.types import Progress, ignore_progress

ASSEMBLIES = ("GRCh38", "GRCh37")
"""Builds that the service has, each on a server of its own; the usual one first."""
SPECIES = "homo_sapiens"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_STABLE_ID = re.compile(r"(ENS[A-Z]*[GT]\d{11})(\.\d{1,3})?")
_CHROMOSOME = re.compile(r"\d{1,2}|X|Y")
_MAX_LOOKUP_BYTES = 50_000_000
_DAMAGE = (KeyError, TypeError, ValueError, AttributeError)


def fetch_gene(
    name: str, *, assembly: str = "GRCh38", options: EnsemblOptions = EnsemblOptions(), progress: Progress = ignore_progress
) -> GeneModel:
    """Fetch a human gene from Ensembl, or take it from the cache on disk.

    Parameters
    ----------
    name : str
        Symbol (`SMN1`), or stable id of a gene or transcript of any species (`ENSG00000172062`), with or without version.
    assembly : {"GRCh38", "GRCh37"}
        Build.
    options : EnsemblOptions
        How long to wait, how often to try again, whether to ask anew.
    progress : Progress, optional
        Called before each of the two requests; it may raise to cancel.

    Returns
    -------
    GeneModel
        In transcript orientation; the canonical transcript first, or the one that was asked for.

    Raises
    ------
    GeneError
        If Ensembl knows no such gene, or the gene has no introns.
    NetworkError
        If Ensembl cannot be reached or does not answer as documented.
    InvalidOptionError
        For a build that is not offered.
    """
    if assembly not in ASSEMBLIES:
        raise InvalidOptionError(f"Got the build {clip(assembly)!r}; expected one of {', '.join(ASSEMBLIES)}.")
    wanted = name.strip()
    if not _NAME.fullmatch(wanted):
        raise GeneError(f"Got the gene name {clip(name)!r}; expected a symbol such as SMN1, or an Ensembl id such as ENSG00000172062.")
    http = EnsemblHttp(config.ensembl_url(assembly), options)
    progress(0, 2, f"asking Ensembl for {wanted} in {assembly}")
    found, asked = _look_up(http, wanted, assembly)
    progress(1, 2, f"fetching the letters of {clip(str(found.get('display_name') or wanted))}")
    gene = _gene(http, found, assembly, asked)
    progress(2, 2, "done")
    return gene


def _look_up(http: EnsemblHttp, name: str, assembly: str) -> tuple[Mapping[str, Any], str]:
    """Return the gene's record and the transcript that was asked for, empty where a gene was."""
    stable = _STABLE_ID.fullmatch(name)
    path = f"/lookup/id/{stable[1]}" if stable else f"/lookup/symbol/{SPECIES}/{name}"
    found = _record(http, path, name, assembly)
    if found.get("object_type") == "Transcript":
        parent = str(found.get("Parent") or "").partition(".")[0]
        if not _STABLE_ID.fullmatch(parent):
            raise NetworkError(f"Ensembl named no gene for the transcript {name}; try its gene's symbol or id.")
        return _record(http, f"/lookup/id/{parent}", parent, assembly), str(found.get("id", ""))
    if found.get("object_type") != "Gene":
        raise GeneError(f"Got {name}, which is {clip(str(found.get('object_type')))} in Ensembl; expected a gene or a transcript.")
    return found, ""


def _record(http: EnsemblHttp, path: str, name: str, assembly: str) -> Mapping[str, Any]:
    answer = http.get(path, {"expand": "1", "content-type": "application/json"}, limit=_MAX_LOOKUP_BYTES, check=_is_object)
    if answer is None:
        raise GeneError(
            f"Ensembl knows no gene {name!r} in {assembly}; expected a current symbol or stable id: look for other names of the gene."
        )
    found: Mapping[str, Any] = json.loads(answer)
    return found


def _is_object(body: bytes) -> bool:
    try:
        return isinstance(json.loads(body), dict)
    except ValueError:
        return False


def _gene(http: EnsemblHttp, found: Mapping[str, Any], assembly: str, asked: str) -> GeneModel:
    """Make a gene of a looked-up record; fetches its letters."""
    try:
        gene_id, symbol = str(found["id"]), str(found.get("display_name") or "")
        start, end, strand = int(found["start"]) - 1, int(found["end"]), {1: "+", -1: "-"}[int(found["strand"])]
        build, chromosome = str(found["assembly_name"]), str(found["seq_region_name"])
        drafts = [_draft(one, start, end, strand) for one in found["Transcript"]]
    except _DAMAGE as error:
        raise NetworkError(f"Ensembl's answer lacks what it is documented to have ({clip(repr(error), 80)}); try again later.") from error
    if not _STABLE_ID.fullmatch(gene_id):
        raise NetworkError(f"Ensembl named the gene {clip(gene_id)!r}; expected a stable id: try again later.")
    if build.partition(".")[0] != assembly and gene_id.startswith("ENSG"):
        raise GeneError(f"Ensembl answered with build {clip(build)!r}; expected {assembly}: check the address of the service.")
    if end - start > config.MAX_GENE_LENGTH:
        raise GeneError(f"Gene {clip(symbol or gene_id)!r} has {end - start:,} nt; expected at most {config.MAX_GENE_LENGTH:,}.")
    ordered, flags = _ordered(drafts, found["Transcript"], asked)
    letters = _letters(http, gene_id, end - start)
    name = f"chr{chromosome}" if _CHROMOSOME.fullmatch(chromosome) else {"MT": "chrM"}.get(chromosome, chromosome)
    span = GenomicSpan(build, name, strand, start, end)
    version = f"{gene_id}.{found['version']}" if str(found.get("version", "")).isdigit() else gene_id
    gene = build_gene(gene_id, letters, ordered, symbol=symbol, span=span, flags=flags)
    return replace(gene, source=f"Ensembl ({http.host}), {version}, {build}")


def _draft(record: Mapping[str, Any], start: int, end: int, strand: str) -> tuple[str, list[tuple[int, int]]]:
    """Return id and exons of a transcript, 0-based half-open in the gene's own orientation."""
    exons = [(int(exon["start"]) - 1, int(exon["end"])) for exon in record["Exon"]]
    turned = [(s - start, e - start) for s, e in exons] if strand == "+" else [(end - e, end - s) for s, e in exons]
    return str(record["id"]), sorted(turned)


def _ordered(
    drafts: list[tuple[str, list[tuple[int, int]]]], records: list[Mapping[str, Any]], asked: str
) -> tuple[list[Transcript], tuple[GeneFlag, ...]]:
    """Return the transcripts, the asked or canonical one first, and what was odd about them."""
    made, tags, problems = [], {}, []
    for (name, pairs), record in zip(drafts, records, strict=True):
        try:
            made.append(make_transcript(name, pairs))
        except GeneError as error:
            problems.append(str(error))
            continue
        first = name == asked if asked else record.get("is_canonical") == 1
        tags[name] = frozenset({"Ensembl_canonical"} if first else ())
    if not made:
        raise GeneError(problems[0] if problems else "Ensembl lists no transcript for this gene; expected at least one with exons.")
    ordered, flags = order_transcripts(made, tags)
    dropped = (GeneFlag(GeneFlagKind.DROPPED_TRANSCRIPTS, len(problems), len(drafts), problems[0]),) if problems else ()
    return ordered, (*flags, *dropped)


def _letters(http: EnsemblHttp, gene_id: str, length: int) -> str:
    """Return the gene's letters, which read its own strand."""
    query = {"type": "genomic", "content-type": "text/plain"}
    answer = http.get(f"/sequence/id/{gene_id}", query, limit=2 * length + 1_000, check=lambda body: len(body.strip()) == length)
    if answer is None:
        raise GeneError(f"Ensembl has no sequence for {gene_id}; try the other build.")
    return answer.decode("ascii", "replace").strip()
