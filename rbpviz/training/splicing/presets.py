"""Presets of LSSI and SAM: widths, sparsity schedule and fitting options."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from types import MappingProxyType

from rbpviz.errors import InvalidOptionError
from rbpviz.models.sam.network import SPAN, SamOptions
from rbpviz.models.sam.sparsity import REDUCTION, TARGET_DENSITY
from rbpviz.training.options import change_options


@dataclass(frozen=True, slots=True)
class SparsityPlan:
    """When the density is reduced (section 4.5-4.7 of the specification, counted in periods of `SamFit.steps` updates).

    A bar falls a little more each period and rises to the validation accuracy whenever that passes it; passing it reduces the density by
    a quarter.

    Parameters
    ----------
    target : float
        Last density.
    warm_up : int
        Periods at the first density before the bar applies; it begins at the accuracy reached then.
    slack : float
        How much further the bar falls each period since the last reduction, percentage points.
    smooth : int
        Periods over which the validation accuracy is averaged before it is compared.
    """

    target: float = TARGET_DENSITY
    warm_up: int = 8
    slack: float = 0.5
    smooth: int = 1


@dataclass(frozen=True, slots=True)
class SamFit:
    """How SAM is fitted.

    Parameters
    ----------
    span : int
        Central positions of a training window, nt; the code of positions begins at random where this is below the full length.
    batch_size, steps, periods : int
        Windows an update, updates a period (one evaluation each), most periods.
    learning_rate : float
        Of Adam.
    decay : float
        Factor of the learning rate after each period. At a constant high rate the states that the attention compares grow until it
        breaks, and the run falls back to the scores of LSSI.
    rise : int
        Updates over which the learning rate rises from 0 at the beginning; without them a run may never leave the scores of LSSI.
    hold : int
        Periods at the target density at the end, the second half of them with a falling learning rate.
    site_share : float
        Fraction of training windows that are laid around a splice site.
    clip : float
        Longest gradient, as a norm over all weights.
    check_share : float
        Fraction of the validation windows that is scored after each period.
    half : bool
        Convolutions in bfloat16 (CPU) or float16 mixed precision (CUDA).
    sparsity : SparsityPlan
        When the density is reduced.
    """

    span: int = SPAN
    batch_size: int = 15
    steps: int = 250
    periods: int = 200
    learning_rate: float = 5e-5
    decay: float = 1.0
    rise: int = 200
    hold: int = 10
    site_share: float = 0.5
    clip: float = 0.1
    check_share: float = 1.0
    half: bool = False
    sparsity: SparsityPlan = field(default_factory=SparsityPlan)

    def __post_init__(self) -> None:
        if min(self.span, self.batch_size, self.steps, self.periods) < 1 or not 0 <= self.site_share <= 1 or not 0 < self.check_share <= 1:
            raise InvalidOptionError("Got a span, batch size, number of steps or periods below 1, or a share outside 0 to 1.")

    def as_dict(self) -> dict[str, bool | int | float | str]:
        """Return the options as they are written on a card."""
        flat = asdict(self)
        plan = flat.pop("sparsity")
        return {**flat, **{f"sparsity_{name}": value for name, value in plan.items()}}


@dataclass(frozen=True, slots=True)
class LssiFit:
    """How LSSI is fitted: positions drawn one by one, negatives weighted back to their number.

    Parameters
    ----------
    batch_size, epochs : int
        Positions an update; passes over the sites.
    negatives : float
        Fraction of all other positions drawn in each pass.
    learning_rate, decay : float
        Of Adam; factor after each pass.
    """

    batch_size: int = 4096
    epochs: int = 16
    negatives: float = 0.05
    learning_rate: float = 2e-3
    decay: float = 0.8

    def as_dict(self) -> dict[str, bool | int | float | str]:
        """Return the options as they are written on a card."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class SamPreset:
    """Network and fitting options, with one sentence on what they are for."""

    network: SamOptions
    fit: SamFit
    meaning: str


WARM_DENSITY = REDUCTION**8
"""A tenth of all entries: where a short training begins."""

_COMPACT_FIT = SamFit(
    span=600,
    batch_size=12,
    steps=150,
    periods=80,
    learning_rate=1e-3,
    decay=0.95,
    hold=16,
    site_share=0.75,
    check_share=0.35,
    half=True,
    sparsity=SparsityPlan(warm_up=4, slack=0.5),
)
_PAPER = "published widths, for a GPU"
_COMPACT = "64 channels in aggregator and adjustment network, for training on a CPU"
_PRESETS = MappingProxyType(
    {
        ("sam-fm", "paper"): SamPreset(SamOptions("fixed", density=WARM_DENSITY), SamFit(learning_rate=3e-4, half=True), _PAPER),
        ("sam-am", "paper"): SamPreset(SamOptions("adjusted", density=WARM_DENSITY), SamFit(learning_rate=3e-4, half=True), _PAPER),
        ("sam-fm", "compact"): SamPreset(SamOptions("fixed", 64, 64, density=WARM_DENSITY), _COMPACT_FIT, _COMPACT),
        ("sam-am", "compact"): SamPreset(
            SamOptions("adjusted", 64, 64, density=WARM_DENSITY), replace(_COMPACT_FIT, learning_rate=5e-4), _COMPACT
        ),
    }
)


def get_sam_preset(family: str, name: str) -> SamPreset:
    """Return a preset.

    Raises
    ------
    InvalidOptionError
        If the family has no such preset.
    """
    if (family, name) not in _PRESETS:
        known = " or ".join(n for f, n in _PRESETS if f == family)
        raise InvalidOptionError(f"Got the preset {name!r} for {family!r}; expected {known or 'a family of SAM'}.")
    return _PRESETS[family, name]


def override_sam(preset: SamPreset, changes: Sequence[str]) -> SamPreset:
    """Return a preset with some options changed.

    Parameters
    ----------
    preset : SamPreset
        What to start from.
    changes : sequence of str
        `name=value` of a field of `SamOptions`, `SamFit` or `SparsityPlan`, such as `channels=100` or `hold=40`.

    Raises
    ------
    InvalidOptionError
        If a name is unknown or a value is not of its kind.
    """
    network, fit, plan = change_options((preset.network, preset.fit, preset.fit.sparsity), changes)
    return replace(preset, network=network, fit=replace(fit, sparsity=plan))
