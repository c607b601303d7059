"""All models at a glance."""

from collections.abc import Sequence

import pandas as pd

from rbpviz.results.cards import ModelCard

OVERVIEW_COLUMNS = (
    "model", "protein", "assay", "role", "auroc_test", "auroc_published", "auroc_debiased", "auroc_shift_60", "n_parameters", "megabytes"
)  # fmt: skip


def overview_frame(cards: Sequence[ModelCard]) -> pd.DataFrame:
    """Return a row a model, columns `OVERVIEW_COLUMNS`; a figure that was not measured is missing (NaN)."""
    return pd.DataFrame([_row(card) for card in cards], columns=list(OVERVIEW_COLUMNS))


def _row(card: ModelCard) -> dict[str, object]:
    def auroc(part: str) -> float:
        return card.metrics.get(part, {}).get("auroc", float("nan"))

    return {
        "model": card.id,
        "protein": card.protein,
        "assay": card.assay,
        "role": card.role,
        "auroc_test": auroc("test"),
        "auroc_published": card.published[0].value if card.published else float("nan"),
        "auroc_debiased": auroc("test_debiased"),
        "auroc_shift_60": auroc("test_shift_60"),
        "n_parameters": card.n_parameters,
        "megabytes": round(card.weights_bytes / 1e6, 2),
    }
