"""Letters of logos: stacks, outlines, and how they stand in SVG and on an axes."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from rbpviz.plots.glyphs import BASES, Box, Letter, draw_stacks, outline, stack_letters, stack_range, svg_letters, svg_outline, svg_stack
from rbpviz.plots.theme import palette


def test_letters_stack_from_small_to_large_and_hang_below_zero() -> None:
    found = list(stack_letters(np.array([[0.5, 0.2, 0.0, -0.4], [0.0, 0.0, -0.1, -0.3]])))
    assert found[:3] == [Letter(1, 0, 0.0, 0.2), Letter(3, 0, 0.0, -0.4), Letter(0, 0, 0.2, 0.7)]
    assert found[3:] == [Letter(2, 1, 0.0, -0.1), Letter(3, 1, -0.1, pytest.approx(-0.4))]
    assert stack_range(np.array([[0.5, 0.2, 0.0, -0.4]])) == (-0.4, 0.7)


def test_letters_that_nobody_sees_are_left_out() -> None:
    assert [letter.base for letter in stack_letters(np.array([[1.0, 0.01, 0.0, 0.0]]), smallest=0.02)] == [0]


@pytest.mark.parametrize("letter", BASES)
def test_outlines_fill_the_unit_square(letter: str) -> None:
    box = outline(letter).get_extents()
    np.testing.assert_allclose([box.x0, box.y0, box.x1, box.y1], [0, 0, 1, 1], atol=1e-9)
    assert svg_outline(letter).startswith("M")
    assert svg_outline(letter).endswith("Z")


def test_a_logo_in_svg_uses_each_letter_once_where_it_stands() -> None:
    box = Box(10, 20, 40, 100, 0.0, 2.0)
    text = svg_stack(np.array([[2.0, 0, 0, 0], [0, 0, 1.0, 0]]), box, "p-")
    assert text.count("<use") == 2
    assert 'href="#p-A" transform="matrix(18.80 0 0 -100.00 10.60 120.00)"' in text
    assert 'href="#p-G" transform="matrix(18.80 0 0 -50.00 30.60 120.00)"' in text
    assert svg_letters("p-", palette().bases).count("<path") == 4


def test_letters_of_a_base_are_one_collection() -> None:
    axes = Figure().add_axes((0, 0, 1, 1))
    draw_stacks(axes, [(np.array([[1.0, 0.5, 0, 0]] * 3), (0.0, 0.0, 1.0, 1.0))], palette().bases)
    assert [len(c.get_paths()) for c in axes.collections] == [3, 3]
