"""Heights of logos by hand, and what a comparison says of densities, overlaps, regions and sites."""

import numpy as np
import pytest

from rbpviz.errors import InvalidOptionError
from rbpviz.results.motif_comparisons import CLASSES, REGIONS, difference_heights, information_heights
from tests.results.comparisons import small_comparison


def test_letter_heights_are_frequencies_times_information() -> None:
    heights = information_heights(np.array([[5, 0, 0, 0], [2, 2, 0, 0], [1, 1, 1, 1], [0, 0, 0, 0], [4, 2, 1, 1]]))
    np.testing.assert_allclose(heights[0], [2, 0, 0, 0])
    np.testing.assert_allclose(heights[1], [0.5, 0.5, 0, 0])
    np.testing.assert_allclose(heights[2:4], 0, atol=1e-12)
    np.testing.assert_allclose(heights[4], np.array([0.5, 0.25, 0.125, 0.125]) * 0.25)


def test_difference_heights_are_pointwise_information_with_the_sign_of_the_centred_weight() -> None:
    gained, lost = np.array([[1, 0, 0, 0]]), np.array([[0, 0, 0, 1]])
    heights = difference_heights(gained, lost, np.array([[3.0, 1.0, 1.0, -1.0]]))
    np.testing.assert_allclose(heights, [[0.5, 0, 0, -0.5]])  # h(1/2) = 1/2, h(1) = h(0) = 0
    p, q = 0.75, 0.25  # h((p + q) / 2) - (h(p) + h(q)) / 2 by hand
    wanted = 0.5 - (0.75 * np.log2(4 / 3) + 0.25 * 2) / 2
    again = difference_heights(np.array([[3, 1, 0, 0]]), np.array([[1, 3, 0, 0]]), np.array([[1.0, -1.0, 0.0, 0.0]]))
    np.testing.assert_allclose(again, [[wanted, -wanted, 0, 0]])
    assert (p + q) / 2 == 0.5


def test_a_base_that_is_in_both_alike_says_nothing_and_an_empty_class_gives_no_logo() -> None:
    counts = np.array([[3, 3, 1, 1]])
    weights = np.array([[2.0, -1.0, 0.5, 0.0]])
    np.testing.assert_allclose(difference_heights(counts, 2 * counts, weights), 0, atol=1e-12)
    assert not difference_heights(counts, np.zeros((1, 4)), weights).any()


def test_density_counts_positions_of_each_model_once() -> None:
    density = small_comparison().density()
    np.testing.assert_allclose(density[:, 0], np.array([20 + 30 + 15 + 40, 10 + 30 + 8 + 40, 5 + 15 + 8 + 40]) / 10_000)
    assert density[:, 2].tolist() == [0, 0, 0]


def test_the_overlap_names_the_models_that_share_sites() -> None:
    frame = small_comparison().overlap_frame("TRA2A").set_index("models")
    assert frame.loc["sam-fm/human & sam-am/human", "positions"] == 30
    assert frame.loc["sam-fm/human & sam-am/human & sam-am/human-seed1", "fraction"] == 0.004
    assert frame.positions.sum() == 128


def test_regions_are_compared_with_the_bases_that_lie_there() -> None:
    frame = small_comparison().region_frame("TRA2A", 0)
    assert tuple(frame.region) == REGIONS
    assert frame.bases_share.tolist() == [0.05, 0.05, 0.1, 0.1, 0.1, 0.6]
    assert frame.kept_share[0] == pytest.approx(10 / 70)
    assert frame.kept_fold[0] == pytest.approx(np.log2(10.5 / 4.0))
    assert all(frame[f"{name}_share"].sum() == pytest.approx(1) for name in CLASSES)
    assert not small_comparison().region_frame("PCBP1", 0).gained_fold.any()


def test_sites_are_kept_gained_or_lost_by_their_models() -> None:
    comparison = small_comparison()
    frame = comparison.site_frame("TRA2A", 0)
    assert frame[["gene", "position", "class"]].to_numpy().tolist() == [["=g2", 7, "lost"], ["g1", 5, "kept"]]
    assert frame.sequence[0] == "ACGUNACGUNACGUNACGUNA"
    assert comparison.site_frame("HNRNPA1", 0)["class"].tolist() == ["other seeds only"]
    assert comparison.site_frame("HNRNPA1", 1)["class"].tolist() == ["gained"]


def test_motifs_are_frequencies_and_unknown_proteins_are_refused() -> None:
    comparison = small_comparison()
    motif = comparison.motif("TRA2A", 0)
    assert motif.n_sites == 100
    np.testing.assert_allclose(motif.matrix.sum(axis=1), 1)
    assert (comparison.motif("PCBP1", 1).matrix == 0.25).all()
    with pytest.raises(InvalidOptionError, match="Got the protein 'X'"):
        comparison.motif("X", 0)
