"""Motifs as MEME minimal text, RNA letters out, RNA or DNA letters in."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TextIO

import numpy as np

from rbpviz.errors import InvalidOptionError
from rbpviz.results.motifs import Motif

_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_HEADER = re.compile(r"^\s*letter-probability\s+matrix\s*:(.*)$", re.IGNORECASE)
_TOLERANCE = 0.02
_DIGITS = 8


def write_meme(motifs: Sequence[Motif], target: Path | str | TextIO, *, background: Sequence[float] = (0.25, 0.25, 0.25, 0.25)) -> None:
    """Write motifs in MEME minimal format with the alphabet `ACGU`.

    Parameters
    ----------
    motifs : sequence of Motif
        Probability matrices, or affinities, which are divided by their row's sum. A source is not part of the format and is not written;
        a name of several words is written as an id and one alternative name, as MEME has them.
    target : path or text stream
        Where to write.
    background : sequence of float, default uniform
        Frequencies of A, C, G, U; sum 1.

    Raises
    ------
    InvalidOptionError
        If a matrix holds negative or empty rows, or the background is not four frequencies.
    OSError
        If the file cannot be written.
    """
    if len(background) != 4 or min(background) < 0 or abs(sum(background) - 1) > 1e-6:
        raise InvalidOptionError(f"Got the background {tuple(background)}; expected four frequencies of A, C, G, U that sum to 1.")
    frequencies = " ".join(f"{letter} {value:.6f}" for letter, value in zip("ACGU", background, strict=True))
    head = f"MEME version 4\n\nALPHABET= ACGU\n\nBackground letter frequencies\n{frequencies}\n"
    text = head + "".join(_motif_text(motif) for motif in motifs)
    if isinstance(target, str | Path):
        Path(target).write_text(text, encoding="utf-8", newline="\n")
    else:
        target.write(text)


def _motif_text(motif: Motif) -> str:
    sums = motif.matrix.sum(axis=1, keepdims=True)
    if motif.kind == "contribution" or not np.isfinite(motif.matrix).all() or (motif.matrix < 0).any() or (sums <= 0).any():
        raise InvalidOptionError(
            f"Motif {motif.name!r} is not a probability or affinity matrix; expected rows of numbers >= 0 with a sum above 0."
        )
    name = " ".join("".join(letter if letter.isprintable() else " " for letter in motif.name).split(maxsplit=1))
    identifier, _, alternative = (name or "motif").partition(" ")
    name = f"{identifier} {'_'.join(alternative.split())}".rstrip()
    header = f"letter-probability matrix: alength= 4 w= {len(motif)} nsites= {motif.n_sites} E= 0"
    rows = [" ".join(f"{value:.{_DIGITS}f}" for value in row) for row in motif.matrix / sums]
    return "\n".join(["", f"MOTIF {name}", "", header, *rows, ""])


def read_meme(text: str) -> list[Motif]:
    """Read motifs from MEME minimal (or full) text.

    Parameters
    ----------
    text : str
        Content of a file with the alphabet `ACGU` or `ACGT`; without an alphabet line DNA is taken, as MEME does. T is read as U.

    Returns
    -------
    list of Motif
        Names are the words after `MOTIF`, joined by a space. `source` says how the letters were read and, where the file
        names one, the address of the motif. Rows are scaled to the sum 1.

    Raises
    ------
    InvalidOptionError
        If the text is not MEME, has no motif, or a motif is damaged; the message names motif and line.
    """
    lines = text.lstrip("\ufeff").splitlines()
    version = next((i for i, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#")), None)
    if version is None or not re.match(r"\s*MEME version\s+\d", lines[version]):
        raise InvalidOptionError("Got text without a 'MEME version' line at its head; expected a motif file in MEME format.")
    source = _alphabet(lines)
    motifs = list(_motifs(lines, source))
    if not motifs:
        raise InvalidOptionError("Got a MEME file without a motif; expected at least one 'MOTIF' line with a letter-probability matrix.")
    return motifs


def _alphabet(lines: list[str]) -> str:
    for number, line in enumerate(lines, start=1):
        found = re.match(r"\s*ALPHABET\s*=\s*(\S+)\s*$", line)
        if found:
            letters = found.group(1).upper()
            if letters not in ("ACGU", "ACGT"):
                raise InvalidOptionError(
                    f"Got the alphabet {letters[:30]!r} on line {number} of a MEME file; expected ACGU (RNA) or ACGT (DNA)."
                )
            return "MEME file, RNA letters" if letters == "ACGU" else "MEME file, DNA letters: T read as U"
        if re.match(r"\s*ALPHABET\b", line):
            raise InvalidOptionError(
                f"Got a custom alphabet on line {number} of a MEME file; expected 'ALPHABET= ACGU' or 'ALPHABET= ACGT'."
            )
        if re.match(r"\s*MOTIF\s", line):
            break
    return "MEME file without an alphabet line, read as DNA: T read as U"


def _motifs(lines: list[str], source: str) -> Iterator[Motif]:
    starts = [i for i, line in enumerate(lines) if re.match(r"\s*MOTIF(\s|$)", line)]
    for start, end in pairwise([*starts, len(lines)]):
        name = " ".join(lines[start].split()[1:])
        if not name:
            raise InvalidOptionError(f"Got 'MOTIF' without a name on line {start + 1} of a MEME file; expected 'MOTIF name'.")
        header = next((i for i in range(start + 1, end) if _HEADER.match(lines[i])), None)
        if header is None:
            raise InvalidOptionError(
                f"Motif {name!r} (line {start + 1}) has no letter-probability matrix; expected one before the next motif."
            )
        address = next((line.split(None, 1)[1].strip() for line in lines[header:end] if re.match(r"\s*URL\s+\S", line)), "")
        yield _matrix(lines, header, end, name, f"{source}; {address}" if address else source)


def _matrix(lines: list[str], header: int, end: int, name: str, source: str) -> Motif:
    keys = dict(re.findall(rf"(\w+)\s*=\s*({_NUMBER})", _HEADER.sub(r"\1", lines[header])))
    if float(keys.get("alength", 4)) != 4:
        raise InvalidOptionError(f"Motif {name!r} (line {header + 1}) has alength= {keys['alength']}; expected 4.")
    rows: list[list[float]] = []
    for number in range(header + 1, end):
        line = lines[number].strip()
        if not line and not rows:
            continue
        if not re.match(r"[-+.\d]|nan|inf", line, re.IGNORECASE):
            break
        rows.append(_row(line, name, number + 1))
    if "w" in keys and int(float(keys["w"])) != len(rows):
        raise InvalidOptionError(
            f"Motif {name!r} (line {header + 1}) has {len(rows)} rows; expected w= {keys['w']}: the file may be cut off."
        )
    if not rows:
        raise InvalidOptionError(f"Motif {name!r} (line {header + 1}) has no rows; expected one of four numbers for each position.")
    matrix = np.array(rows, dtype=np.float64)
    return Motif(name, matrix / matrix.sum(axis=1, keepdims=True), "probability", round(float(keys.get("nsites", 0))), source)


def _row(line: str, name: str, number: int) -> list[float]:
    words = line.split()
    if len(words) != 4 or not all(re.fullmatch(_NUMBER, word) for word in words):
        raise InvalidOptionError(f"Motif {name!r} has {line[:60]!r} on line {number}; expected four numbers.")
    values = [float(word) for word in words]
    if min(values) < 0 or abs(sum(values) - 1) > _TOLERANCE:
        raise InvalidOptionError(
            f"Motif {name!r} has a row with the sum {sum(values):.4g} on line {number}; expected probabilities that sum to 1."
        )
    return values
