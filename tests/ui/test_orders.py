"""What pages ask jobs for: input, identity, words."""

import json
from pathlib import Path

import pytest

from rbpviz.jobs.kinds import KINDS
from rbpviz.results.cards import ModelCard
from rbpviz.sequences.fasta import read_fasta
from rbpviz.types import Interval, RnaRecord
from rbpviz.ui import cache, orders
from rbpviz.ui.stored import StoredInput

LOADED = StoredInput("a" * 32, "mine", (RnaRecord("x", "ACGUACGU", Interval(2, 5)), RnaRecord("y", "GGG")))


@pytest.fixture
def card(models: Path, home: Path) -> ModelCard:
    return cache.shelf().cards["rnassrnet/PARCLIP_QKI"]


def test_scoring_takes_all_records_and_curves_one(card: ModelCard, tmp_path: Path) -> None:
    for order, records in (
        (orders.order_scores(LOADED, card, "cpu"), list(LOADED.records)),
        (orders.order_curves(LOADED, 0, card, device="cpu"), [LOADED.records[0]]),
    ):
        (content,) = order.files().values()
        (tmp_path / "in.fa").write_bytes(content)
        assert list(read_fasta(tmp_path / "in.fa")) == records
        assert order.kind in KINDS
        assert order.owner == LOADED.id


def test_a_request_is_plain_and_holds_no_sequence(card: ModelCard) -> None:
    weights = card.weights_sha256
    scores, curves = orders.order_scores(LOADED, card, "cpu").request, orders.order_curves(LOADED, 1, card, device="auto").request
    assert scores == {"models": [card.id], "weights": weights, "device": "cpu", "total": 2, "input": LOADED.id}
    assert curves == {"model": card.id, "weights": weights, "record": 1, "device": "auto", "input": LOADED.id}
    assert json.loads(json.dumps([scores, curves])) == [scores, curves]


def test_a_job_is_the_same_whatever_the_device_but_not_for_another_record_or_other_weights(card: ModelCard) -> None:
    order = orders.order_curves(LOADED, 0, card, device="cpu")
    assert order.is_of(orders.order_curves(LOADED, 0, card, device="cuda").request)
    assert not order.is_of(orders.order_curves(LOADED, 1, card, device="cpu").request)
    retrained = card.model_copy(update={"weights_sha256": "0" * 64})
    assert not order.is_of(orders.order_curves(LOADED, 0, retrained, device="cpu").request)
    assert not order.is_of({})


def test_a_long_rna_is_told_with_its_time(card: ModelCard) -> None:
    loaded = StoredInput("b" * 32, "long", (RnaRecord("x", "A" * 2_500),))
    order = orders.order_curves(loaded, 0, card, device="cpu", seconds=6.2)
    assert order.intro == "This RNA has 2,500 nt: folding it takes about 6 s on one core of this machine."
