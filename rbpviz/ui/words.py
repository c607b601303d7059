"""Words of the pages: numbers in plain English, labels of flags, and untrusted text made harmless for Markdown. No Streamlit here."""

import re
from collections.abc import Iterable

from rbpviz.types import FLAG_MEANINGS, Flag

_PUNCTUATION = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&\"'=^@/])")


def literal(text: str, limit: int = 80) -> str:
    """Return untrusted text as one short line that Markdown shows letter by letter."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return _PUNCTUATION.sub(r"\\\1", line if len(line) <= limit else line[: limit - 1] + "…")


def shorten(text: str, limit: int = 60) -> str:
    """Return untrusted text as one short plain line, for widgets that show text as it is."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def count(number: int, noun: str) -> str:
    """Return a number with its noun: `1 record`, `2,000 records`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def flag_label(flag: str) -> str:
    """Return the label of a flag: `short_context` gives `short context`."""
    return flag.replace("_", " ")


def flag_meaning(flag: str) -> str:
    """Return what a flag says about its record, as a sentence; empty for an unknown one."""
    try:
        return f"This record {FLAG_MEANINGS[Flag(flag)]}."
    except (ValueError, KeyError):
        return ""


def flag_help(flags: Iterable[str]) -> str:
    """Return the meanings of several flags as a list in Markdown."""
    present = sorted(set(flags))
    return "\n".join(f"- **{flag_label(flag)}**: {flag_meaning(flag)}" for flag in present)


def listing(names: Iterable[str]) -> str:
    """Return names as `a, b and c`."""
    found = list(names)
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} and {found[-1]}" if found else ""
