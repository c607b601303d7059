"""Motif matrices."""

import numpy as np
import pytest

from rbpviz.errors import InvalidOptionError
from rbpviz.results.motifs import Motif


def test_information_and_consensus_by_hand() -> None:
    motif = Motif("m", np.array([[1.0, 0, 0, 0], [0.25] * 4, [0, 0.5, 0, 0.5], [0.1, 0.2, 0.4, 0.3]]))
    assert len(motif) == 4
    assert motif.information()[:3].tolist() == pytest.approx([2, 0, 1], abs=1e-6)
    assert motif.consensus() == "AaCg"


@pytest.mark.parametrize("shape", [(4,), (3, 5), (2, 4, 1)])
def test_a_matrix_of_another_shape_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(InvalidOptionError, match=r"expected \(w, 4\)"):
        Motif("m", np.zeros(shape))
