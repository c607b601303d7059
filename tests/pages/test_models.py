"""Models: the list, the chosen card, its file."""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from rbpviz.models.catalog import list_models
from rbpviz.ui import state
from tests.models.sam.cards import write_checkpoint
from tests.models.sam.samples import settled
from tests.pages.helpers import MODELS, RESPONSE, charts, check, press, words
from tests.ui.fixtures import ROOT, SECONDS

TAF15 = "rnassrnet/PARCLIP_TAF15"


def test_all_models_are_listed_scan_models_first(app: AppTest) -> None:
    check(app.switch_page(MODELS).run())
    frame = app.dataframe[0].value
    assert list(frame["role"]) == ["scan", "scan", "published", "published"]
    assert set(frame["model"]) == {card.id for card in list_models()}
    assert set(frame["ours"]) == {0.8}
    assert set(frame["published"]) == {0.9}


def test_a_link_opens_a_card(models: Path, home: Path) -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=SECONDS)
    app.query_params["model"] = "rnassrnet-paper/PARCLIP_TAF15"
    check(app.switch_page(MODELS).run())
    assert app.session_state[state.MODEL] == "rnassrnet-paper/PARCLIP_TAF15"
    assert app.subheader[0].value == "TAF15 (PARCLIP_TAF15, published configuration)"
    assert "A test model with random weights" in words(app)
    assert len(charts(app)) == 2


def test_the_chosen_card_goes_along_to_the_curves(app: AppTest) -> None:
    check(app.switch_page(MODELS).run())
    app.session_state[state.MODEL] = TAF15
    check(app.run())
    check(press(app, "See where it binds"))
    assert app.title[0].value == "Where does it bind?"
    assert app.session_state[state.MODEL] == TAF15


def test_a_damaged_card_is_named_and_the_others_stay(app: AppTest, models: Path, tmp_path: Path, monkeypatch: object) -> None:
    bad = tmp_path / "home" / "models" / "rnassrnet" / "BAD"
    bad.mkdir(parents=True)
    (bad / "card.json").write_text(json.dumps({"family": "rnassrnet"}), encoding="utf-8")
    check(app.switch_page(MODELS).run())
    assert len(app.error) == 1
    assert "damaged card" in app.error[0].value
    assert len(app.dataframe[0].value) == 4
    check(app.switch_page(RESPONSE).run())


def test_splicing_models_have_a_table_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    write_checkpoint(settled("fixed", density=0.02), "sam-fm", tmp_path / "sam-fm" / "test")
    monkeypatch.setenv("RBPVIZ_CHECKPOINTS", str(tmp_path))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=SECONDS)
    check(app.switch_page(MODELS).run())
    assert "Splicing models" in [title.value for title in app.subheader]
    assert list(app.dataframe[0].value["model"]) == ["sam-fm/test"]
