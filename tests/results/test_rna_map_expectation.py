"""What is expected of SR proteins and hnRNPs beside a map made by hand, and what maps are smoothed to."""

import numpy as np
import pytest

from rbpviz.errors import InvalidOptionError
from rbpviz.results.rna_map_expectation import count_groups, expectation_frame
from rbpviz.results.rna_maps import join_maps, shown_name, smooth_offsets
from tests.results.comparisons import small_map


def test_signs_are_laid_beside_what_is_expected() -> None:
    frame = expectation_frame(small_map(), "adjusted").set_index("rbp")
    assert frame.met.to_dict() == {"TRA2A": "yes", "HNRNPA1": "yes", "SRSF2": "no", "PCBP1": "no sites"}
    assert frame.loc["TRA2A", "difference"] == pytest.approx(0.5 / 2 + 0.3 / 2)
    assert frame.loc["HNRNPA1", "expected"] == "-"
    assert frame.seeds_met.dropna().to_dict() == {"TRA2A": 1.0, "HNRNPA1": 1.0, "SRSF2": 0.0}
    assert frame.published_exception.dropna().to_dict() == {"PCBP1": 0.0051}
    assert [(g.group, g.met, g.total) for g in count_groups(frame)] == [("SR", 1, 2), ("hnRNP", 1, 1)]


def test_the_fixed_motifs_have_their_own_exceptions() -> None:
    assert expectation_frame(small_map(), "fixed").set_index("rbp").published_exception.dropna().to_dict() == {"PCBP1": 0.0067}


def test_smoothing_averages_neighbours_and_keeps_a_constant() -> None:
    np.testing.assert_allclose(smooth_offsets(np.array([0.0, 0, 3, 0, 0]), 1), [0, 1, 1, 1, 0])
    np.testing.assert_allclose(smooth_offsets(np.array([4.0, 0, 0]), 1), [2, 4 / 3, 0])
    np.testing.assert_allclose(smooth_offsets(np.full((2, 3, 9), 1.5), 4), 1.5)
    with pytest.raises(InvalidOptionError, match="radius of -1"):
        smooth_offsets(np.zeros(3), -1)


def test_curves_hold_every_seed_and_their_range() -> None:
    one = small_map()
    frame = one.curve_frame("TRA2A")
    assert len(frame) == 2 * 201
    row = frame.query("site == 'acceptor' and offset == 20").iloc[0]
    assert row["mean"] == row.lowest == row.highest == row["sam-am/human-binary"] == pytest.approx(0.25 / 2 * 2)
    assert one.sites_of("TRA2A") == (4, 4)
    assert join_maps([one, one]).models == one.models * 2
    with pytest.raises(InvalidOptionError, match="Got 0 maps"):
        join_maps([])


def test_names_of_the_paper_stand_in_brackets() -> None:
    assert [shown_name(n) for n in ("FUS", "PTBP3", "TRA2A")] == ["FUS (HNRNPP2)", "PTBP3 (hnRNP)", "TRA2A"]
