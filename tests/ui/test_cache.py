"""What the app keeps: models, curves, motifs, devices."""

from pathlib import Path

import pytest

from rbpviz.errors import DeviceError
from rbpviz.types import RnaRecord
from rbpviz.ui import cache
from rbpviz.workflows.respond import RespondRequest, respond

SEQUENCE = "GGGAUUACUAACUUAUCUACUAACUAGCAAACCCGGGAUUACUAACUUAUCUACUAACUAGC"


def test_the_shelf_follows_the_folder(models: Path, home: Path) -> None:
    assert set(cache.shelf().cards) == {
        f"{family}/{name}" for family in ("rnassrnet", "rnassrnet-paper") for name in ("PARCLIP_QKI", "PARCLIP_TAF15")
    }
    bad = home / "models" / "rnassrnet" / "BAD"
    bad.mkdir(parents=True)
    (bad / "card.json").write_text("{}", encoding="utf-8")
    assert len(cache.shelf().problems) == 1
    assert len(cache.shelf().cards) == 4


def test_curves_are_those_of_the_workflow(models: Path, home: Path) -> None:
    record = RnaRecord("x", SEQUENCE)
    mine = cache.compute_curves(record, "rnassrnet/PARCLIP_QKI", "cpu")
    (theirs,) = respond(RespondRequest("rnassrnet/PARCLIP_QKI", device="cpu", workers=1), [record])
    assert mine.score == theirs.score
    assert (mine.cnn == theirs.cnn).all()
    assert (mine.gcn == theirs.gcn).all()
    assert mine.dot_bracket == theirs.dot_bracket


def test_motifs_are_read_from_beside_the_weights(models: Path, home: Path) -> None:
    assert [motif.consensus() for motif in cache.model_motifs("rnassrnet/PARCLIP_QKI")] == ["ACUAAU"] * 6
    motifs = cache.model_motifs("rnassrnet/PARCLIP_QKI", "max_w9")
    assert [motif.name for motif in motifs] == ["conv1_02", "conv1_01", "conv1_00"], "most informative first"
    card = cache.shelf().cards["rnassrnet/PARCLIP_QKI"]
    assert cache.motif_picture(card.id, card.weights_sha256, rule="max_w9", limit=2, dark=False).lstrip().startswith("<?xml")


def test_an_absent_device_is_refused() -> None:
    assert cache.resolved_device("cpu") == "cpu"
    assert cache.resolved_device("auto") in cache.devices().names
    with pytest.raises(DeviceError, match="Got the device 'tpu'"):
        cache.resolved_device("tpu")
