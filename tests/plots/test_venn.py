"""Circles to scale: areas of circles and of what two of them share are the numbers."""

import numpy as np
import pytest

from rbpviz.errors import InvalidOptionError
from rbpviz.plots.venn import circle_distance, lens_area, place_circles


def test_the_area_that_two_circles_share() -> None:
    assert lens_area(1, 1, 2) == 0
    assert lens_area(1, 2, 0.5) == pytest.approx(np.pi)
    assert lens_area(1, 1, 1) == pytest.approx(2 * np.pi / 3 - np.sqrt(3) / 2)


@pytest.mark.parametrize("shared", [0.1, 1.0, 2.5])
def test_the_distance_gives_back_the_shared_area(shared: float) -> None:
    assert lens_area(1, 1.5, circle_distance(1, 1.5, shared)) == pytest.approx(shared, abs=1e-6)


def test_two_and_three_sets_are_to_scale() -> None:
    for parts in (np.array([0, 30, 20, 50]), np.array([0, 30, 25, 15, 28, 12, 14, 40])):
        found = place_circles(parts)
        n, total, bits = len(found.radii), parts.sum(), np.arange(len(parts))
        for i in range(n):
            assert np.pi * found.radii[i] ** 2 == pytest.approx(parts[(bits >> i) & 1 == 1].sum() / total)
            for j in range(i):
                shared = parts[((bits >> i) & (bits >> j) & 1) == 1].sum() / total
                away = float(np.hypot(*(found.centres[i] - found.centres[j])))
                assert lens_area(found.radii[i], found.radii[j], away) == pytest.approx(shared, abs=1e-6)
        assert set(found.labels) == set(range(1, len(parts)))


def test_nested_apart_and_empty_sets() -> None:
    nested = place_circles(np.array([0, 60, 0, 40]))
    assert np.hypot(*(nested.centres[0] - nested.centres[1])) <= nested.radii[0] - nested.radii[1] + 1e-6
    apart = place_circles(np.array([0, 50, 50, 0]))
    assert 3 not in apart.labels
    assert np.isfinite(place_circles(np.zeros(8)).centres).all()
    with pytest.raises(InvalidOptionError, match="Got 5 parts"):
        place_circles(np.zeros(5))
