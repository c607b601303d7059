"""Presets and their changes."""

import json

import pytest

from rbpviz.errors import InvalidOptionError
from rbpviz.models.registry import families, get_family
from rbpviz.training.presets import FitOptions, get_preset, override, preset_names


@pytest.mark.parametrize("family", [name for name in families() if get_family(name).question == "binding"])
def test_every_family_has_a_fast_and_a_full_preset(family: str) -> None:
    assert set(preset_names(family)) == {"fast", "paper"}
    fast, full = get_preset(family, "fast"), get_preset(family, "paper")
    assert fast.network == full.network
    assert fast.fit.max_epochs < full.fit.max_epochs
    assert json.loads(json.dumps(fast.network.as_dict())) == fast.network.as_dict()
    assert json.loads(json.dumps(fast.fit.as_dict())) == fast.fit.as_dict()


def test_the_published_recipe() -> None:
    """Adam with coupled L2 of 0.01, batches of 128, halving after ten epochs without progress, 100 epochs at most."""
    fit = get_preset("rnassrnet-paper", "paper").fit
    assert (fit.learning_rate, fit.weight_decay, fit.decoupled, fit.batch_size) == (1e-3, 0.01, False, 128)
    assert (fit.schedule, fit.patience, fit.min_learning_rate, fit.max_epochs) == ("plateau", 10, 1e-5, 100)
    assert (fit.shift, fit.debias) == (0, False)
    network = get_preset("rnassrnet-paper", "paper").network
    assert (network.layers, network.convolutions, network.kernel, network.dropout, network.readout) == (4, 2, 9, 0.25, "flatten")


def test_the_scan_preset_knows_no_position() -> None:
    preset = get_preset("rnassrnet", "paper")
    assert preset.network.readout == "gated"
    assert preset.network.padding == 0
    assert preset.fit.shift == 100
    assert preset.fit.debias


@pytest.mark.parametrize(("family", "name", "said"), [
    ("rnassrnet", "slow", "expected paper or fast"), ("deepnet", "fast", "families that can be trained: deeprke, deeprke-paper, rnassrnet"),
])  # fmt: skip
def test_an_unknown_preset_names_the_known_ones(family: str, name: str, said: str) -> None:
    with pytest.raises(InvalidOptionError, match=said):
        get_preset(family, name)


def test_options_can_be_changed_by_name() -> None:
    preset = get_preset("rnassrnet", "fast")
    changed = override(preset, ["branches=cnn", "filters=12", "max_epochs=3", "debias=false", "learning_rate=1e-4"])
    assert (changed.network.branches, changed.network.filters) == ("cnn", 12)
    assert (changed.fit.max_epochs, changed.fit.debias, changed.fit.learning_rate) == (3, False, 1e-4)
    assert changed.network.layers == preset.network.layers
    assert override(preset, []) == preset


@pytest.mark.parametrize(("change", "said"), [
    ("depth=3", "Got the option 'depth=3'; expected name=value with one of: average, batch_size"),
    ("filters=many", "filters='many'; expected a whole number, such as 64"),
    ("filters=8.5", "expected a whole number"), ("debias=perhaps", "expected true or false"), ("leak=x", "expected a number"),
    ("gate=open", "gate='open'"), ("schedule=none", "schedule='none'"), ("kernel=8", "odd filter length"), ("max_epochs=0", "below 1"),
    ("filters", "expected a whole number"),
])  # fmt: skip
def test_changes_that_make_no_sense_are_refused(change: str, said: str) -> None:
    with pytest.raises(InvalidOptionError, match=said):
        override(get_preset("rnassrnet", "fast"), [change])


@pytest.mark.parametrize("changes", [{"average": 1.0}, {"batch_size": 0}, {"stop_patience": 0}])
def test_recipes_that_make_no_sense_are_refused(changes: dict[str, float]) -> None:
    with pytest.raises(InvalidOptionError):
        FitOptions(**changes)  # type: ignore[arg-type]
