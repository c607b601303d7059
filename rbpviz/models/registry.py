"""The families of models: how each is built from its options, what it needs and how it scores.

Adding a family is one package under `models/` and one entry in `_SPECS`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from torch import nn

from rbpviz.errors import CheckpointError, InvalidOptionError, UnknownModelError
from rbpviz.models.deeprke import network as deeprke
from rbpviz.models.deeprke.batches import WordFeeder
from rbpviz.models.feeding import Feeder
from rbpviz.models.rnassrnet import network as rnassrnet
from rbpviz.models.rnassrnet.batches import GraphFeeder
from rbpviz.models.sam import lssi
from rbpviz.models.sam import network as sam

Options = dict[str, bool | int | float | str]


@dataclass(frozen=True, slots=True)
class FamilySpec:
    """One family of models.

    Parameters
    ----------
    family : str
        First part of the model id.
    architecture : str
        Version of the network's code; a checkpoint of another version is refused.
    build : callable
        Takes the options of a card, returns the untrained network.
    title : str
        Name for people.
    needs_structure : bool
        Whether sequences are folded first.
    question : {"binding", "splicing"}
        Whether it scores RNAs for a protein or bases for splice sites.
    has_responses : bool
        Whether it tells the response of each base.
    """

    family: str
    architecture: str
    build: Callable[[Options], nn.Module]
    title: str
    needs_structure: bool = True
    question: Literal["binding", "splicing"] = "binding"
    has_responses: bool = False


def _build_rnassrnet(options: Options) -> nn.Module:
    return rnassrnet.Rnassrnet(rnassrnet.RnassrnetOptions(**options))  # type: ignore[arg-type]


def _build_deeprke(options: Options) -> nn.Module:
    return deeprke.Deeprke(deeprke.DeeprkeOptions(**options))  # type: ignore[arg-type]


def _build_sam(options: Options) -> nn.Module:
    return sam.Sam(sam.SamOptions(**options))  # type: ignore[arg-type]


def _build_lssi(options: Options) -> nn.Module:
    return lssi.Lssi(**options)


def feeder_of(network: nn.Module) -> Feeder:
    """Return what makes the input of a binding network.

    Raises
    ------
    InvalidOptionError
        If it is no binding network.
    """
    if isinstance(network, rnassrnet.Rnassrnet):
        return GraphFeeder(network.options)
    if isinstance(network, deeprke.Deeprke):
        return WordFeeder(network.options)
    raise InvalidOptionError(f"Got a network {type(network).__name__}, which scores no RNA for a protein; expected a binding model.")


def build_network(family: str, options: Options) -> nn.Module:
    """Return the untrained network of a family.

    Raises
    ------
    CheckpointError
        If it cannot be built from these options.
    """
    spec = get_family(family)
    try:
        return spec.build(options)
    except (TypeError, InvalidOptionError) as error:
        raise CheckpointError(f"Got network options that {spec.architecture} cannot be built from: {error}") from error


_SPECS = MappingProxyType(
    {
        spec.family: spec
        for spec in (
            FamilySpec("rnassrnet", rnassrnet.ARCHITECTURE, _build_rnassrnet, "RNASSR-Net", has_responses=True),
            FamilySpec(
                "rnassrnet-paper", rnassrnet.ARCHITECTURE, _build_rnassrnet, "RNASSR-Net, published configuration", has_responses=True
            ),
            FamilySpec("deeprke", deeprke.ARCHITECTURE, _build_deeprke, "DeepRKE"),
            FamilySpec("deeprke-paper", deeprke.ARCHITECTURE, _build_deeprke, "DeepRKE, published configuration"),
            FamilySpec("lssi", lssi.ARCHITECTURE, _build_lssi, "LSSI, splice sites alone", False, "splicing"),
            FamilySpec("sam-fm", sam.ARCHITECTURE, _build_sam, "SAM with fixed motifs", False, "splicing"),
            FamilySpec("sam-am", sam.ARCHITECTURE, _build_sam, "SAM with adjusted motifs", False, "splicing"),
        )
    }
)


def families() -> tuple[str, ...]:
    """Return the names of all families."""
    return tuple(_SPECS)


def get_family(name: str) -> FamilySpec:
    """Return the specification of a family.

    Raises
    ------
    UnknownModelError
        If there is no such family.
    """
    if name not in _SPECS:
        raise UnknownModelError(f"Got the model family {name!r}; expected one of {', '.join(_SPECS)}.")
    return _SPECS[name]
