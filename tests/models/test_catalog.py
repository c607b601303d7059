"""Finding models by id or folder, without torch."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from rbpviz.errors import CheckpointError, RbpvizWarning, UnknownModelError
from rbpviz.models.catalog import find_model, list_models, model_folders, read_card
from rbpviz.models.checkpoints import write_card
from tests.models.samples import POOLED, small_card


def put(root: Path, family: str, name: str, *, protein: str = "none") -> Path:
    folder = root / family / name
    folder.mkdir(parents=True)
    write_card(small_card(POOLED, family=family, name=name, protein=protein), folder)
    return folder


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path) -> Path:
    folder = tmp_path / "checkpoints"
    monkeypatch.setenv("RBPVIZ_CHECKPOINTS", str(folder))
    for name in ("PARCLIP_QKI", "PARCLIP_PUM2", "ICLIP_TIA1"):
        put(folder, "rnassrnet", name)
    put(folder, "rnassrnet-paper", "PARCLIP_QKI")
    return folder


def test_models_are_listed_by_id(shipped: Path) -> None:
    ids = ["rnassrnet-paper/PARCLIP_QKI", "rnassrnet/ICLIP_TIA1", "rnassrnet/PARCLIP_PUM2", "rnassrnet/PARCLIP_QKI"]
    assert list(model_folders()) == ids
    assert [card.id for card in list_models()] == ids
    assert [card.id for card in list_models("rnassrnet-paper")] == ids[:1]
    assert list_models("nothing") == []


def test_models_of_the_user_are_found_and_never_hide_shipped_ones(shipped: Path, home: Path) -> None:
    put(home / "models", "rnassrnet", "MINE")
    put(home / "models", "rnassrnet", "PARCLIP_QKI", protein="false")
    assert find_model("rnassrnet/MINE")[1] == home / "models" / "rnassrnet" / "MINE"
    card, folder = find_model("rnassrnet/PARCLIP_QKI")
    assert (card.protein, folder) == ("none", shipped / "rnassrnet" / "PARCLIP_QKI")


def test_a_folder_is_as_good_as_an_id(shipped: Path) -> None:
    folder = shipped / "rnassrnet" / "ICLIP_TIA1"
    for model in (folder, str(folder)):
        assert find_model(model) == (read_card(folder), folder)


@pytest.mark.parametrize(("wrong", "meant"), [
    ("rnassrnet/PARCLIP_QK1", "rnassrnet/PARCLIP_QKI"), ("QKI", "rnassrnet/PARCLIP_QKI"), ("tia1", "rnassrnet/ICLIP_TIA1"),
])  # fmt: skip
def test_near_matches_are_offered(shipped: Path, wrong: str, meant: str) -> None:
    with pytest.raises(UnknownModelError, match="did you mean") as caught:
        find_model(wrong)
    assert meant in str(caught.value)


def test_where_nothing_is_near_the_list_is_named(shipped: Path) -> None:
    with pytest.raises(UnknownModelError, match="`rbpviz models` lists"):
        find_model("zzzzzzzz")


@pytest.mark.parametrize(("text", "said"), [
    ("{", "damaged card"), ("[]", "damaged card"), ("{}", "damaged card.*Field required"), ("\xff", "damaged card"),
])  # fmt: skip
def test_a_damaged_card_is_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "card.json").write_text(text, encoding="latin-1")
    with pytest.raises(CheckpointError, match=said) as caught:
        read_card(tmp_path)
    assert "\n" not in str(caught.value)


def test_unknown_fields_and_formats_are_refused(tmp_path: Path) -> None:
    fields = json.loads(small_card(POOLED).model_dump_json())
    (tmp_path / "card.json").write_text(json.dumps({**fields, "surprise": 1}))
    with pytest.raises(CheckpointError, match="surprise"):
        read_card(tmp_path)
    (tmp_path / "card.json").write_text(json.dumps({**fields, "format": 99}))
    with pytest.raises(CheckpointError, match="card format 99 .* reads format 1"):
        read_card(tmp_path)


def test_a_folder_without_a_card_is_no_checkpoint(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="without a card.json"):
        read_card(tmp_path)


def test_listing_needs_no_torch(shipped: Path) -> None:
    code = "import sys\nfrom rbpviz.models.catalog import list_models\nassert len(list_models()) == 4\nassert 'torch' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_damaged_card_hides_no_other_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RBPVIZ_CHECKPOINTS", str(tmp_path))
    broken = tmp_path / "rnassrnet" / "broken"
    broken.mkdir(parents=True)
    (broken / "card.json").write_text("{}")
    with pytest.warns(RbpvizWarning, match="rnassrnet/broken"):
        assert "rnassrnet/broken" not in [card.id for card in list_models()]
