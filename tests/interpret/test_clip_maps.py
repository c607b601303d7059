"""Peaks around exons: positions and signs by hand on both strands, files that are none."""

import gzip

import numpy as np
import pytest

from rbpviz.errors import DataSetError, InvalidOptionError
from rbpviz.interpret.clip_maps import Cuts, map_peaks, read_peaks
from rbpviz.interpret.splicing_events import read_events
from rbpviz.results.rna_maps import RADIUS
from tests.interpret.test_splicing_events import rmats


def test_a_peak_on_skipped_exons_supports_inclusion_on_both_strands() -> None:
    rows = [("chr1", "+", 1000, 1100, "0.01", "-0.5"), ("chr1", "-", 5000, 5100, "0.01", "-0.5"), ("chr1", "+", 9000, 9100, "0.01", "0.5")]
    events = read_events(rmats(*rows))
    peaks = read_peaks(b"track x\nchr1\t1010\t1015\tp\t0\t+\nchr1\t5084\t5089\tp\t0\t-\nchr1\t9010\t9015\tp\t0\t-\n")
    found = map_peaks(events, peaks)
    effect = found.effect()
    assert found.counts == (2, 1, 0)
    np.testing.assert_allclose(effect[0, RADIUS + 10 : RADIUS + 15], [0.5, 1, 1, 1, 1][:1] + [1.0] * 4)
    assert effect[0, RADIUS + 15] == 0.5  # the reverse exon's peak is 11 to 15 nt after its acceptor
    assert effect[0, : RADIUS + 10].sum() == 0
    assert effect[1, RADIUS - 99 + 10] > 0
    assert found.near == 2
    assert len(found.flags()) == 2


def test_peaks_without_a_strand_count_on_both_and_overlapping_ones_once() -> None:
    events = read_events(rmats(("1", "+", 1000, 1100, "0.01", "0.5")))
    peaks = read_peaks(b"chr1\t990\t1000\nchr1\t985\t995\nchr1\t1000\t1002\n")
    assert peaks.count == 3
    assert peaks.intervals["1", "."].tolist() == [[985, 1002]]
    effect = map_peaks(events, peaks).effect()
    assert np.flatnonzero(effect[0]).tolist() == list(range(RADIUS - 15, RADIUS + 2))
    assert (effect <= 0).all()


def test_exons_of_little_or_unsure_change_are_not_counted() -> None:
    rows = [("1", "+", 1, 5, "0.5", "-0.5"), ("1", "+", 11, 15, "0.01", "-0.01"), ("1", "+", 21, 25, "0.01", "-0.2")]
    found = map_peaks(read_events(rmats(*rows)), read_peaks(b"2 1 5\n"), Cuts(change=0.1, fdr=0.05))
    assert found.counts == (1, 0, 1)
    assert "different genome builds" in found.flags()[-1]
    with pytest.raises(InvalidOptionError, match="Got a change of 0"):
        Cuts(change=0)


def test_packed_files_are_read_and_others_told() -> None:
    assert read_peaks(gzip.compress(b"chr1\t1\t5\n")).count == 1
    for content, words in (
        (b"", "no peak"),
        (b"chr1\t5\t5\n", "0 <= start < end"),
        (b"<html>\n", "expected BED"),
        (b"\x1f\x8bxx", "unpacked"),
    ):
        with pytest.raises(DataSetError, match=words):
            read_peaks(content, name="p.bed")


def test_the_table_has_both_ends() -> None:
    found = map_peaks(read_events(rmats(("1", "+", 1000, 1100, "0.01", "-0.5"))), read_peaks(b"1\t1000\t1001\n"))
    frame = found.frame()
    assert len(frame) == 402
    assert frame.query("site == 'acceptor' and offset == 0").effect.item() == 1
