"""The published figures that cards quote."""

import numpy as np
import pytest

from rbpviz.training.literature import RBP24


def test_the_mean_of_the_24_sets_is_the_published_one() -> None:
    assert len(RBP24) == 24
    assert np.mean([s.rnassrnet_auroc for s in RBP24.values()]) == pytest.approx(0.9443, abs=1e-4)


def test_proteins_carry_their_official_symbols() -> None:
    assert RBP24["C17ORF85_Baltz2012"].protein == "NCBP3"
    assert RBP24["ICLIP_TDP43"].protein == "TARDBP"
    assert {s.assay for s in RBP24.values()} == {"PAR-CLIP", "HITS-CLIP", "iCLIP"}
