"""Codes and one-hot vectors of bases."""

import numpy as np
import pytest

from rbpviz.features.encoding import PAD_CODE, code_table, encode_bases, pad_codes


def test_codes_follow_the_order_a_c_g_u() -> None:
    assert encode_bases("ACGUNUGCA").tolist() == [0, 1, 2, 3, 4, 3, 2, 1, 0]
    assert encode_bases("ACGU").dtype == np.uint8


def test_a_letter_that_is_no_base_is_read_as_n() -> None:
    assert encode_bases("AXé-").tolist() == [0, 4, 4, 4]


@pytest.mark.parametrize("padding", [0.25, 0.0])
def test_vectors_of_codes(padding: float) -> None:
    table = code_table(padding=padding)
    assert table[:4].tolist() == np.eye(4).tolist()
    assert table[4].tolist() == [0.25] * 4
    assert table[5].tolist() == [padding] * 4


def test_rows_are_padded_on_the_right() -> None:
    padded = pad_codes([encode_bases("ACG"), encode_bases("UUUUU")], 5)
    assert padded.tolist() == [[0, 1, 2, PAD_CODE, PAD_CODE], [3] * 5]
