"""Loading checkpoints: what fits is loaded, everything else is refused in one sentence."""

import json
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from rbpviz.errors import CheckpointError, DeviceError
from rbpviz.models.catalog import read_card
from rbpviz.models.checkpoints import load_model, write_card
from rbpviz.models.weights import file_sha256, write_weights
from tests.ui.small_models import CHECK_SEQUENCE, make_checkpoint


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_checkpoint(tmp_path, "PARCLIP_QKI", seed=5)
    return tmp_path / "rnassrnet" / "PARCLIP_QKI"


def change(folder: Path, **fields: object) -> None:
    write_card(read_card(folder).model_copy(update=fields), folder)


def test_a_checkpoint_gives_the_score_on_its_card(folder: Path) -> None:
    card = read_card(folder)
    model = load_model(folder, device="cpu")
    assert model.card == card
    assert model.score([model.prepare(CHECK_SEQUENCE)])[0] == card.expected.score
    assert {p.dtype for p in model.network.parameters()} == {torch.float32}
    assert sum(p.numel() for p in model.network.parameters()) == card.n_parameters


def test_a_card_is_written_whole_and_read_back(folder: Path) -> None:
    card = read_card(folder)
    write_card(card, folder)
    assert read_card(folder) == card
    assert not list(folder.glob("*.part"))


def other_weights(folder: Path) -> None:
    make_checkpoint(folder.parent, "other", seed=6)
    other = folder.parent / "rnassrnet" / "other" / "model.safetensors"
    (folder / "model.safetensors").write_bytes(other.read_bytes())


def torn_weights(folder: Path) -> None:
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:500])
    change(folder, weights_sha256=file_sha256(path))


class Bomb:
    """Leaves a file behind where it is unpickled."""

    def __reduce__(self) -> tuple[Callable[[str], object], tuple[str]]:
        return Path.touch, (Path("unpickled"),)  # type: ignore[return-value]


def pickled_weights(folder: Path) -> None:
    path = folder / "model.safetensors"
    path.write_bytes(pickle.dumps(Bomb()))
    change(folder, weights_sha256=file_sha256(path))


def torch_weights_only(folder: Path) -> None:
    (folder / "model.safetensors").unlink()
    torch.save({"embed.weight": torch.zeros(1)}, folder / "model.pt")


def missing_tensor(folder: Path) -> None:
    digest, _ = write_weights({"embed.weight": torch.zeros(8, 4).half()}, folder)
    change(folder, weights_sha256=digest)


def smaller_options(folder: Path) -> None:
    change(folder, options={**read_card(folder).options, "channels": 4})


@pytest.mark.parametrize(("damage", "said"), [
    (other_weights, "sha256 .* the card says"),
    (torn_weights, "damaged model.safetensors"),
    (pickled_weights, "damaged model.safetensors"),
    (torch_weights_only, "without model.safetensors"),
    (missing_tensor, "do not fit the card: missing"),
    (smaller_options, "another shape than the card's options"),
    (lambda f: change(f, options={**read_card(f).options, "depth": 2}), "cannot be built from"),
    (lambda f: change(f, architecture="rnassrnet-0"), "architecture rnassrnet-0; .* builds rnassrnet-1"),
    (lambda f: change(f, family="rnassrnet-7"), "model family 'rnassrnet-7'"),
])  # fmt: skip
def test_what_does_not_fit_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch, damage: Callable[[Path], None], said: str) -> None:
    monkeypatch.chdir(folder)
    damage(folder)
    with pytest.raises(Exception, match=said) as caught:
        load_model(folder, device="cpu")
    assert type(caught.value).__module__ == "rbpviz.errors"
    assert "\n" not in str(caught.value)
    assert not (folder / "unpickled").exists()


def test_another_output_than_the_cards_is_refused_even_after_the_right_one(folder: Path) -> None:
    load_model(folder, device="cpu")
    card = read_card(folder)
    change(folder, expected=card.expected.model_copy(update={"score": card.expected.score + 0.01}))
    with pytest.raises(CheckpointError, match="on its check sequence where the card says"):
        load_model(folder, device="cpu")
    assert load_model(folder, device="cpu", check=False).card.id == card.id


def test_a_score_that_is_no_number_is_not_what_the_card_says(folder: Path) -> None:
    change(folder, expected=read_card(folder).expected.model_copy(update={"score": float("nan")}))
    fields = json.loads((folder / "card.json").read_text())
    assert fields["expected"]["score"] is None or fields["expected"]["score"] != fields["expected"]["score"]
    with pytest.raises(CheckpointError):
        load_model(folder, device="cpu")


def test_devices_are_checked_before_anything_is_computed(folder: Path) -> None:
    with pytest.raises(DeviceError, match="'abacus'"):
        load_model(folder, device="abacus")
