"""Writing the card of a trained model."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

import rbpviz
from rbpviz.models.loaded import SCORING_FOLD, LoadedModel
from rbpviz.models.metrics import auroc_standard_error, binary_metrics
from rbpviz.models.registry import get_family
from rbpviz.results.cards import DataCard, Expected, ModelCard, Published
from rbpviz.results.structures import PairProbabilities, Structure
from rbpviz.training.fit import FitReport
from rbpviz.training.literature import known_set, published_auroc
from rbpviz.training.presets import Preset
from rbpviz.training.store import LabelledRnas
from rbpviz.workflows.assess import with_standard_error

CHECK_SEQUENCE = "GGCUUUGUAGCUACUAACCUGAUUAACAGCUAGGCUUCAUACUAACGGGCAAUUGCCCGAUACUAAUUUGCACUAACAUGGAGCUUGCAACUCUUCCGAAAGGAAGAG"
"""The fixed RNA whose score is on each card: made up, with two copies of ACUAA and three hairpins."""
LICENCE = "MIT"
_TESTED = "training sequences that stand in the test files were left out; the test files were scored once."


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What the trainer knows beside the fit.

    Parameters
    ----------
    family, name, protein, source : str
        See `TrainRequest`.
    preset_name : str
        Name of the preset.
    preset : Preset
        Network and recipe.
    seed : int
        Seed of the run.
    device : str
        Where it was trained.
    hashes : dict of str to str
        sha256 of each data file by its name.
    dropped : dict of str to int
        Records that were left out, by reason.
    tested : bool, default False
        Whether there is a test set.
    """

    family: str
    name: str
    protein: str
    source: str
    preset_name: str
    preset: Preset
    seed: int
    device: str
    hashes: dict[str, str]
    dropped: dict[str, int]
    tested: bool = False

    @property
    def role(self) -> str:
        """`paper`, `scan`, or `user` for a set that is no benchmark."""
        if known_set(self.name) is None:
            return "user"
        return "paper" if self.family.endswith("-paper") else "scan"


def draft_card(facts: CardFacts, fitted: FitReport, data: LabelledRnas, *, weights_sha256: str, weights_bytes: int) -> ModelCard:
    """Return a card with everything but what the model itself must be asked.

    Parameters
    ----------
    facts : CardFacts
        What was trained on what.
    fitted : FitReport
        The fit.
    data : LabelledRnas
        Training and validation records.
    weights_sha256 : str
        Hash of the weights file.
    weights_bytes : int
        Its size.

    Returns
    -------
    ModelCard
    """
    known = known_set(facts.name)
    protein = facts.protein or (known[0] if known else facts.name)
    return ModelCard(
        family=facts.family,
        name=facts.name,
        architecture=get_family(facts.family).architecture,
        role=facts.role,  # type: ignore[arg-type]
        protein=protein,
        assay=known[1] if known else "",
        summary=_summary(facts, protein),
        options=facts.preset.network.as_dict(),
        training={
            "preset": facts.preset_name,
            "seed": facts.seed,
            "device": facts.device,
            "best_epoch": fitted.best_epoch,
            **facts.preset.fit.as_dict(),
        },
        data=_data_card(facts, fitted, data),
        metrics={},
        background=(0.0, 1.0),
        background_source="",
        n_parameters=sum(p.numel() for p in fitted.network.parameters()),
        dtype="float16",
        licence=LICENCE,
        created=datetime.now(UTC).date().isoformat(),
        code_version=rbpviz.__version__,
        weights_sha256=weights_sha256,
        weights_bytes=weights_bytes,
        expected=Expected(sequence=CHECK_SEQUENCE, score=0.0),
    )


def _summary(facts: CardFacts, protein: str) -> str:
    if facts.family.endswith("-paper"):
        return (
            f"Does an RNA have a site of {protein} that starts exactly 150 nt after its 5' end? Published configuration, which knows "
            "absolute position: for comparison with the literature, not for RNAs of your own."
        )
    return f"Does an RNA hold a site of {protein}, wherever it lies? Trained with shifts and debiased borders, for RNAs of your own."


def _data_card(facts: CardFacts, fitted: FitReport, data: LabelledRnas) -> DataCard:
    counts = {}
    for part, rows in (("train", fitted.train_rows), ("validation", fitted.validation_rows)):
        positives = int(data.labels[rows].sum())
        counts[f"{part}_positives"], counts[f"{part}_negatives"] = positives, len(rows) - positives
    lengths = data.rnas.lengths()[fitted.train_rows]
    quantiles = {"min": 0.0, "p01": 0.01, "median": 0.5, "p99": 0.99, "max": 1.0}
    return DataCard(
        source=facts.source or "FASTA files of the user",
        sha256=facts.hashes,
        counts={**counts, **facts.dropped},
        split=(
            f"One tenth of the training files validates: stratified by label, seed {facts.seed}, identical sequences on one side; "
            + (_TESTED if facts.tested else "there was no test set.")
        ),
        length={name: int(np.quantile(lengths, q)) for name, q in quantiles.items()},
    )


def validation_scores(model: LoadedModel, data: LabelledRnas, rows: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    """Return labels and scores of validation records from their stored features."""
    sequences = data.sequences()
    structures = [stored_structure(data, row, sequences[row]) for row in rows]
    limit = model.max_length
    pieces = [s if limit is None else s.crop_probabilities(0, min(limit, len(s.sequence))) for s in structures]
    return data.labels[list(rows)], model.score(pieces)


def stored_structure(data: LabelledRnas, row: int, sequence: str) -> Structure:
    """Return the pairing probabilities of one stored record as a structure."""
    left, right, probability = data.rnas.pairs(row)
    pairs = PairProbabilities(
        left.astype(np.int32), right.astype(np.int32), probability.astype(np.float32), len(sequence), SCORING_FOLD.cutoff
    )
    return Structure(sequence, None, None, None, pairs, "stored pair probabilities")


def finish_card(
    model: LoadedModel,
    labels: np.ndarray,
    scores: np.ndarray,
    *,
    tests: dict[str, dict[str, float]],
    controls: dict[str, float],
    curves: dict[str, list[float]],
    seconds: float,
) -> ModelCard:
    """Return the card with metrics, published figures, background, controls and the expected output.

    Parameters
    ----------
    model : LoadedModel
        With the draft card.
    labels, scores : ndarray, shape (n,)
        Validation records.
    tests, controls, curves : dict
        See `measure_all` and `control_curves`.
    seconds : float
        Wall time of the run so far.

    Returns
    -------
    ModelCard
    """
    card = model.card
    negatives = np.sort(scores[labels == 0])
    validation = with_standard_error(binary_metrics(labels, scores))
    expected = float(model.score([model.prepare(CHECK_SEQUENCE)])[0])
    return card.model_copy(
        update={
            "metrics": {"validation": validation, **tests},
            "published": _published(card, tests),
            "controls": controls,
            "mean_curves": curves,
            "background": tuple(round(float(q), 6) for q in np.quantile(negatives, np.linspace(0, 1, 101))),
            "background_source": f"{len(negatives)} validation negatives of this set",
            "training": {**card.training, "seconds": seconds},
            "expected": Expected(sequence=CHECK_SEQUENCE, score=round(expected, 6)),
        }
    )


def _published(card: ModelCard, tests: dict[str, dict[str, float]]) -> tuple[Published, ...]:
    known, test = published_auroc(card.family, card.name, card.options), tests.get("test")
    if known is None or test is None:
        return ()
    value, source = known
    error = auroc_standard_error(value, int(test["n_positives"]), int(test["n_negatives"]))
    return (Published(metric="auroc", value=value, standard_error=round(error, 4), source=source),)
