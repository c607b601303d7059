"""The families of models: how each is built from its options, what it needs and how it scores.

Adding a family is one package under `models/` and one entry in `_SPECS`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

from torch import nn

from rbpviz.errors import CheckpointError, InvalidOptionError, UnknownModelError
from rbpviz.models.rnassrnet import network as rnassrnet


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
    """

    family: str
    architecture: str
    build: Callable[[dict[str, bool | int | float | str]], nn.Module]
    title: str
    needs_structure: bool = True


def _build_rnassrnet(options: dict[str, bool | int | float | str]) -> nn.Module:
    try:
        return rnassrnet.Rnassrnet(rnassrnet.RnassrnetOptions(**options))  # type: ignore[arg-type]
    except (TypeError, InvalidOptionError) as error:
        raise CheckpointError(f"Got network options that {rnassrnet.ARCHITECTURE} cannot be built from: {error}") from error


_SPECS = MappingProxyType(
    {
        spec.family: spec
        for spec in (
            FamilySpec("rnassrnet", rnassrnet.ARCHITECTURE, _build_rnassrnet, "RNASSR-Net"),
            FamilySpec("rnassrnet-paper", rnassrnet.ARCHITECTURE, _build_rnassrnet, "RNASSR-Net, published configuration"),
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
