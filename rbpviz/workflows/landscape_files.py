"""What `rbpviz landscape` does: find the gene or sequence, draw up the landscape, edit it, ask the seeds, write every file."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rbpviz.errors import GeneError, InvalidOptionError
from rbpviz.export.figures import figure_bytes
from rbpviz.export.landscapes import write_change, write_landscape, write_seeds
from rbpviz.export.responses import FigureFormats
from rbpviz.genes.inputs import GeneFormat, as_input
from rbpviz.models.catalog import list_models
from rbpviz.models.checkpoints import load_splicer
from rbpviz.models.devices import settle_on_one_thread
from rbpviz.results.landscape_edits import Edit, Mask, parse_edit
from rbpviz.results.landscape_seeds import LandscapeSeeds
from rbpviz.results.landscapes import Landscape
from rbpviz.sequences.records import as_records
from rbpviz.types import Progress, ignore_progress
from rbpviz.workflows.gene_library import find_gene
from rbpviz.workflows.landscape import DEFAULT_MODELS, LandscapeRequest, describe, look, pick_gene
from rbpviz.workflows.landscape_edit import apply_edits, compare
from rbpviz.workflows.landscape_seeds import landscape_seeds, seed_models
from rbpviz.workflows.landscape_subject import Subject, gene_subject, record_subject

_SPAN = re.compile(r"(\d{1,9})-(\d{1,9})")
_KINDS = {"knock_out": "ko", "knock_down": "kd", "mask": "mask", "edit": "sub"}
FIGURE_STEM = "landscape"


@dataclass(frozen=True, slots=True)
class LandscapeFilesRequest:
    """What to look at, what to change, and what to write.

    Parameters
    ----------
    genes : Path
        FASTA, GenBank or LRG XML; or a symbol or key of the gene library.
    output : Path
        Folder to write into.
    annotation : Path, optional
        Exons of FASTA genes; without it each FASTA record is a sequence, whose exon is in upper case inside lower-case flanks.
    gene, transcript : str, default ""
        Which one, where there are several.
    exon : int, optional
        Counted from 1.
    region : str, default ""
        A-B, 0-based half-open, instead of an exon.
    model : sequence of str
        Default: `DEFAULT_MODELS`.
    short : bool, default False
        See `Region`.
    figures : str, default ""
        Comma list of svg, pdf, png.
    seeds : bool, default False
        Whether all seeds of the motif models read the region too.
    knock_out, knock_down, mask, edit : sequence of str
        Edits, 0-based; see `results.landscape_edits`.
    device : str, default "auto"
        Where to compute.
    """

    genes: Path
    output: Path
    annotation: Path | None = None
    gene: str = ""
    transcript: str = ""
    exon: int | None = None
    region: str = ""
    model: Sequence[str] = ()
    short: bool = False
    figures: str = ""
    seeds: bool = False
    knock_out: Sequence[str] = ()
    knock_down: Sequence[str] = ()
    mask: Sequence[str] = ()
    edit: Sequence[str] = ()
    device: str = "auto"

    def landscape_request(self) -> LandscapeRequest:
        """Return what to look at."""
        run: Literal["full", "short"] = "short" if self.short else "full"
        region = read_span(self.region) if self.region else None
        return LandscapeRequest(self.exon, region, models=tuple(self.model or DEFAULT_MODELS), run=run, device=self.device)

    def edits(self) -> tuple[Edit, ...]:
        """Return what to change."""
        return tuple(parse_edit(kind, text) for name, kind in _KINDS.items() for text in getattr(self, name) or ())


def read_span(text: str) -> tuple[int, int]:
    """Return `A-B` as two numbers; raise `InvalidOptionError` for any other text."""
    found = _SPAN.fullmatch(text.strip())
    if not found:
        raise InvalidOptionError(f"Got the region {text[:40]!r}; expected A-B, such as 1200-1400 (0-based, half-open).")
    return int(found[1]), int(found[2])


def write_landscape_files(request: LandscapeFilesRequest, *, progress: Progress = ignore_progress) -> Landscape:
    """Write the landscape of a region, after edits if there are any, and return it.

    Parameters
    ----------
    request : LandscapeFilesRequest
        What to look at, what to change, and what to write.
    progress : Progress, optional
        Called as models and panels are done; it may raise to cancel.

    Returns
    -------
    Landscape
    """
    formats, wanted, edits = FigureFormats.parse(request.figures), request.landscape_request(), request.edits()
    subject = find_subject(request)
    settle_on_one_thread()
    models = [load_splicer(name, device=request.device) for name in wanted.models]
    sight = look(wanted, subject, models, progress=progress)
    if edits:
        change = compare(sight, apply_edits(sight, edits), progress=progress)
        found = change.after
        write_change(change, request.output)
    else:
        found = describe(sight, progress=progress)
        write_landscape(found, request.output)
    seeds = None
    if request.seeds:
        seeds = landscape_seeds(wanted, subject, _seeds(wanted.models), progress=progress)
        write_seeds(seeds, request.output)
    _write_figures(found, request.output, formats, edits=edits, seeds=None if edits else seeds)
    return found


def find_subject(request: LandscapeFilesRequest) -> Subject:
    """Return the pre-mRNA that is asked for: of a file of genes, a sequence, or a gene of the library."""
    if not request.genes.exists():
        return gene_subject(find_gene(str(request.genes))[1], request.transcript or None)
    if request.annotation is None and as_input(request.genes).format() == GeneFormat.FASTA:
        records = as_records(request.genes)
        chosen = [record for record in records if record.id == request.gene] if request.gene else records
        if len(chosen) != 1:
            names = ", ".join(record.id[:40] for record in records[:5])
            raise GeneError(f"Got {len(chosen)} sequences to choose from; expected --gene with one of: {names}.")
        return record_subject(chosen[0])
    return gene_subject(pick_gene(request.genes, request.annotation, request.gene or None), request.transcript or None)


def _seeds(models: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the seeds of the motif models that are in use."""
    base = next((name.partition("/")[2].partition("-seed")[0] for name in models if name.startswith("sam-")), "human")
    return seed_models([card.id for card in list_models()], base)


def _write_figures(
    landscape: Landscape, folder: Path, formats: FigureFormats, *, edits: Sequence[Edit], seeds: LandscapeSeeds | None
) -> None:
    if not formats.names:
        return
    from rbpviz.plots.landscape_paper import draw_landscape

    masked = [(edit.start, edit.end) for edit in edits if isinstance(edit, Mask)]
    for name in formats.names:
        (folder / f"{FIGURE_STEM}.{name}").write_bytes(figure_bytes(draw_landscape(landscape, masked=masked, seeds=seeds), name))
