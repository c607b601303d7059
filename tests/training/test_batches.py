"""Batches of an epoch: reproducible, shuffled for training, in order for validation."""

from dataclasses import replace

import numpy as np
import torch

from rbpviz.features.encoding import encode_bases
from rbpviz.features.graphs import pack_structures
from rbpviz.models.rnassrnet.batches import GraphFeeder
from rbpviz.results.structures import PairProbabilities, Structure
from rbpviz.training.batches import MIN_CROPPED, BatchSource
from rbpviz.training.store import LabelledRnas
from tests.models.samples import FLAT, POOLED
from tests.training.samples import simulated_data

DATA = simulated_data(25, length=100)


def source(**changes: object) -> BatchSource:
    fields: dict[str, object] = {"data": DATA, "rows": np.arange(50), "feeder": GraphFeeder(POOLED), "batch_size": 16}
    return BatchSource(**{**fields, **changes})  # type: ignore[arg-type]


def seen(batches: BatchSource) -> list[tuple[bytes, float]]:
    """Return the bases and the label of each record that comes along."""
    out = []
    for batch in batches:
        assert batch.rnas.operator.shape[0] == int(batch.rnas.mask.sum())
        out += [(codes[mask].numpy().tobytes(), float(label)) for codes, mask, label in zip(*batch.rnas[:2], batch.labels, strict=True)]
    return out


WHOLE = [(DATA.rnas.codes(i).tobytes(), float(DATA.labels[i])) for i in range(50)]


def test_validation_goes_through_all_records_in_order() -> None:
    batches = source()
    assert len(batches) == 4
    assert [len(b.labels) for b in batches] == [16, 16, 16, 2]
    assert seen(batches) == WHOLE


def test_training_is_shuffled_and_drops_the_last_incomplete_batch() -> None:
    batches = source(seed=1)
    assert len(batches) == 3
    found = seen(batches)
    assert len(set(found)) == len(found) == 48
    assert set(found) < set(WHOLE)
    assert found != WHOLE[:48]
    assert len(source(seed=1, batch_size=64)) == 1


def test_an_epoch_depends_on_seed_and_number_alone() -> None:
    found = [seen(source(seed=seed, epoch=epoch, shift=10)) for seed, epoch in ((1, 0), (1, 0), (1, 1), (2, 0))]
    assert found[0] == found[1]
    assert found[0] != found[2] != found[3] != found[0]
    batches = source(seed=1, shift=10)
    assert seen(batches) == seen(batches) == found[0]


def test_shifts_cut_both_ends_but_never_too_much() -> None:
    whole = dict(WHOLE)
    lengths = set()
    for codes, _ in seen(source(seed=3, shift=60)):
        assert sum(codes in w for w in whole) == 1
        lengths.add(len(codes))
    assert min(lengths) >= MIN_CROPPED
    assert len(lengths) > 10
    assert seen(source(shift=60)) == WHOLE


def test_a_fixed_width_cuts_longer_rnas_at_its_end() -> None:
    (batch, *_) = source(feeder=GraphFeeder(replace(FLAT, width=70)))
    assert batch.rnas.codes.shape == (16, 70)
    assert batch.rnas.mask.all()
    assert [codes[:70] for codes, _ in WHOLE[:16]] == [row.numpy().tobytes() for row in batch.rnas.codes]
    (padded, *_) = source(feeder=GraphFeeder(replace(FLAT, width=120)))
    assert padded.rnas.codes.shape == (16, 120)


def test_pairs_move_with_the_cut() -> None:
    rna = "ACGU" * 30
    pairs = PairProbabilities(np.array([20, 50]), np.array([100, 70]), np.array([0.5, 1.0], np.float32), 120, 1e-4)
    packed = pack_structures([Structure(rna, None, None, None, pairs, "made up")] * 4)
    data = LabelledRnas(packed, np.ones(4, np.uint8), np.full((4, 2), -1, np.int32))
    for epoch in range(5):
        (batch,) = source(data=data, rows=np.arange(4), batch_size=4, seed=0, shift=50, epoch=epoch)
        dense = batch.rnas.operator.to_dense()
        start = 0
        for row, mask in zip(batch.rnas.codes, batch.rnas.mask, strict=True):
            n = int(mask.sum())
            offsets = [k for k in range(51) if row[:n].tolist() == encode_bases(rna[k : k + n]).tolist()]
            s = dense[start : start + n, start : start + n]
            assert any(s[50 - k, 70 - k] > 0 for k in offsets if 50 - k >= 0 and 70 - k < n)
            start += n


def test_labels_are_single_precision() -> None:
    (batch, *_) = source()
    assert batch.labels.dtype == torch.float32
    relabelled = replace(DATA, labels=1 - DATA.labels)
    (other, *_) = source(data=relabelled)
    assert torch.equal(other.labels, 1 - batch.labels)


def test_exchanged_borders_are_those_of_positives_and_nothing_else_changes() -> None:
    rows = np.arange(len(DATA.labels))
    pool = np.array([[0, 1, 2, 3, 0, 1], [3, 3, 3, 2, 2, 2]], dtype=np.uint8)
    data = replace(DATA, viewpoints=np.tile(np.array([[20, 31]], np.int32), (len(rows), 1)), borders=pool)
    places = [18, 19, 20, 29, 30, 31]
    inner = [k for k in range(60) if k not in places]
    old, drawn = {bytes(w[0]): w for w in WHOLE}, set()
    for epoch in range(2):
        for codes, _ in seen(source(data=data, rows=rows, seed=1, exchange=True, epoch=epoch)):
            row = np.frombuffer(codes, np.uint8)
            drawn.add(bytes(row[places]))
            assert any(np.array_equal(row[inner], np.frombuffer(w, np.uint8)[inner]) for w in old)
    assert drawn == {bytes(p) for p in pool}
    assert seen(source(data=data, exchange=True)) == WHOLE


def test_rnas_without_a_viewpoint_keep_their_borders() -> None:
    data = replace(DATA, borders=np.zeros((1, 6), np.uint8))
    kept = {codes for codes, _ in seen(source(data=data, seed=1, exchange=True))}
    assert kept <= {codes for codes, _ in WHOLE}
