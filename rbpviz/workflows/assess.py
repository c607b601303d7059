"""What a model's card says about it: metrics as published, debiased and under shifts, and the controls of its curves."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from rbpviz.errors import InvalidOptionError
from rbpviz.interpret.controls import CURVES, SitedResponse, localisation_controls, mean_curve
from rbpviz.models.loaded import SCORING_FOLD, BaseResponses, LoadedModel
from rbpviz.models.metrics import auroc_standard_error, binary_metrics
from rbpviz.models.windows import plan_windows
from rbpviz.results.structures import Structure
from rbpviz.sequences.shuffles import shuffle_dinucleotides
from rbpviz.training.data import debias, with_viewpoint
from rbpviz.types import Interval, Progress, RnaRecord, ignore_progress
from rbpviz.workflows.folding import FoldSource, fold_records
from rbpviz.workflows.predict import cut_structure

SHIFTS = (5, 20, 60)
"""How many bases are cut off the 5' end in the shift test, nt."""
MIN_SHIFTED = 30
MAX_CONTROLS = 300


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """Test records with labels (1 positive), positives first."""

    records: tuple[RnaRecord, ...]
    labels: np.ndarray

    def changed(self, change: Callable[[RnaRecord], RnaRecord]) -> "LabelledSet":
        """Return the set with every record changed."""
        return LabelledSet(tuple(change(record) for record in self.records), self.labels)


def shift_record(record: RnaRecord, n: int) -> RnaRecord:
    """Return a record without its first `n` bases, but never shorter than `MIN_SHIFTED`; the viewpoint moves along."""
    cut = max(0, min(n, len(record) - MIN_SHIFTED))
    seen = record.viewpoint
    moved = Interval(max(0, seen.start - cut), seen.end - cut) if seen is not None and seen.end > cut else None
    return RnaRecord(record.id, record.sequence[cut:], moved, record.description, record.flags)


def variants(test: LabelledSet) -> dict[str, LabelledSet]:
    """Return the test set as published, debiased, and shifted by each of `SHIFTS`, by the name it has on a card."""
    shifted = {f"test_shift_{n}": test.changed(lambda record, n=n: shift_record(record, n)) for n in SHIFTS}  # type: ignore[misc]
    return {"test": test, "test_debiased": test.changed(debias), **shifted}


def measure(model: LoadedModel, test: LabelledSet, *, folds: FoldSource | None = None, workers: int | None = None) -> dict[str, float]:
    """Return the metrics of a model on one test set; a record longer than the model takes counts with its best window.

    Parameters
    ----------
    model : LoadedModel
        What is measured.
    test : LabelledSet
        On what.
    folds : FoldSource, optional
        A warm pool.
    workers : int, optional
        Folding processes where there is no pool.

    Returns
    -------
    dict of str to float
        See `binary_metrics`.
    """
    structures: list[Structure] = []
    owners: list[int] = []
    for row, (record, structure) in enumerate(fold_records(test.records, SCORING_FOLD, workers=workers, folds=folds)):
        pieces = cut_structure(structure, plan_windows(model.card, len(record)))
        structures.extend(pieces)
        owners.extend([row] * len(pieces))
    best = np.zeros(len(test.records))
    np.maximum.at(best, owners, model.score(structures))
    return binary_metrics(test.labels, best)


def with_standard_error(metrics: dict[str, float]) -> dict[str, float]:
    """Return metrics rounded to six decimals, with `auroc_se`, as they stand on a card."""
    error = auroc_standard_error(metrics["auroc"], int(metrics["n_positives"]), int(metrics["n_negatives"]))
    return {k: round(v, 6) for k, v in {**metrics, "auroc_se": error}.items()}


def measure_all(
    model: LoadedModel,
    test: LabelledSet,
    *,
    folds: FoldSource | None = None,
    workers: int | None = None,
    progress: Progress = ignore_progress,
) -> dict[str, dict[str, float]]:
    """Return the metrics of a model on every variant of a test set, rounded to six decimals.

    Parameters
    ----------
    model : LoadedModel
        What is measured.
    test : LabelledSet
        As published.
    folds : FoldSource, optional
        A warm pool.
    workers : int, optional
        Folding processes where there is no pool.
    progress : Progress, optional
        Called after each variant.

    Returns
    -------
    dict of str to dict of str to float
        Metrics by the names of `variants`.
    """
    found: dict[str, dict[str, float]] = {}
    plans = variants(test)
    for done, (name, variant) in enumerate(plans.items(), start=1):
        found[name] = with_standard_error(measure(model, variant, folds=folds, workers=workers))
        progress(done, len(plans), f"tested: {name}")
    return found


def respond_to(
    model: LoadedModel, records: Sequence[RnaRecord], *, folds: FoldSource | None = None, workers: int | None = None
) -> list[BaseResponses]:
    """Return the responses to records no longer than the model takes at once; longer ones are cut at its length.

    Parameters
    ----------
    model : LoadedModel
        What answers.
    records : sequence of RnaRecord
        What is asked.
    folds : FoldSource, optional
        A warm pool.
    workers : int, optional
        Folding processes where there is no pool.

    Returns
    -------
    list of BaseResponses
    """
    limit = model.max_length
    structures = [s for _, s in fold_records(records, SCORING_FOLD, workers=workers, folds=folds)]
    return model.respond([s if limit is None else s.crop_probabilities(0, min(limit, len(s.sequence))) for s in structures])


def control_curves(
    model: LoadedModel, test: LabelledSet, *, folds: FoldSource | None = None, workers: int | None = None
) -> tuple[dict[str, float], dict[str, list[float]]]:
    """Return the controls of section 7: localisation, also after a shift of 20 nt, and mean curves on positives, negatives and shuffles.

    At most `MAX_CONTROLS` records of each kind are used, the first of each class.

    Parameters
    ----------
    model : LoadedModel
        Whose curves.
    test : LabelledSet
        Test records of both classes.
    folds : FoldSource, optional
        A warm pool.
    workers : int, optional
        Folding processes where there is no pool.

    Returns
    -------
    tuple of (dict of str to float, dict of str to list of float)
        Localisation controls, and mean curves by `curve_kind`.
    """
    positives = [with_viewpoint(r) for r, y in zip(test.records, test.labels, strict=True) if y][:MAX_CONTROLS]
    negatives = [r for r, y in zip(test.records, test.labels, strict=True) if not y][:MAX_CONTROLS]
    shuffled = [RnaRecord(r.id, shuffle_dinucleotides(r.sequence, seed=k)) for k, r in enumerate(positives)]
    answers = {
        kind: respond_to(model, records, folds=folds, workers=workers)
        for kind, records in (("positives", positives), ("negatives", negatives), ("shuffled", shuffled))
    }
    moved = [shift_record(r, 20) for r in positives]
    controls = {
        **localisation_controls(_sited(positives, answers["positives"])),
        **localisation_controls(_sited(moved, respond_to(model, moved, folds=folds, workers=workers)), suffix="_shift_20"),
    }
    curves = {f"{name}_{kind}": mean_curve(found, name) for kind, found in answers.items() for name in CURVES}
    return controls, curves


def structure_control(
    model: LoadedModel, test: LabelledSet, *, folds: FoldSource | None = None, workers: int | None = None
) -> dict[str, float]:
    """Return the AUROC when every RNA is given the pairs of another one: what falls is what the model takes from structure.

    Parameters
    ----------
    model : LoadedModel
        One that reads structure.
    test : LabelledSet
        Test records of both classes.
    folds : FoldSource, optional
        A warm pool.
    workers : int, optional
        Folding processes where there is no pool.

    Returns
    -------
    dict of str to float
        `auroc_shuffled_structures`.
    """
    limit = model.max_length
    found = [s for _, s in fold_records(test.records, SCORING_FOLD, workers=workers, folds=folds)]
    cut = [s if limit is None else s.crop_probabilities(0, min(limit, len(s.sequence))) for s in found]
    donors = np.random.default_rng(0).permutation(len(cut))
    scores = model.score([lend_pairs(one, cut[donor]) for one, donor in zip(cut, donors, strict=True)])
    return {"auroc_shuffled_structures": round(binary_metrics(test.labels, scores)["auroc"], 6)}


def lend_pairs(taker: Structure, donor: Structure) -> Structure:
    """Return a sequence with the pairs of another one, as far as they fit into its length."""
    if donor.pairs is None:
        raise InvalidOptionError("Got a structure without pairing probabilities; expected one folded for scoring.")
    length = len(taker.sequence)
    pairs = donor.pairs.crop(0, min(length, donor.pairs.length))
    return replace(taker, pairs=replace(pairs, length=length))


def _sited(records: Sequence[RnaRecord], answers: Sequence[BaseResponses]) -> list[SitedResponse]:
    pairs = zip(records, answers, strict=True)
    return [SitedResponse(a, r.viewpoint) for r, a in pairs if r.viewpoint is not None and r.viewpoint.end <= len(a.cnn)]
