"""Plans of batches: every record once, in a width that its length alone decides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rbpviz.errors import InvalidOptionError
from rbpviz.models.deeprke.batches import WordFeeder
from rbpviz.models.deeprke.network import DeeprkeOptions
from rbpviz.models.feeding import Feeder, plan
from rbpviz.models.registry import feeder_of
from rbpviz.models.rnassrnet.batches import GraphFeeder
from rbpviz.models.rnassrnet.network import RnassrnetOptions
from rbpviz.models.sam.lssi import Lssi

FEEDERS: list[tuple[Feeder, int | None, int]] = [
    (GraphFeeder(RnassrnetOptions(readout="pool")), None, 32),
    (GraphFeeder(RnassrnetOptions(width=300)), 300, 32),
    (WordFeeder(DeeprkeOptions(readout="pool")), None, 64),
    (WordFeeder(DeeprkeOptions(width=300)), 300, 64),
]


@given(st.lists(st.integers(1, 300), max_size=40), st.integers(1, 7), st.sampled_from(range(len(FEEDERS))))
def test_every_record_is_in_one_batch_that_fits_it(lengths: list[int], rows: int, chosen: int) -> None:
    feeder, width, step = FEEDERS[chosen]
    plans = plan(feeder, lengths, rows=rows)
    assert sorted(row for p in plans for row in p.rows) == list(range(len(lengths)))
    for p in plans:
        assert 0 < len(p.rows) <= rows
        for row in p.rows:
            assert p.width == (width or -(-lengths[row] // step) * step)


def test_a_splicing_network_has_no_feeder() -> None:
    with pytest.raises(InvalidOptionError, match="expected a binding model"):
        feeder_of(Lssi())
