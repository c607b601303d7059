"""Edits of landscapes: equal to full runs, with the right sign, and masks that hide what they say."""

import numpy as np
import pytest
import torch

from rbpviz.errors import InvalidOptionError
from rbpviz.features.encoding import encode_bases
from rbpviz.interpret.landscape_edits import HIDDEN, change_bases, edit_seen, list_motif_changes, list_site_changes
from rbpviz.interpret.landscapes import Region, Seen, knock_out_all, list_motifs, see
from rbpviz.models.sam.knockout import trace
from rbpviz.models.sam.loaded import window_codes
from rbpviz.results.landscape_edits import KnockDown, KnockOut, Mask, Substitution
from rbpviz.results.landscapes import SpliceSite
from tests.models.sam.cards import loaded
from tests.models.sam.known import known_models, known_rna
from tests.models.sam.samples import random_codes, settled

CODES = random_codes(6000, seed=8).numpy()
REGION = Region(2500, 2620)
KNOWN = encode_bases(known_rna().upper())
EXON = (349, 408)
AROUND = Region(EXON[0] - 100, EXON[1] + 100)
OWN = frozenset({(EXON[0], "acceptor"), (EXON[1] - 1, "donor")})


@pytest.fixture(scope="module", params=["fixed", "adjusted"])
def seen(request: pytest.FixtureRequest) -> Seen:
    return see(loaded(settled(request.param, density=0.02), "sam-am"), CODES, REGION)


@pytest.fixture(scope="module")
def known() -> list[Seen]:
    return [see(model, KNOWN, AROUND) for model in known_models()]


def score(run: Seen, position: int, kind: str = "acceptor") -> float:
    return float(run.logs[("acceptor", "donor").index(kind), position - AROUND.start])


def test_a_knock_out_is_the_effect_of_the_single_site(seen: Seen) -> None:
    motif = list_motifs(seen, REGION, others=())[3]
    sites = [SpliceSite(2550, "donor", 0.0, 0.0, False)]
    (effect,) = knock_out_all(seen, sites, [motif])
    after = edit_seen(seen, CODES, REGION, edits=[KnockOut(motif.position, motif.rbp)])
    assert float(seen.logs[1, 50] - after.logs[1, 50]) == pytest.approx(effect.effect, abs=1e-5)
    (change,) = list_motif_changes(seen, after, REGION)
    assert (change.position, change.rbp, change.status) == (motif.position, motif.rbp, "lost")


def test_a_knock_down_takes_every_site_of_the_window(seen: Seen) -> None:
    after = edit_seen(seen, CODES, REGION, edits=[KnockDown("R3")])
    assert seen.traced is not None
    assert after.traced is not None
    assert not after.traced.sites[3].any()
    sites = seen.traced.sites.clone()
    sites[3] = 0
    start, end = REGION.window(len(CODES))
    window = torch.from_numpy(window_codes(CODES, start - 200, end + 200))
    full = trace(seen.model.sam, window, sites=sites)
    torch.testing.assert_close(after.traced.log_probabilities, full.log_probabilities, atol=2e-5, rtol=1e-4)


def test_changed_bases_are_what_a_first_run_on_the_changed_sequence_gives(seen: Seen) -> None:
    edits = [Substitution(p, "ACGU"[CODES[p]], "ACGU"[(CODES[p] + 1) % 4]) for p in (2510, 2514, 2600)]
    after = edit_seen(seen, CODES, REGION, edits=edits)
    fresh = see(seen.model, change_bases(CODES, edits), REGION)
    np.testing.assert_allclose(after.logs, fresh.logs, atol=2e-5)
    assert after.traced is not None
    assert fresh.traced is not None
    torch.testing.assert_close(after.traced.sites, fresh.traced.sites, atol=1e-4, rtol=1e-3)
    assert not np.allclose(after.logs, seen.logs, atol=1e-4)


def test_nothing_is_changed_in_the_run_before(seen: Seen) -> None:
    assert seen.traced is not None
    kept = seen.traced.sites.clone()
    edit_seen(seen, CODES, REGION, edits=[KnockDown("R1"), Mask(2520, 2560)])
    assert torch.equal(seen.traced.sites, kept)


@pytest.mark.parametrize("number", [1, 2])
def test_green_is_an_enhancer_and_red_a_silencer(known: list[Seen], number: int) -> None:
    motifs = list_motifs(known[number], AROUND, others=())
    assert sorted({m.rbp for m in motifs}) == ["ENH", "IDLE", "SIL"]
    sites = [SpliceSite(EXON[0], "acceptor", 0.0, 0.0, True)]
    effects = {motifs[e.motif].rbp: e for e in knock_out_all(known[number], sites, motifs)}
    assert effects["ENH"].effect > 0.4
    assert effects["SIL"].effect < -0.4
    assert effects["IDLE"].effect == 0
    for rbp, sign in (("ENH", -1), ("SIL", 1), ("IDLE", 0)):
        after = edit_seen(known[number], KNOWN, AROUND, edits=[KnockDown(rbp)])
        assert np.sign(round(score(after, EXON[0]) - score(known[number], EXON[0]), 6)) == sign


def test_a_mask_hides_motifs_and_splice_sites_it_touches(known: list[Seen]) -> None:
    motif = next(m for m in list_motifs(known[1], AROUND, others=()) if m.rbp == "SIL")
    after = edit_seen(known[1], KNOWN, AROUND, edits=[Mask(motif.position + 3, motif.position + 20)])
    assert [m.rbp for m in list_motifs(after, AROUND, others=())] == ["ENH", "IDLE"]
    assert score(after, EXON[0]) > score(known[1], EXON[0]) + 0.4
    free = edit_seen(known[1], KNOWN, AROUND, edits=[Mask(motif.position + 5, motif.position + 20)])
    assert "SIL" in [m.rbp for m in list_motifs(free, AROUND, others=())], "the window of the matrix ends one base before"
    for run in known:
        blind = edit_seen(run, KNOWN, AROUND, edits=[Mask(EXON[0] - 2, EXON[0] - 1)])
        assert score(blind, EXON[0]) < -9
        assert score(blind, EXON[1] - 1, "donor") == pytest.approx(score(run, EXON[1] - 1, "donor"), abs=0.01)


def test_a_mask_beside_a_site_never_helps_it(known: list[Seen]) -> None:
    run = known[0]
    for start in range(EXON[0] - 25, EXON[0] + 8, 3):
        after = edit_seen(run, KNOWN, AROUND, edits=[Mask(start, start + 6)])
        assert (after.logs <= run.logs + 1e-3)[run.logs > -9].all()
    tract = edit_seen(run, KNOWN, AROUND, edits=[Mask(EXON[0] - 16, EXON[0] - 6)])
    assert score(tract, EXON[0]) < score(run, EXON[0]) - 2, "without its U-rich stretch the acceptor is weaker"
    assert HIDDEN <= -20


def test_differences_list_sites_of_both_runs(known: list[Seen]) -> None:
    after = edit_seen(known[2], KNOWN, AROUND, edits=[Mask(EXON[0] - 3, EXON[0] + 3)])
    changes = {(c.position, c.kind): c for c in list_site_changes(known[2], after, AROUND, annotated=OWN)}
    own = changes[EXON[0], "acceptor"]
    assert (own.called_before, own.called_after, own.annotated) == (True, False, True)
    assert own.change < -5
    assert changes[EXON[1] - 1, "donor"].called_after


def test_a_base_that_is_not_there_is_refused() -> None:
    with pytest.raises(InvalidOptionError, match=r"G>A at position 1 \(1-based\), which is"):
        change_bases(encode_bases("ACGU"), [Substitution(0, "G", "A")])
    with pytest.raises(InvalidOptionError, match="expected it inside"):
        change_bases(encode_bases("ACGU"), [Substitution(9, "G", "A")])
