"""How models are trained: presets of network and fitting options for each family."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from types import MappingProxyType
from typing import Literal

from rbpviz.errors import InvalidOptionError
from rbpviz.models.deeprke.network import DeeprkeOptions
from rbpviz.models.rnassrnet.network import RnassrnetOptions
from rbpviz.training.options import change_options


@dataclass(frozen=True, slots=True)
class FitOptions:
    """How a network is fitted.

    Parameters
    ----------
    batch_size, max_epochs : int
        Records a step, most passes over the training records.
    learning_rate : float
        Initial learning rate.
    weight_decay : float
        L2 inside Adam where `decoupled` is False (the published recipe), else AdamW's.
    decoupled : bool
        Whether weight decay is AdamW's.
    schedule : {"plateau", "cycle"}
        Halve when validation loss has not dropped for `patience` epochs, stop below `min_learning_rate`; or one cosine cycle.
    patience, stop_patience : int
        Epochs before halving; epochs without a better validation AUROC before the end.
    min_learning_rate : float
        Where the plateau schedule stops.
    shift : int
        Up to so many nt are cut from either end of a training RNA, anew each epoch (0: none).
    average : float
        Decay of the running average of weights that is validated and kept (0: none).
    debias : bool
        Whether viewpoint borders of training RNAs are replaced by random bases before folding.
    exchange : bool
        Whether training RNAs of both classes get the borders of a random positive, anew each time: borders tell nothing then, but those
        that real sites have are not strange to the model either.
    """

    batch_size: int = 128
    max_epochs: int = 100
    learning_rate: float = 1e-3
    weight_decay: float = 0.01
    decoupled: bool = False
    schedule: Literal["plateau", "cycle"] = "plateau"
    patience: int = 10
    stop_patience: int = 30
    min_learning_rate: float = 1e-5
    shift: int = 0
    average: float = 0.0
    debias: bool = False
    exchange: bool = False

    def __post_init__(self) -> None:
        if self.schedule not in ("plateau", "cycle"):
            raise InvalidOptionError(f"Got schedule={self.schedule!r}; expected plateau or cycle.")
        if min(self.batch_size, self.max_epochs, self.stop_patience) < 1 or not 0 <= self.average < 1:
            raise InvalidOptionError("Got a batch size, number of epochs or patience below 1, or an average outside 0 to 1.")

    def as_dict(self) -> dict[str, bool | int | float | str]:
        """Return the options as they are written on a card."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Preset:
    """A named pair of network and fitting options, with one sentence on what it is for."""

    network: RnassrnetOptions | DeeprkeOptions
    fit: FitOptions
    meaning: str


_PAPER = Preset(RnassrnetOptions(), FitOptions(), "the published configuration and recipe, flattened readout")
_SCAN_NETWORK = RnassrnetOptions(readout="gated", padding=0.0, filters=64, convolutions=3, dropout=0.1, conv_dropout=0.2)
_SCAN = Preset(
    _SCAN_NETWORK,
    FitOptions(
        batch_size=64,
        max_epochs=18,
        learning_rate=2e-3,
        weight_decay=0.1,
        decoupled=True,
        schedule="cycle",
        shift=100,
        average=0.99,
        debias=True,
        exchange=True,
    ),
    "shift-trained, borders debiased, readout without absolute position: for RNAs of your own",
)
_DEEPRKE = Preset(
    DeeprkeOptions(),
    FitOptions(max_epochs=30, weight_decay=0.0, patience=3, stop_patience=8),
    "the paper's network and the authors' hyper-parameters, last states of the BiLSTM",
)
_DEEPRKE_SCAN = Preset(
    DeeprkeOptions(readout="pool"),
    FitOptions(
        batch_size=64,
        max_epochs=12,
        weight_decay=0.1,
        decoupled=True,
        schedule="cycle",
        shift=100,
        average=0.99,
        debias=True,
        exchange=True,
    ),
    "shift-trained, borders debiased, BiLSTM pooled over positions: for RNAs of your own",
)
_PRESETS = MappingProxyType(
    {
        ("deeprke-paper", "paper"): _DEEPRKE,
        ("deeprke-paper", "fast"): replace(
            _DEEPRKE, fit=replace(_DEEPRKE.fit, max_epochs=10, stop_patience=3), meaning="the paper's network, a third of the epochs"
        ),
        ("deeprke", "paper"): _DEEPRKE_SCAN,
        ("deeprke", "fast"): replace(_DEEPRKE_SCAN, fit=replace(_DEEPRKE_SCAN.fit, max_epochs=5), meaning="the scan network, 5 epochs"),
        ("rnassrnet-paper", "paper"): _PAPER,
        ("rnassrnet-paper", "fast"): replace(
            _PAPER,
            fit=replace(_PAPER.fit, max_epochs=25, patience=4, stop_patience=6),
            meaning="the published network, a quarter of the epochs",
        ),
        ("rnassrnet", "paper"): _SCAN,
        ("rnassrnet", "fast"): replace(
            _SCAN, fit=replace(_SCAN.fit, max_epochs=10), meaning="the scan network, 10 epochs: minutes on two cores for 2,000 sequences"
        ),
    }
)


def preset_names(family: str) -> tuple[str, ...]:
    """Return the presets of a family."""
    return tuple(name for of, name in _PRESETS if of == family)


def get_preset(family: str, name: str) -> Preset:
    """Return a preset.

    Raises
    ------
    InvalidOptionError
        If the family cannot be trained or has no such preset.
    """
    if (family, name) not in _PRESETS:
        known = preset_names(family)
        expected = (
            f"expected {' or '.join(known)}" if known else f"families that can be trained: {', '.join(sorted({f for f, _ in _PRESETS}))}"
        )
        raise InvalidOptionError(f"Got the preset {name!r} for {family!r}; {expected}.")
    return _PRESETS[family, name]


def override(preset: Preset, changes: Sequence[str]) -> Preset:
    """Return a preset with some options changed.

    Parameters
    ----------
    preset : Preset
        What to start from.
    changes : sequence of str
        `name=value` of a field of `RnassrnetOptions` or `FitOptions`, such as `branches=cnn` or `max_epochs=10`.

    Returns
    -------
    Preset

    Raises
    ------
    InvalidOptionError
        If a name is unknown or a value is not of its kind.
    """
    network, fit = change_options((preset.network, preset.fit), changes)
    return replace(preset, network=network, fit=fit)
