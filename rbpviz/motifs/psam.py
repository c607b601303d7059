"""Position-specific affinity matrices (PSAMs) of RNA-binding proteins, and the text format of RBPamp in which they come.

Only containers, reading and writing; scanning is in `rbpviz.motifs.psam_scan`.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import NoReturn, TextIO

import numpy as np

from rbpviz.errors import InvalidOptionError
from rbpviz.results.motifs import Motif

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_COUNT = re.compile(r"#\s*ModelSetParams with (\d{1,6}) PSAMs?\s*$")
_COLUMNS = re.compile(r"#(?:\s+[A-Za-z]){4}(?:\s+consensus)?\s*$")
_LETTERS = [[], *([letter] for letter in "ACGUTNacgutn")]
_TOLERANCE = 1e-4


@dataclass(frozen=True, slots=True, eq=False)
class Psam:
    """Relative affinities of one binding mode over `w` positions.

    Parameters
    ----------
    matrix : ndarray of float64, shape (w, 4)
        Relative affinity of A, C, G, U at each position, in [0, 1]; the best base of each row has 1. Kept as a read-only copy.
    affinity : float
        Absolute affinity `A0` (arbitrary units, comparable within one protein); above 0.
    acc_k, acc_shift : int, default 0
        Width and place of the stretch whose accessibility RBPamp used. Kept for the round trip, used nowhere.
    acc_scale : float, default 0.0
        Weight of that accessibility. Kept for the round trip, used nowhere.

    Raises
    ------
    InvalidOptionError
        If the matrix or the affinity is not of that kind.
    """

    matrix: np.ndarray
    affinity: float
    acc_k: int = 0
    acc_shift: int = 0
    acc_scale: float = 0.0

    def __post_init__(self) -> None:
        matrix = np.array(self.matrix, dtype=np.float64)
        if matrix.ndim != 2 or matrix.shape[1] != 4 or not len(matrix):
            raise InvalidOptionError(f"Got a PSAM of shape {matrix.shape}; expected (w, 4) with w of at least 1.")
        if not ((matrix >= 0).all() and np.allclose(matrix.max(axis=1), 1, rtol=0, atol=_TOLERANCE)):
            raise InvalidOptionError(
                "Got a PSAM with affinities outside 0 to 1 or a row without 1; expected the best base of each row at 1."
            )
        if not (math.isfinite(self.affinity) and self.affinity > 0):
            raise InvalidOptionError(f"Got a PSAM with the affinity {self.affinity}; expected a number above 0.")
        matrix.flags.writeable = False
        object.__setattr__(self, "matrix", matrix)

    def __len__(self) -> int:
        return self.matrix.shape[0]

    @property
    def width(self) -> int:
        """Return the number of positions."""
        return len(self)

    @property
    def offset(self) -> int:
        """Return the row whose base a match is attributed to: the middle, or left of it where the width is even."""
        return (len(self) - 1) // 2

    def as_motif(self, name: str) -> Motif:
        """Return the matrix as a motif of kind "affinity" with a name of the caller's choice."""
        return Motif(name, self.matrix, "affinity", source="PSAM fitted to RNA Bind-n-Seq")


@dataclass(frozen=True, slots=True, eq=False)
class PsamSet:
    """The PSAMs of several proteins.

    Parameters
    ----------
    names : tuple of str
        Proteins in channel order, each once.
    psams : tuple of tuple of Psam
        The matrices of each protein, at least one.

    Raises
    ------
    InvalidOptionError
        If a name comes twice or is not printable, a protein has no matrix, or there is no protein.
    """

    names: tuple[str, ...]
    psams: tuple[tuple[Psam, ...], ...]

    def __post_init__(self) -> None:
        if not self.names or len(self.names) != len(self.psams):
            raise InvalidOptionError(
                f"Got {len(self.names)} names and {len(self.psams)} groups of PSAMs; expected as many of both, at least one."
            )
        twice = next((name for name in self.names if self.names.count(name) > 1), None)
        if twice is not None:
            raise InvalidOptionError(f"Got the protein {twice!r} more than once; expected each name once.")
        strange = next((name for name in self.names if not name.strip() or not name.isprintable()), None)
        if strange is not None:
            raise InvalidOptionError(f"Got the protein name {strange!r}; expected printable characters.")
        empty = next((name for name, group in zip(self.names, self.psams, strict=True) if not group), None)
        if empty is not None:
            raise InvalidOptionError(f"Got the protein {empty!r} without a PSAM; expected at least one for each.")

    def __len__(self) -> int:
        return len(self.names)

    def __getitem__(self, name: str) -> tuple[Psam, ...]:
        if name not in self.names:
            raise InvalidOptionError(f"Got the protein {name!r}; expected one of the {len(self)} in this set, such as {self.names[0]!r}.")
        return self.psams[self.names.index(name)]

    @property
    def n_psams(self) -> int:
        """Return the number of matrices of all proteins together."""
        return sum(map(len, self.psams))


def read_psam_folder(folder: Path | str) -> PsamSet:
    """Read a folder with one PSAM file for each protein.

    Parameters
    ----------
    folder : path
        Every `*.txt` in it is read; its name without the ending is the protein's name. Hidden files are left out.

    Returns
    -------
    PsamSet
        Proteins in alphabetical order.

    Raises
    ------
    InvalidOptionError
        If there is no such file, or one is damaged; the sentence names file and line.
    """
    paths = sorted((path for path in Path(folder).glob("*.txt") if not path.name.startswith(".")), key=lambda path: path.stem)
    if not paths:
        raise InvalidOptionError(f"Got the folder {str(folder)!r} without a *.txt file; expected one PSAM file for each protein.")
    return PsamSet(tuple(path.stem for path in paths), tuple(map(read_psam, paths)))


def read_psam(source: Path | str, *, name: str = "") -> tuple[Psam, ...]:
    """Read the PSAMs of one protein from a file or from text in RBPamp's format.

    Parameters
    ----------
    source : Path or str
        A `Path` is read as a file; a string is the content itself.
    name : str, default ""
        How errors call the source; the file's name where it is empty.

    Returns
    -------
    tuple of Psam
        In the order of the file, at least one.

    Raises
    ------
    InvalidOptionError
        If the file cannot be read, holds no PSAM or a damaged one; one sentence with file, line, what was got and what is expected.
    """
    if isinstance(source, Path):
        name = name or source.name
        try:
            source = source.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
            raise InvalidOptionError(f"Could not read {name!r} ({reason}); expected a PSAM file in RBPamp's text format.") from error
    return _Text(name or "PSAM text", source.lstrip("\ufeff").splitlines()).psams()


@dataclass(frozen=True, slots=True)
class _Text:
    """The lines of one file, and the sentences about them."""

    name: str
    lines: list[str]

    def psams(self) -> tuple[Psam, ...]:
        starts = [number for number, line in enumerate(self.lines) if line.split()[:1] == ["PSAM"]]
        for number, line in enumerate(self.lines[: starts[0] if starts else None]):
            if line.strip() and not line.lstrip().startswith("#"):
                self.refuse(number, repr(line.strip()[:60]), "comments and then a line 'PSAM A0=... n=...'")
        if not starts:
            self.refuse(len(self.lines) - 1, "no PSAM", "at least one line 'PSAM A0=... n=...' with its matrix")
        self._check_comments(len(starts))
        return tuple(self._psam(start, end) for start, end in pairwise([*starts, len(self.lines)]))

    def _check_comments(self, found: int) -> None:
        for number, line in enumerate(self.lines):
            count = _COUNT.match(line.strip())
            if count and int(count[1]) != found:
                self.refuse(number, f"{found} PSAMs in the file", f"{count[1]}, as this line says: the file may be cut off")
            if _COLUMNS.match(line.strip()) and "".join(line.split()[1:5]).upper().replace("T", "U") != "ACGU":
                self.refuse(number, f"the columns {' '.join(line.split()[1:5])}", "A C G U")

    def _psam(self, start: int, end: int) -> Psam:
        keys = dict(word.split("=", 1) for word in self.lines[start].split()[1:] if "=" in word)
        affinity = self._value(start, keys, "A0")
        width = self._whole(start, keys, "n")
        if affinity <= 0:
            self.refuse(start, f"A0={keys['A0'][:30]}", "an affinity above 0")
        rows = list(self._rows(start + 1, end))
        if len(rows) != width or not rows:
            self.refuse(start, f"{len(rows)} rows below this line", f"n={width}, at least one: the file may be cut off")
        details = [self._whole(start, {"acc_k": "0", "acc_shift": "0"} | keys, key) for key in ("acc_k", "acc_shift")]
        scale = self._value(start, {"acc_scale": "0"} | keys, "acc_scale")
        return Psam(np.array(rows), affinity, details[0], details[1], scale)

    def _rows(self, start: int, end: int) -> Iterator[list[float]]:
        for number in range(start, end):
            line = self.lines[number].strip()
            if not line or line.startswith("#"):
                continue
            words = line.split()
            if len(words) not in (4, 5) or words[4:] not in _LETTERS or not all(map(_NUMBER.fullmatch, words[:4])):
                self.refuse(number, repr(line[:60]), "four numbers and a consensus letter")
            values = [float(word) for word in words[:4]]
            if not all(0 <= value <= 1 for value in values) or max(values) < 1 - _TOLERANCE:
                self.refuse(number, f"the affinities {' '.join(words[:4])[:60]}", "numbers from 0 to 1 of which the largest is 1")
            yield values

    def _value(self, number: int, keys: dict[str, str], key: str) -> float:
        word = keys.get(key)
        if word is None:
            self.refuse(number, f"a PSAM line without {key}=", "'PSAM A0=... n=...'")
        if not _NUMBER.fullmatch(word) or not math.isfinite(float(word)):
            self.refuse(number, f"{key}={word[:30]}", "a number")
        return float(word)

    def _whole(self, number: int, keys: dict[str, str], key: str) -> int:
        value = self._value(number, keys, key)
        if value != int(value):
            self.refuse(number, f"{key}={keys[key][:30]}", "a whole number")
        return int(value)

    def refuse(self, number: int, got: str, expected: str) -> NoReturn:
        raise InvalidOptionError(f"{self.name}, line {max(number, 0) + 1}: got {got}; expected {expected}.")


def write_psam(psams: Sequence[Psam], target: Path | str | TextIO) -> None:
    """Write the PSAMs of one protein in RBPamp's text format; `read_psam` gives the same numbers back.

    Parameters
    ----------
    psams : sequence of Psam
        At least one.
    target : path or text stream
        Where to write.

    Raises
    ------
    InvalidOptionError
        If there is nothing to write.
    OSError
        If the file cannot be written.
    """
    if not psams:
        raise InvalidOptionError("Got no PSAM to write; expected at least one.")
    text = "\n".join(
        [f"# ModelSetParams with {len(psams)} PSAMs\n{_block(0, psams[0])}", *(_block(i, p) for i, p in enumerate(psams) if i)]
    )
    if isinstance(target, str | Path):
        Path(target).write_text(text, encoding="utf-8", newline="\n")
    else:
        target.write(text)


def _block(index: int, psam: Psam) -> str:
    keys = f"A0={float(psam.affinity)!r} n={len(psam)} acc_k={psam.acc_k} acc_shift={psam.acc_shift} acc_scale={float(psam.acc_scale)!r}"
    rows = ["\t".join([*map(_number, row), _letter(row)]) for row in psam.matrix.tolist()]
    return "\n".join([f"# PSAM {index}", f"PSAM  {keys}", "#\tA\tC\tG\tU\tconsensus", *rows, ""])


def _number(value: float) -> str:
    """Return five decimals where they say it all, else every digit."""
    short = f"{value:10.5f}"
    return short if float(short) == value else repr(value)


def _letter(row: list[float]) -> str:
    """Return the best base, in upper case where it takes at least nine tenths of the row."""
    best = max(row)
    letter = "ACGU"[row.index(best)]
    return letter if best >= 0.9 * sum(row) else letter.lower()
