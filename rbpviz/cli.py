"""The command line. It asks, calls a workflow and writes; heavy imports happen inside the commands, so that `--help` stays quick."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer
from typer.exceptions import TyperException

from rbpviz.errors import RbpvizError
from rbpviz.types import RejectedRecord

if TYPE_CHECKING:
    from rbpviz.structure.folding import FoldOptions
    from rbpviz.types import Progress

OK, FAILED, BAD_INPUT = 0, 1, 2
_INTERRUPTED = 130  # what typer makes of Ctrl-C

app = typer.Typer(
    name="rbpviz",
    help="How proteins read RNA: trained models, response curves, structures.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Sequences = Annotated[str, typer.Argument(help="FASTA file, plain or gzip; '-' reads standard input")]
Genes = Annotated[Path | None, typer.Option(help="genes: FASTA, GenBank or LRG XML")]
Annotation = Annotated[Path | None, typer.Option(help="exons of FASTA genes: GTF, GFF3, a table of exons or of genes")]
Device = Annotated[str, typer.Option(help="auto, cpu, cuda or mps")]
Workers = Annotated[int | None, typer.Option(min=1, help="folding processes; default: all cores")]
SkipBad = Annotated[bool, typer.Option("--skip-bad", help="leave bad records out and list them on standard error")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="file to write; default: standard output")]


def main() -> None:
    """Run the command line; errors of use and input end in one line and exit code 2."""
    try:
        code = app(standalone_mode=False)
    except typer.Exit as stop:
        sys.exit(stop.exit_code)
    except typer.Abort:
        _fail("Stopped.", FAILED)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(FAILED)
    except KeyboardInterrupt:
        _fail("Stopped; a training run can go on with --resume.", FAILED)
    except RbpvizError as error:
        _fail(str(error), BAD_INPUT)
    except OSError as error:
        _fail(f"Could not use {error.filename or 'a file'}: {error.strerror or error}.", BAD_INPUT)
    except TyperException as error:
        _fail(f"{_explain(error)} `rbpviz --help` lists the commands.", BAD_INPUT)
    if code == _INTERRUPTED:
        _fail("Stopped; a training run can go on with --resume.", FAILED)
    sys.exit(code if isinstance(code, int) else OK)


def _explain(error: TyperException) -> str:
    explain = getattr(error, "format_message", None)
    return str(explain() if explain else error)


def _fail(message: str, code: int) -> None:
    sys.stderr.write(f"rbpviz: {' '.join(message.split())}\n")
    sys.exit(code)


@app.command()
def models(
    tsv: Annotated[bool, typer.Option("--tsv", help="a table with a header instead of aligned text")] = False,
) -> None:
    """List the models that are shipped or published, with metrics and sizes."""
    from rbpviz.export.tables import table_bytes
    from rbpviz.models.catalog import list_models
    from rbpviz.results.overview import overview_frame

    frame = overview_frame(list_models())
    if tsv:
        sys.stdout.write(table_bytes(frame).decode())
    else:
        sys.stdout.write("No models here.\n" if frame.empty else frame.to_string(index=False, na_rep="-") + "\n")


@app.command()
def predict(
    arguments: Annotated[list[str], typer.Argument(metavar="MODEL... SEQS", help="one or more models, then a FASTA file or '-'")],
    output: Output = None,
    window: Annotated[int | None, typer.Option(min=1, help="window length for long RNAs, nt")] = None,
    step: Annotated[int | None, typer.Option(min=1, help="distance between windows, nt")] = None,
    device: Device = "auto",
    workers: Workers = None,
    skip_bad: SkipBad = False,
) -> None:
    """Score sequences: id start end model score percentile flags (0-based, half-open)."""
    if len(arguments) < 2:
        raise typer.BadParameter("expected at least one model and a FASTA file: rbpviz predict MODEL... SEQS.")
    from rbpviz.models.loaded import SCORING_FOLD
    from rbpviz.workflows.predict import PredictRequest
    from rbpviz.workflows.predict_file import predict_files

    request = PredictRequest(tuple(arguments[:-1]), window, step, device, workers)
    total = announce(arguments[-1], SCORING_FOLD, workers)
    with open_output(output) as target, show_progress() as progress:
        report = predict_files(request, [_source(arguments[-1])], target, skip_bad=skip_bad, total=total, progress=progress)
    report_rejected(report.rejected)


@app.command()
def response(
    model: Annotated[str, typer.Argument(help="model id or checkpoint folder")],
    sequences: Sequences,
    output: Annotated[Path, typer.Option("--output", "-o", help="folder to write into")],
    figures: Annotated[str, typer.Option(help="comma list of svg, pdf, png")] = "",
    device: Device = "auto",
    workers: Workers = None,
    skip_bad: SkipBad = False,
) -> None:
    """Write per-base response curves as TSV and bedGraph, and figures where asked for."""
    from rbpviz.export.responses import FigureFormats, write_responses
    from rbpviz.plots.curves_paper import draw_response_curves
    from rbpviz.sequences.fasta import read_fasta
    from rbpviz.workflows.respond import RESPONSE_FOLD, RespondRequest, respond

    formats = FigureFormats.parse(figures)
    total = announce(sequences, RESPONSE_FOLD, workers)
    rejected: list[RejectedRecord] | None = [] if skip_bad else None
    with show_progress() as progress:
        curves = respond(
            RespondRequest(model, device, workers), read_fasta(_source(sequences), rejected=rejected), total=total, progress=progress
        )
        written = write_responses(curves, output, formats=formats, draw=draw_response_curves)
    report_rejected(rejected or ())
    sys.stderr.write(f"{written} records written to {output}\n")


@app.command()
def evaluate(
    model: Annotated[str, typer.Argument(help="model id or checkpoint folder")],
    positives: Annotated[Path | None, typer.Option(help="FASTA of bound RNAs")] = None,
    negatives: Annotated[Path | None, typer.Option(help="FASTA of unbound RNAs")] = None,
    genes: Genes = None,
    annotation: Annotation = None,
    reader: Annotated[str, typer.Option(help="another SAM whose aggregator reads the sites of the model")] = "",
    device: Device = "auto",
    workers: Workers = None,
) -> None:
    """Measure a model on labelled FASTA files, or a splicing model on genes; JSON on standard output."""
    from rbpviz.workflows.evaluate import EvaluateGenesRequest, EvaluateRequest, evaluate_genes
    from rbpviz.workflows.evaluate import evaluate as run

    rejected: list[RejectedRecord] = []
    with show_progress() as progress:
        if genes is not None:
            report = evaluate_genes(EvaluateGenesRequest(model, genes, annotation, reader, device), rejected=rejected, progress=progress)
        elif positives is not None and negatives is not None:
            report = run(EvaluateRequest(model, positives, negatives, device, workers), progress=progress)
        else:
            raise typer.BadParameter("expected --positives and --negatives, or --genes for a splicing model.")
    report_rejected(rejected)
    sys.stdout.write(json.dumps(report, indent=1) + "\n")


@app.command()
def train(
    family: Annotated[str, typer.Argument(help="model family, such as rnassrnet or sam-am")],
    run: Annotated[Path, typer.Option("--output", "-o", help="folder of the run")],
    positives: Annotated[Path | None, typer.Option(help="FASTA of bound RNAs")] = None,
    negatives: Annotated[Path | None, typer.Option(help="FASTA of unbound RNAs")] = None,
    genes: Genes = None,
    annotation: Annotation = None,
    preset: Annotated[str, typer.Option(help="fast or paper; splicing models: compact or paper")] = "",
    device: Device = "auto",
    seed: Annotated[int, typer.Option(min=0)] = 0,
    resume: Annotated[bool, typer.Option("--resume", help="go on with a run that was broken off")] = False,
    test_positives: Annotated[Path | None, typer.Option(help="FASTA of bound test RNAs, measured once at the end")] = None,
    test_negatives: Annotated[Path | None, typer.Option(help="FASTA of unbound test RNAs")] = None,
    validation_genes: Annotated[Path | None, typer.Option(help="genes that decide; default: a tenth of --genes")] = None,
    test_genes: Annotated[Path | None, typer.Option(help="genes measured once at the end")] = None,
    psams: Annotated[Path | None, typer.Option(help="folder of PSAM files, for SAM")] = None,
    maxent: Annotated[Path | None, typer.Option(help="folder of MaxEntScan's tables, a baseline for the card")] = None,
    lssi: Annotated[str, typer.Option(help="splice-site networks that SAM starts from; default: lssi/human")] = "",
    start: Annotated[Path | None, typer.Option(help="run of sam-fm that sam-am begins from")] = None,
    binarise: Annotated[str, typer.Option(help="a trained SAM whose sites become 0 and 1, for RNA maps")] = "",
    reader: Annotated[str, typer.Option(help="another SAM whose aggregator is also tried on the new model's sites")] = "",
    name: Annotated[str, typer.Option(help="name in the model id; default: the run's folder")] = "",
    protein: Annotated[str, typer.Option(help="protein, for the card")] = "",
    source: Annotated[str, typer.Option(help="where the data come from, for the card")] = "",
    max_epochs: Annotated[int | None, typer.Option(min=1, help="at most so many epochs")] = None,
    max_records: Annotated[int | None, typer.Option(min=100, help="train on a random sample of so many records")] = None,
    option: Annotated[list[str] | None, typer.Option(help="change the preset: name=value, such as branches=cnn")] = None,
    workers: Workers = None,
) -> None:
    """Train a model; RUN/checkpoint can be used wherever a model id can."""
    settings: dict[str, Any] = {key: value for key, value in locals().items() if value not in (None, "", []) and key != "option"}
    if option:
        settings["options"] = tuple(option)
    with show_progress() as progress:
        if genes is not None:
            report: Any = _train_splicing(settings, progress)
        elif positives is not None and negatives is not None:
            report = _train_binding(settings, progress)
        else:
            raise typer.BadParameter("expected --positives and --negatives, or --genes for a splicing model.")
    sys.stdout.write(json.dumps({"checkpoint": str(report.checkpoint), "metrics": report.card.metrics}, indent=1) + "\n")


def _train_binding(settings: dict[str, Any], progress: "Progress") -> Any:  # noqa: ANN401
    from rbpviz.workflows.train import TrainRequest, train

    _refuse_foreign(settings, TrainRequest)
    return train(TrainRequest(**settings), progress=progress)


def _train_splicing(settings: dict[str, Any], progress: "Progress") -> Any:  # noqa: ANN401
    from rbpviz.workflows.train_splicing import TrainSplicingRequest, train_splicing

    _refuse_foreign(settings, TrainSplicingRequest)
    report = train_splicing(TrainSplicingRequest(**settings), progress=progress)
    report_rejected(report.rejected)
    return report


def _refuse_foreign(settings: dict[str, Any], request: type[Any]) -> None:
    """Refuse options that belong to the other kind of model."""
    known = {field.name for field in fields(request)}
    foreign = [name for name, value in settings.items() if name not in known and value is not False]
    if foreign:
        shown = ", ".join(f"--{'option' if name == 'options' else name.replace('_', '-')}" for name in foreign)
        raise typer.BadParameter(f"got {shown}, which training {settings['family']} does not take.")


@app.command()
def landscape(
    genes: Annotated[Path, typer.Argument(help="FASTA, GenBank, LRG XML, or a gene of the library")],
    output: Annotated[Path, typer.Option("--output", "-o", help="folder to write into")],
    annotation: Annotation = None,
    gene: Annotated[str, typer.Option(help="symbol or id, where the file holds several genes")] = "",
    transcript: Annotated[str, typer.Option(help="default: the principal transcript")] = "",
    exon: Annotated[int | None, typer.Option(min=1, help="exon with 100 nt on either side")] = None,
    region: Annotated[str, typer.Option(help="A-B, 0-based half-open in the pre-mRNA, instead of an exon")] = "",
    model: Annotated[list[str] | None, typer.Option(help="LSSI and SAM models; default: lssi, sam-fm and sam-am of human")] = None,
    short: Annotated[bool, typer.Option("--short", help="read the region and its context alone, as in the paper's figure")] = False,
    figures: Annotated[str, typer.Option(help="comma list of svg, pdf, png")] = "",
    seeds: Annotated[bool, typer.Option("--seeds", help="read it with all seeds of the motif models too")] = False,
    knock_out: Annotated[list[str] | None, typer.Option(help="take out a motif site: POSITION:RBP, 0-based")] = None,
    knock_down: Annotated[list[str] | None, typer.Option(help="take out all sites of an RBP")] = None,
    mask: Annotated[list[str] | None, typer.Option(help="hide a span: A-B, 0-based half-open")] = None,
    edit: Annotated[list[str] | None, typer.Option(help="change a base: 12C>U, 0-based")] = None,
    device: Device = "auto",
) -> None:
    """Write the regulatory landscape of an exon or region: JSON, BED, tables of sites, motifs, effects and changes, figures."""
    settings: dict[str, Any] = {key: value for key, value in locals().items() if value is not None}
    from rbpviz.workflows.landscape_files import LandscapeFilesRequest, write_landscape_files

    with show_progress() as progress:
        found = write_landscape_files(LandscapeFilesRequest(**settings), progress=progress)
    sys.stderr.write(f"landscape of {found.end - found.start} nt written to {output}\n")


@app.command()
def rnamap(
    models: Annotated[list[str], typer.Argument(metavar="MODEL...", help="SAM models of the same RBPs; their maps are averaged")],
    genes: Annotated[Path, typer.Option(help="genes: FASTA, GenBank or LRG XML")],
    output: Annotated[Path | None, typer.Option("--output", "-o", help="folder to write into")] = None,
    annotation: Annotation = None,
    max_genes: Annotated[int | None, typer.Option(min=1, help="a random sample of so many genes")] = None,
    store: Annotated[bool, typer.Option("--store", help="keep each map beside its model, where the app finds it")] = False,
    source: Annotated[str, typer.Option(help="what the genes are, for what is stored")] = "",
    device: Device = "auto",
) -> None:
    """Write RNA maps: what the motifs of each RBP do to splice sites by distance from them (rna_map.tsv, summary.tsv)."""
    from rbpviz.export.rna_maps import write_rna_map
    from rbpviz.workflows.rna_map import RnaMapRequest, rna_map, store_rna_maps

    if store == (output is not None):
        raise typer.BadParameter("expected either -o DIR or --store.")
    request = RnaMapRequest(tuple(models), genes, annotation, max_genes, device, source)
    with show_progress() as progress:
        if output is None:
            sys.stderr.write("".join(f"{path}\n" for path in store_rna_maps(request, progress=progress)))
            return
        report = rna_map(request, progress=progress)
    write_rna_map(report.rna_map, output)
    report_rejected(report.rejected)
    sys.stderr.write(f"RNA maps of {len(report.genes)} genes written to {output}\n")


@app.command()
def genes(
    action: Annotated[str, typer.Argument(metavar="list|add|show")],
    name: Annotated[str, typer.Argument(help="symbol, Ensembl id or key; to add also a file, or a place (chr5:1-900(+)) of --genome")] = "",
    annotation: Annotation = None,
    assembly: Annotated[str, typer.Option(help="build: GRCh38 or GRCh37")] = "",
    gene: Annotated[str, typer.Option(help="symbol or id, where the file holds several genes")] = "",
    genome: Annotated[Path | None, typer.Option(help="genome FASTA with --annotation, instead of Ensembl")] = None,
) -> None:
    """List, add to or show the gene library; adding by symbol asks Ensembl. Tables are 0-based, half-open."""
    from rbpviz.export.tables import table_bytes
    from rbpviz.workflows import gene_library as library

    if action not in ("list", "add", "show") or (action != "list" and not name):
        raise typer.BadParameter(f"got {action!r} {name!r}; expected list, add SYMBOL|FILE, or show SYMBOL.")
    if action == "show":
        _, found = library.find_gene(name, assembly=assembly)
        sys.stdout.write(table_bytes(library.exon_frame(found), comment=library.gene_lines(found)).decode())
        return
    if action == "list":
        listing = library.list_genes(name)
        entries, problems = listing.entries, [RejectedRecord("", 0, text) for text in listing.problems]
    else:
        file = Path(name) if Path(name).exists() and genome is None else None
        request = library.AddGenesRequest(gene if file else name, file, annotation, genome, assembly)
        with show_progress() as progress:
            report = library.add_genes(request, progress=progress)
        entries, problems = report.entries, list(report.rejected)
    report_rejected(problems)
    sys.stdout.write(table_bytes(library.entries_frame(entries)).decode())


@app.command("compare-motifs")
def compare_motifs(
    output: Annotated[Path | None, typer.Option("--output", "-o", help="folder to write into")] = None,
    fixed: Annotated[str, typer.Option(help="model with fixed motifs; default: sam-fm/human")] = "sam-fm/human",
    adjusted: Annotated[list[str] | None, typer.Option(help="seeds with adjusted motifs; default: sam-am/human and its seeds")] = None,
    genes: Genes = None,
    annotation: Annotation = None,
    evaluation: Annotated[Path | None, typer.Option(help="genes to measure classifiers on; default: a fifth of the windows")] = None,
    max_windows: Annotated[int | None, typer.Option(min=1, help="at most so many windows of 5,000 nt")] = None,
    store: Annotated[bool, typer.Option("--store", help="keep the result beside the first adjusted model, where the app finds it")] = False,
    source: Annotated[str, typer.Option(help="what the genes are, for what is stored")] = "",
    device: Device = "auto",
) -> None:
    """Compare fixed with adjusted motifs: tables, JSON, motifs.meme. Without --genes what is stored with the models is written."""
    from rbpviz.workflows import compare_motifs as work

    if store == (output is not None) or (store and genes is None):
        raise typer.BadParameter("expected either -o DIR or --store, and --genes with --store.")
    names = tuple(adjusted or work.default_seeds())
    if genes is None:
        comparison, made_of = work.stored_comparison(names[0])
    else:
        request = work.CompareMotifsRequest(fixed, names, genes, annotation, evaluation, max_windows, device, source)
        with show_progress() as progress:
            if output is None:
                sys.stderr.write(f"{work.store_comparison(request, progress=progress)}\n")
                return
            report = work.compare_motifs(request, progress=progress)
        report_rejected(report.rejected)
        comparison, made_of = report.comparison, report.source
    if output is not None:
        work.write_files(comparison, made_of, output)
        sys.stderr.write(f"comparison of {len(comparison.rbps)} proteins written to {output}\n")


@app.command()
def fold(
    sequences: Sequences,
    output: Output = None,
    workers: Workers = None,
    skip_bad: SkipBad = False,
) -> None:
    """Fold sequences: id dot_bracket energy elements (S stem, M multiloop, H hairpin, I internal, B bulge, E external)."""
    from rbpviz.workflows.fold import STRUCTURE_FOLD, fold_file

    total = announce(sequences, STRUCTURE_FOLD, workers)
    with open_output(output) as target, show_progress() as progress:
        rejected = fold_file(_source(sequences), target, skip_bad=skip_bad, workers=workers, total=total, progress=progress)
    report_rejected(rejected)


@app.command(name="app")
def start_app(
    port: Annotated[int, typer.Option(min=1, max=65535, help="port of the local server")] = 8501,
) -> None:
    """Start the app in the browser and print its address."""
    from rbpviz.launch import launch_app

    raise typer.Exit(launch_app(port))


def announce(name: str, options: "FoldOptions", workers: int | None) -> int | None:
    """Say on standard error what folding a file will cost where that is worth saying; return its number of records, None for a stream."""
    from rbpviz.workflows.estimate import WORTH_SAYING_SECONDS, estimate_file

    if name == "-":
        return None
    estimate = estimate_file(Path(name), options, workers=workers)
    if estimate.seconds > WORTH_SAYING_SECONDS or estimate.n_local:
        sys.stderr.write(estimate.describe() + "\n")
    return estimate.n_records


def _source(name: str) -> Path | Any:  # noqa: ANN401
    return sys.stdin.buffer if name == "-" else Path(name)


@contextmanager
def open_output(path: Path | None) -> Iterator[TextIO]:
    """Open a file for writing, or standard output; a file appears only when it is complete."""
    if path is None:
        yield sys.stdout
        return
    draft = path.with_name(path.name + ".part")
    try:
        with draft.open("w", encoding="utf-8", newline="") as handle:
            yield handle
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def show_progress() -> Iterator[Callable[[int, int | None, str], None]]:
    """Show progress on standard error: a line that renews itself on a terminal, nothing else where it goes to a file."""
    from rbpviz.progress import TerminalProgress

    shown = TerminalProgress(sys.stderr)
    try:
        yield shown
    finally:
        shown.close()


def report_rejected(rejected: tuple[RejectedRecord, ...] | list[RejectedRecord]) -> None:
    """List on standard error the records that were left out, at most ten of them."""
    for record in rejected[:10]:
        sys.stderr.write(f"left out: record {record.ordinal}: {' '.join(record.reason.split())}\n")
    if len(rejected) > 10:
        sys.stderr.write(f"left out: {len(rejected) - 10} more\n")
