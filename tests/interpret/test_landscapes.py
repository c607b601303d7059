"""Landscapes: normalised scores, signs and sizes of effects, shared sites, windows."""

import math

import numpy as np
import pytest
import torch

from rbpviz.errors import InvalidOptionError
from rbpviz.interpret.landscapes import FLOOR, Region, Seen, knock_out_all, list_motifs, list_sites, make_panel, see
from rbpviz.models.sam.knockout import trace
from rbpviz.models.sam.lssi import Lssi
from rbpviz.results.landscapes import Landscape, LandscapePanel, MotifEffect, MotifSite, SpliceSite
from tests.models.sam.cards import loaded
from tests.models.sam.samples import random_codes, settled

RBPS = [f"R{k}" for k in range(11)]
CODES = random_codes(6000, seed=8).numpy()


@pytest.fixture(scope="module")
def seen() -> Seen:
    return see(loaded(settled(density=0.02), "sam-am"), CODES, Region(2500, 2620))


def test_a_full_window_lies_around_the_region_and_inside_the_transcript() -> None:
    assert Region(2500, 2620).window(6000) == (60, 5060)
    assert Region(0, 100).window(6000) == (0, 5000)
    assert Region(5900, 6000).window(6000) == (1000, 6000)
    assert Region(10, 20).window(300) == (0, 300)
    assert Region(10, 20, "short").window(300) == (10, 20)


@pytest.mark.parametrize(("start", "end", "said"), [(5, 5, "0 <= start"), (0, 2001, "at most 2,000"), (-1, 4, "0 <= start")])
def test_regions_that_cannot_be_are_refused(start: int, end: int, said: str) -> None:
    with pytest.raises(InvalidOptionError, match=said):
        Region(start, end)
    with pytest.raises(InvalidOptionError, match="expected it inside"):
        Region(10, 400).window(300)


def test_scores_are_those_of_the_network_at_the_same_place(seen: Seen) -> None:
    start, end = Region(2500, 2620).window(len(CODES))
    window = np.pad(CODES, 200, constant_values=4)[start : end + 400]
    direct = trace(seen.model.sam, torch.from_numpy(window)).log_probabilities[1:, 2500 - start + 200 :][:, :120]
    np.testing.assert_allclose(seen.logs, direct.numpy(), atol=1e-5)


def test_normalised_scores_are_minus_one_at_the_threshold() -> None:
    model = loaded(settled(steps=1), "sam-am")
    logs = np.log(np.array([[0.5, 0.25, 1e-9], [0.4, 1.0, 1e-9]], dtype=np.float32))
    sites = list_sites(Seen(model, None, logs, 0), Region(100, 103), frozenset({(102, "donor")}))
    assert [(s.position, s.kind, s.annotated) for s in sites] == [
        (100, "acceptor", False), (100, "donor", False), (101, "acceptor", False), (101, "donor", False), (102, "donor", True),
    ]  # fmt: skip
    assert [s.normalised for s in sites] == pytest.approx([-1, -1, -2, 0, -math.inf], abs=1e-6)
    assert [s.called for s in sites[2:]] == [False, True, False]
    assert sites[4].log_probability < FLOOR


def test_effects_are_what_full_runs_without_the_site_give(seen: Seen) -> None:
    region = Region(2500, 2620)
    motifs = list_motifs(seen, region, others=[seen])
    sites = list_sites(seen, region, frozenset())[:4]
    assert all(m.shared for m in motifs)
    assert not any(m.shared for m in list_motifs(seen, region, others=[]))
    effects = knock_out_all(seen, sites, motifs)
    assert len(effects) == len(motifs) * len(sites)
    assert seen.traced is not None
    motif = motifs[len(motifs) // 2]
    edited = seen.traced.sites.clone()
    edited[RBPS.index(motif.rbp), motif.position - seen.first] = 0
    window = torch.from_numpy(np.pad(CODES, 200, constant_values=4)[60:5460])
    without = trace(seen.model.sam, window, sites=edited).log_probabilities
    for s, site in enumerate(sites):
        row = 1 + ("acceptor", "donor").index(site.kind)
        expected = site.log_probability - float(without[row, site.position - seen.first])
        found = next(e.effect for e in effects if e.motif == len(motifs) // 2 and e.site == s)
        assert found == pytest.approx(expected, abs=1e-5)


def test_lssi_has_a_panel_without_motifs() -> None:
    model = loaded(Lssi().eval().requires_grad_(False), "lssi")
    panel = make_panel(see(model, CODES, Region(100, 160)), Region(100, 160), frozenset(), others=[], knock_outs=True)
    assert (panel.motifs, panel.effects) == ((), ())
    assert all(s.log_probability < 0 for s in panel.sites)


def _panel(effects: list[float]) -> LandscapePanel:
    sites = (SpliceSite(10, "acceptor", -0.5, -0.7, True), SpliceSite(90, "donor", -9.0, -9.0, False))
    motifs = tuple(MotifSite(20 + k, "R0", 1.0, False) for k in range(len(effects)))
    pairs = tuple(MotifEffect(m, s, e) for m, e in enumerate(effects) for s in (0, 1))
    return LandscapePanel("sam-am/x", (0.5, 0.5), sites, motifs, pairs)


def test_arrows_are_strong_effects_and_the_five_largest_on_eligible_sites() -> None:
    panel = _panel([0.5, -0.45, 0.3, 0.2, -0.1, 0.05, 0.0])
    whole = Landscape("g", "t", 0, 100, "A" * 100, "full", (panel,))
    assert whole.eligible() == {(10, "acceptor")}
    arrows = panel.arrows(whole.eligible())
    assert [(e.effect, e.strong) for e in arrows] == [(0.5, True), (-0.45, True), (0.3, False), (0.2, False), (-0.1, False)]
    assert {e.site for e in arrows} == {0}
    assert _panel([0.0, 0.0]).arrows(whole.eligible()) == ()


def test_tables_and_json_hold_every_site_motif_and_effect() -> None:
    whole = Landscape("g", "t", 0, 100, "A" * 100, "full", (_panel([0.5, -0.1]),))
    assert len(whole.sites_frame()) == 2
    assert list(whole.motifs_frame().rbp) == ["R0", "R0"]
    assert list(whole.effects_frame().effect) == [0.5, 0.5, -0.1, -0.1]
    assert whole.as_dict()["thresholds"] == {"sam-am/x": [0.5, 0.5]}
