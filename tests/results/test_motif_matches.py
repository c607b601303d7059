"""Which fixed motif an adjusted one is like."""

from dataclasses import replace

import numpy as np
import pytest

from rbpviz.results.motif_comparisons import WIDTH
from rbpviz.results.motif_matches import closest_motifs
from tests.results.comparisons import small_comparison


def test_a_moved_motif_is_found_with_its_shift() -> None:
    comparison = small_comparison()
    bases = np.full_like(comparison.bases, 25)
    word = np.eye(4, dtype=np.int64)[[0, 2, 1, 3, 0]] * 100
    bases[0, 1, 8:13] = word
    bases[1, 0, 10:15] = word
    bases[0, 2] = 0
    found = closest_motifs(replace(comparison, bases=bases), "TRA2A", 0)
    assert found.iloc[0].tolist() == ["HNRNPA1", pytest.approx(1.0), 2]
    assert "PCBP1" not in found.rbp.tolist()
    assert len(bases[0, 0]) == WIDTH


def test_a_protein_without_sites_is_like_none() -> None:
    assert closest_motifs(small_comparison(), "PCBP1", 0).empty
