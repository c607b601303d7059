"""What a card says about who it is and what it is for."""

from dataclasses import replace

import pytest

from rbpviz.models.metrics import auroc_standard_error
from rbpviz.models.rnassrnet.network import Rnassrnet
from rbpviz.results.cards import ModelCard
from rbpviz.structure.folding import fold
from rbpviz.training.fit import FitReport
from rbpviz.training.presets import Preset, get_preset
from rbpviz.workflows.cards import CHECK_SEQUENCE, CardFacts, draft_card, finish_card, stored_structure
from tests.models.samples import POOLED, small_model
from tests.training.samples import simulated_data

DATA = simulated_data(20)
FITTED = FitReport(Rnassrnet(POOLED), 3, [0, 1, 2, 20, 21], [*range(3, 20), *range(22, 40)])


def draft(family: str, name: str, protein: str = "") -> ModelCard:
    preset = Preset(POOLED, get_preset(family, "fast").fit, "a small test")
    facts = CardFacts(family, name, protein, "", "fast", preset, 5, "cpu", {"p.fa": "0" * 64}, {"dropped_in_test": 2})
    return draft_card(facts, FITTED, DATA, weights_sha256="f" * 64, weights_bytes=10)


@pytest.mark.parametrize(("family", "name", "protein", "expected"), [
    ("rnassrnet", "PARCLIP_QKI", "", ("scan", "QKI", "PAR-CLIP")),
    ("rnassrnet-paper", "ICLIP_TDP43", "", ("paper", "TARDBP", "iCLIP")),
    ("rnassrnet", "MINE", "FUS", ("user", "FUS", "")),
    ("rnassrnet-paper", "MINE", "", ("user", "MINE", "")),
])  # fmt: skip
def test_role_protein_and_assay(family: str, name: str, protein: str, expected: tuple[str, str, str]) -> None:
    card = draft(family, name, protein)
    assert (card.role, card.protein, card.assay) == expected


def test_counts_and_settings() -> None:
    card = draft("rnassrnet", "MINE")
    assert card.data.counts == {
        "train_positives": 17, "train_negatives": 18, "validation_positives": 3, "validation_negatives": 2, "dropped_in_test": 2,
    }  # fmt: skip
    assert card.data.source == "FASTA files of the user"
    assert (card.training["best_epoch"], card.training["seed"], card.training["device"]) == (3, 5, "cpu")
    assert "150 nt after its 5' end" in draft("rnassrnet-paper", "PARCLIP_QKI").summary
    assert "wherever it lies" in card.summary


def test_the_published_figure_stands_beside_a_test_on_the_same_set() -> None:
    model = replace(small_model(POOLED), card=draft("rnassrnet", "PARCLIP_QKI"))
    tests = {"test": {"auroc": 0.9, "n_positives": 500, "n_negatives": 500}}
    labels, scores = DATA.labels, DATA.labels * 0.5 + 0.25
    card = finish_card(model, labels, scores, tests=tests, controls={}, curves={}, seconds=1.5)
    (published,) = card.published
    assert published.value == 0.981
    assert published.standard_error == pytest.approx(auroc_standard_error(0.981, 500, 500), abs=1e-4)
    assert card.metrics["validation"]["auroc"] == 1
    assert set(card.background) == {0.25}
    assert card.training["seconds"] == 1.5
    assert card.expected.score == pytest.approx(model.score([model.prepare(CHECK_SEQUENCE)])[0], abs=1e-6)
    assert finish_card(model, labels, scores, tests={}, controls={}, curves={}, seconds=0).published == ()


def test_a_stored_record_scores_as_a_folded_one() -> None:
    from rbpviz.features.graphs import pack_structures
    from rbpviz.models.loaded import SCORING_FOLD

    folded = fold(CHECK_SEQUENCE, SCORING_FOLD)
    data = replace(DATA, rnas=pack_structures([folded]), labels=DATA.labels[:1])
    model = small_model(POOLED)
    assert model.score([stored_structure(data, 0, CHECK_SEQUENCE)])[0] == model.score([folded])[0]
