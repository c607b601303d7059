"""Fold a FASTA file into a table."""

from itertools import chain, count, islice
from pathlib import Path
from typing import BinaryIO, TextIO

from rbpviz.export.tables import safe_cell
from rbpviz.sequences.fasta import read_fasta
from rbpviz.structure.folding import FoldOptions
from rbpviz.types import Progress, RejectedRecord, ignore_progress
from rbpviz.workflows.folding import fold_records

STRUCTURE_FOLD = FoldOptions(mfe=True, probabilities="none")
"""The minimum-free-energy structure alone."""
FOLD_COLUMNS = ("id", "dot_bracket", "energy", "elements")


def fold_file(
    source: Path | BinaryIO,
    output: TextIO,
    *,
    skip_bad: bool = False,
    workers: int | None = None,
    total: int | None = None,
    progress: Progress = ignore_progress,
) -> tuple[RejectedRecord, ...]:
    """Write the minimum-free-energy structure of each record of a FASTA file, streaming.

    Parameters
    ----------
    source : Path or binary file
        FASTA, plain or gzip.
    output : text file
        Takes the table, columns `FOLD_COLUMNS`; energies in kcal/mol.
    skip_bad : bool, default False
        Leave bad records out; else the first one ends the run.
    workers : int, optional
        Folding processes.
    total : int, optional
        Number of records, for progress.
    progress : Progress, optional
        Called with records done.

    Returns
    -------
    tuple of RejectedRecord
        What was left out.
    """
    rejected: list[RejectedRecord] = []
    records = read_fasta(source, rejected=rejected if skip_bad else None)
    folded = fold_records(records, STRUCTURE_FOLD, workers=workers)
    first = list(islice(folded, 1))  # a wrong first record ends it before anything is written
    output.write("\t".join(FOLD_COLUMNS) + "\n")
    numbers = count(1)
    for record, structure in chain(first, folded):
        output.write(f"{safe_cell(record.id)}\t{structure.dot_bracket}\t{structure.energy:.2f}\t{structure.elements}\n")
        progress(next(numbers), total, "records folded")
    return tuple(rejected)
