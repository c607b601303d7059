"""Tables as tab-separated text that a spreadsheet cannot mistake for formulas: the one place that decides how a cell is written.

Numbers have at most `SIGNIFICANT_DIGITS` digits. A float32 (the curves) is written with the fewest digits that give the same float32 back;
a float64 (scores, percentiles) is rounded.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pandas as pd

SIGNIFICANT_DIGITS = 9
"""Most significant digits of a number in a file: as many as tell any two float32 numbers apart."""
_RISKY = ("=", "+", "-", "@", "'", "＝", "＋", "－", "＠")


def table_bytes(frame: pd.DataFrame, *, comment: Sequence[str] = ()) -> bytes:
    """Return a table as UTF-8 tab-separated text with a header line and Unix line ends.

    Text is written by `safe_cell`, numbers by `number_text`: they stay numbers, negative ones too. Missing values are empty cells.

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
    lines = [*head, row_text(map(str, frame.columns))]
    columns = [frame.iloc[:, i].to_numpy() for i in range(frame.shape[1])]
    lines += map(row_text, zip(*columns, strict=True))
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


def row_text(values: Iterable[object]) -> str:
    """Return one line of a table, without the line end: text by `safe_cell`, numbers by `number_text`, missing values as empty cells."""
    return "\t".join(map(_cell, values))


def safe_cell(text: str) -> str:
    """Return text as a cell that no spreadsheet takes for a formula.

    Tabs, line breaks and other letters that cannot be seen become spaces. Text that then begins with = + - @ (also full-width ones, also
    after spaces) gets a leading apostrophe, and so does text that begins with an apostrophe: `cell_text` takes it away again.
    """
    line = _one_line(text)
    return f"'{line}" if line.lstrip(" ").startswith(_RISKY) else line


def cell_text(cell: str) -> str:
    """Return the text that `safe_cell` wrote as this cell."""
    return cell.removeprefix("'")


def number_text(value: float | np.number) -> str:
    """Return a number as it is written into files.

    Parameters
    ----------
    value : int, float or NumPy number
        A float32 or float16 keeps its value to the last bit; a float64 is rounded to `SIGNIFICANT_DIGITS` significant digits.

    Returns
    -------
    str
        Such as `12`, `0.25`, `1e-05`; a float keeps its point or exponent, so that it is read back as a float.
    """
    if isinstance(value, int | np.integer):
        return str(int(value))
    if isinstance(value, np.float32 | np.float16):
        return str(value)
    return repr(float(f"{float(value):.{SIGNIFICANT_DIGITS}g}"))


def _cell(value: object) -> str:
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if value is None or value is pd.NA or (isinstance(value, float | np.floating) and np.isnan(value)):
        return ""
    if isinstance(value, int | float | np.number):
        return number_text(value)
    return safe_cell(str(value))


def _one_line(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)
