"""Tables as tab-separated text that a spreadsheet cannot mistake for formulas."""

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pandas as pd

_RISKY = ("=", "+", "-", "@", "\t", "\r", "'")
_FULL_WIDTH = ("＝", "＋", "－", "＠")


def table_bytes(frame: pd.DataFrame, *, comment: Sequence[str] = ()) -> bytes:
    """Return a table as UTF-8 tab-separated text with a header line and Unix line ends.

    Text that a spreadsheet would run as a formula (it starts with = + - @, a tab, or a carriage return) gets a leading apostrophe, as
    does text that starts with an apostrophe, so that taking one away gives the text back. Numbers stay numbers, negative ones too.
    Tabs and line breaks inside text become spaces.

    Parameters
    ----------
    frame : DataFrame
        The table; its index is not written.
    comment : sequence of str, optional
        Lines for the head, each written after `# `: settings, versions, the base of coordinates.

    Returns
    -------
    bytes
        The file.
    """
    head = [f"# {_one_line(line)}" for line in comment]
    lines = [*head, "\t".join(_cell(str(name)) for name in frame.columns)]
    columns = [frame.iloc[:, i].tolist() for i in range(frame.shape[1])]
    lines += ["\t".join(_cell(value) for value in row) for row in zip(*columns, strict=True)]
    return ("\n".join(lines) + "\n").encode("utf-8")


def write_table(frame: pd.DataFrame, target: Path | str | BinaryIO | None = None, *, comment: Sequence[str] = ()) -> bytes:
    """Write a table as `table_bytes` makes it.

    Parameters
    ----------
    frame : DataFrame
        The table.
    target : path or binary stream, optional
        Where to write; nothing is written where it is None.
    comment : sequence of str, optional
        Lines for the head.

    Returns
    -------
    bytes
        What was written.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    content = table_bytes(frame, comment=comment)
    if isinstance(target, str | Path):
        Path(target).write_bytes(content)
    elif target is not None:
        target.write(content)
    return content


def _cell(value: object) -> str:
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value)):
        return ""
    if isinstance(value, int | float | np.number):
        return repr(value.item() if isinstance(value, np.number) else value)
    text = str(value)
    risky = text.lstrip(" ").startswith((*_RISKY, *_FULL_WIDTH))
    return ("'" if risky else "") + _one_line(text)


def _one_line(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)
