"""Logo heights, labels and grids."""

import numpy as np
import pytest

from rbpviz.errors import InvalidOptionError
from rbpviz.plots.logos import BITS_CAPTION, draw_logo, draw_logo_grid, logo_heights
from rbpviz.results.motifs import Motif

MATRIX = np.array([[1.0, 0, 0, 0], [0.5, 0.5, 0, 0], [0.25, 0.25, 0.25, 0.25]])


def test_bits_are_two_minus_entropy() -> None:
    heights, label = logo_heights(Motif("m", MATRIX))
    np.testing.assert_allclose(heights, [[2, 0, 0, 0], [0.5, 0.5, 0, 0], [0, 0, 0, 0]], atol=1e-9)
    assert label == "bits (2 − H)"


def test_affinities_become_probabilities_by_row() -> None:
    motif = Motif("m", np.array([[1.0, 1.0, 0, 0], [1.0, 0.5, 0.5, 0]]), "affinity")
    np.testing.assert_allclose(logo_heights(motif, "probability")[0], [[0.5, 0.5, 0, 0], [0.5, 0.25, 0.25, 0]])
    heights, label = logo_heights(motif, "affinity")
    np.testing.assert_array_equal(heights, motif.matrix)
    assert label == "relative affinity"


def test_contributions_have_no_bits() -> None:
    motif = Motif("m", -MATRIX, "contribution")
    with pytest.raises(InvalidOptionError, match="mode 'affinity'"):
        logo_heights(motif)
    assert logo_heights(motif, "affinity")[1] == "contribution"


def test_unknown_mode_is_refused() -> None:
    with pytest.raises(InvalidOptionError, match="'bits', 'probability' or 'affinity'"):
        logo_heights(Motif("m", MATRIX), "height")  # type: ignore[arg-type]


def test_logo_says_what_it_shows() -> None:
    figure = draw_logo(Motif("conv1_07 $x$", MATRIX, n_sites=31, source="made up"), dark=True)
    (axes,) = figure.axes
    assert axes.get_ylabel() == "bits (2 − H)"
    assert axes.get_ylim() == (0, 2)
    assert [text.get_text() for text in axes.texts] == ["conv1_07 $x$ · 31 sites", "made up"]
    assert len(axes.patches) == 3


def test_negative_letters_hang_below_the_line() -> None:
    figure = draw_logo(Motif("m", np.array([[1.0, -2.0, 0, 0]]), "contribution"), mode="affinity")
    assert figure.axes[0].get_ylim() == (-2, 1)


def test_grid_has_a_logo_for_each_motif() -> None:
    rng = np.random.default_rng(0)
    motifs = [Motif(f"conv1_{i:02d}", rng.dirichlet([0.3] * 4, size=5), n_sites=10) for i in range(6)]
    figure = draw_logo_grid(motifs)
    assert [axes.texts[0].get_text() for axes in figure.axes if axes.get_visible()] == [f"conv1_{i:02d} (10)" for i in range(6)]
    assert figure.texts[0].get_text().startswith(BITS_CAPTION)


def test_empty_grid_is_refused() -> None:
    with pytest.raises(InvalidOptionError, match="at least one"):
        draw_logo_grid([])
