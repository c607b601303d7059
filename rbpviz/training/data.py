"""From sequence files to training features: reading, leaving out duplicates and leaks, debiasing, folding, packing."""

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from rbpviz.errors import DataSetError
from rbpviz.features.encoding import encode_bases
from rbpviz.features.graphs import pack_structures
from rbpviz.results.structures import Structure
from rbpviz.sequences.debias import border_positions, debias_borders, infer_viewpoint
from rbpviz.training.store import LabelledRnas
from rbpviz.types import RnaRecord

Fold = Callable[[Iterable[str]], Iterator[Structure]]


@dataclass(frozen=True, slots=True)
class CleanSet:
    """Records that may be used, with labels and the counts of what was left out.

    Parameters
    ----------
    records : tuple of RnaRecord
        Positives first.
    labels : ndarray of uint8, shape (n,)
        1 for positives.
    dropped : dict of str to int
        Reason to number of records.
    """

    records: tuple[RnaRecord, ...]
    labels: np.ndarray
    dropped: dict[str, int]


def clean_training_set(
    positives: Iterable[RnaRecord], negatives: Iterable[RnaRecord], *, test_sequences: frozenset[str] = frozenset()
) -> CleanSet:
    """Return training records without those that would mislead.

    Left out: sequences with both labels, sequences that stand in the test set, and second copies within a class.

    Parameters
    ----------
    positives, negatives : iterable of RnaRecord
        The two classes.
    test_sequences : frozenset of str, optional
        Sequences of the test set.

    Returns
    -------
    CleanSet

    Raises
    ------
    DataSetError
        If a class is empty.
    """
    classes = [list(positives), list(negatives)]
    for name, records in zip(("positives", "negatives"), classes, strict=True):
        if not records:
            raise DataSetError(f"Got no {name}; expected a FASTA file with at least one record.")
    both = {r.sequence for r in classes[0]} & {r.sequence for r in classes[1]}
    dropped = {"dropped_both_labels": 0, "dropped_in_test": 0, "dropped_duplicates": 0}
    kept: list[list[RnaRecord]] = []
    for records in classes:
        seen: set[str] = set()
        mine = []
        for record in records:
            reason = _reason(record.sequence, both, test_sequences, seen)
            seen.add(record.sequence)
            if reason is None:
                mine.append(record)
            else:
                dropped[reason] += 1
        kept.append(mine)
    labels = np.repeat(np.array([1, 0], dtype=np.uint8), [len(k) for k in kept])
    return CleanSet((*kept[0], *kept[1]), labels, dropped)


def _reason(sequence: str, both: set[str], test: frozenset[str], seen: set[str]) -> str | None:
    if sequence in both:
        return "dropped_both_labels"
    if sequence in test:
        return "dropped_in_test"
    return "dropped_duplicates" if sequence in seen else None


def subsample(clean: CleanSet, most: int, *, seed: int) -> CleanSet:
    """Return at most `most` records, drawn at random with a seed and the classes in their proportion; fewer records stay as they are."""
    n = len(clean.records)
    if n <= most:
        return clean
    rng = np.random.default_rng([seed, n])
    positives, negatives = (np.flatnonzero(clean.labels == label) for label in (1, 0))
    share = round(most * len(positives) / n)
    kept = [np.sort(rng.permutation(rows)[:size]) for rows, size in ((positives, share), (negatives, most - share))]
    chosen = np.concatenate(kept)
    dropped = {**clean.dropped, "dropped_by_limit": n - len(chosen)}
    return CleanSet(tuple(clean.records[row] for row in chosen), clean.labels[chosen], dropped)


def with_viewpoint(record: RnaRecord) -> RnaRecord:
    """Return a record with the viewpoint that its flanks of 150 nt imply, where its own is unknown."""
    if record.viewpoint is not None:
        return record
    return RnaRecord(record.id, record.sequence, infer_viewpoint(record.sequence), record.description, record.flags)


def debias(record: RnaRecord) -> RnaRecord:
    """Return a record whose viewpoint borders are random bases (section 1 of the specification, "Debiased variant")."""
    return debias_borders(with_viewpoint(record))


def positive_borders(clean: CleanSet) -> np.ndarray:
    """Return the codes of the bases at the borders of the positives' viewpoints, uint8, shape (m, 6).

    Records without a viewpoint, or with one too near an end, are left out.
    """
    found = []
    for record in itertools.compress(clean.records, clean.labels):
        seen = with_viewpoint(record)
        places = border_positions(seen.viewpoint) if seen.viewpoint else (-1,)
        if min(places) >= 0 and max(places) < len(seen):
            found.append(encode_bases("".join(seen.sequence[place] for place in places)))
    return np.array(found, dtype=np.uint8).reshape(-1, 6)


def build_features(records: Iterable[RnaRecord], labels: np.ndarray, fold: Fold) -> LabelledRnas:
    """Return training features.

    Parameters
    ----------
    records : iterable of RnaRecord
        Already debiased or shifted where that is wanted: what is folded is what is learned from.
    labels : ndarray of int, shape (n,)
        One a record.
    fold : callable
        Yields a structure a sequence, in order.

    Returns
    -------
    LabelledRnas
    """
    held = [with_viewpoint(record) for record in records]
    structures = list(fold(record.sequence for record in held))
    viewpoints = np.array([(r.viewpoint.start, r.viewpoint.end) if r.viewpoint else (-1, -1) for r in held], dtype=np.int32)
    return LabelledRnas(pack_structures(structures), labels.astype(np.uint8), viewpoints.reshape(-1, 2))
