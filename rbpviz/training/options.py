"""Changing the options of a preset by `name=value`, as the command line does."""

from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from rbpviz.errors import InvalidOptionError


def change_options(parts: Sequence[Any], changes: Sequence[str]) -> tuple[Any, ...]:
    """Return frozen dataclasses of options with some fields changed.

    Parameters
    ----------
    parts : sequence of dataclass instances
        Where a name is looked for, in this order; fields that hold options themselves are passed over.
    changes : sequence of str
        `name=value`, such as `branches=cnn` or `max_epochs=10`.

    Returns
    -------
    tuple
        The parts, in their order.

    Raises
    ------
    InvalidOptionError
        If a name is unknown or a value is not of its kind.
    """
    changed = list(parts)
    for change in changes:
        name, _, text = change.partition("=")
        for place, part in enumerate(changed):
            if name in _plain(part):
                changed[place] = replace(part, **{name: _read_value(name, text, getattr(part, name))})
                break
        else:
            known = ", ".join(sorted(name for part in changed for name in _plain(part)))
            raise InvalidOptionError(f"Got the option {change!r}; expected name=value with one of: {known}.")
    return tuple(changed)


def _plain(part: Any) -> list[str]:  # noqa: ANN401
    return [field.name for field in fields(part) if not is_dataclass(getattr(part, field.name))]


def _read_value(name: str, text: str, present: bool | int | float | str) -> bool | int | float | str:
    try:
        if isinstance(present, bool):
            return {"true": True, "false": False}[text.lower()]
        return type(present)(text)
    except (ValueError, KeyError):
        kind = {bool: "true or false", int: "a whole number", float: "a number"}.get(type(present), "a word")
        raise InvalidOptionError(f"Got {name}={text!r}; expected {kind}, such as {present}.") from None
