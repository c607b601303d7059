"""What a click in a landscape stands for, and when its knock-outs are a job."""

import pytest

from rbpviz.ui.landscape_figures import read_point
from rbpviz.workflows.landscape_job import estimate_knock_outs, estimate_reading
from tests.models.sam.cards import small_card


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (["motif", 1, 4], ("motif", 1, 4)),
        ({"0": "site", "1": 2, "2": 7}, ("site", 2, 7)),
        (["base", 0, 5875], ("base", 0, 5875)),
        (["G at 12"], None),
        (None, None),
        (["<b>", 0, 1], None),
    ],
)
def test_points_are_told_apart(data: object, expected: tuple[str, int, int] | None) -> None:
    assert read_point({"customdata": data}) == expected


def test_wide_models_and_many_motifs_take_longer() -> None:
    narrow, wide = (small_card("sam-am").model_copy(update={"options": {"channels": width}}) for width in (64, 200))
    assert estimate_knock_outs(narrow, 0) == 0
    assert estimate_knock_outs(narrow, 50) < 3 < estimate_knock_outs(wide, 200)
    assert estimate_reading(narrow) < estimate_reading(wide) < 1
    assert estimate_reading(small_card("lssi").model_copy(update={"channels": ()})) <= 0.1
