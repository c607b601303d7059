"""What letters mean: T and U, case, IUPAC codes, and the sentences for letters that mean nothing here."""

import re
from dataclasses import dataclass

from rbpviz.errors import InvalidSequenceError
from rbpviz.types import Flag, Interval

AMBIGUITY_CODES = "RYSWKMBDHVN"
"""IUPAC codes for more than one base; all are read as N."""

WHITESPACE = b" \t\n\r\x0b\x0c"
_INVISIBLE = re.compile("[\\s\u00ad\u200b-\u200f\u2028-\u202f\u2060\ufeff]+")
_VIEWPOINT = re.compile(rb"[a-z]*([A-Z]+)[a-z]*")
_CLEAR_CODES = b"RYSWKMBDHVryswkmbdhv"
_FOREIGN = b"!"
_PROTEIN_LETTERS = "EFIJLOPQXZ"
_HINTS = {
    "-": "take the gaps of the alignment out",
    ".": "take the gaps of the alignment out",
    "~": "take the gaps of the alignment out",
    "*": "a '*' ends a protein; give the RNA or DNA sequence",
    ">": "a header must begin a line of its own",
    "@": "FASTQ is not read; convert it to FASTA",
}


def _translation() -> bytes:
    table = bytearray(_FOREIGN * 256)
    for code in AMBIGUITY_CODES:
        table[ord(code)] = table[ord(code.lower())] = ord("N")
    for source, target in zip("ACGUT", "ACGUU", strict=True):
        table[ord(source)] = table[ord(source.lower())] = ord(target)
    return bytes(table)


_TO_RNA = _translation()


@dataclass(frozen=True, slots=True)
class NormalisedSequence:
    """A sequence in the house's alphabet.

    Parameters
    ----------
    sequence : str
        Upper-case `ACGUN`; may be empty.
    viewpoint : Interval, optional
        The one upper-case stretch inside lower case, 0-based half-open.
    flags : tuple of Flag
        `AMBIGUOUS` and `CASE_IGNORED` where they apply.
    """

    sequence: str
    viewpoint: Interval | None
    flags: tuple[Flag, ...]


def normalise(text: str | bytes, *, subject: str = "The sequence", record_id: str = "") -> NormalisedSequence:
    """Read letters as RNA: T as U, any case, IUPAC codes as N, white space dropped.

    Parameters
    ----------
    text : str or bytes
        Letters as typed, with spaces and line ends if need be.
    subject : str, default "The sequence"
        How an error sentence begins.
    record_id : str, default ""
        Id that an error carries.

    Returns
    -------
    NormalisedSequence
        Upper-case `ACGUN`, the viewpoint told by case, and flags.

    Raises
    ------
    InvalidSequenceError
        For a letter that is no base (named with its 1-based position, white space not counted), or when most letters are ambiguity codes.
    """
    raw = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    letters = raw.translate(None, WHITESPACE)
    rna = letters.translate(_TO_RNA)
    if _FOREIGN in rna:
        letters = _without_invisible(letters)
        rna = letters.translate(_TO_RNA)
        if _FOREIGN in rna:
            raise InvalidSequenceError(_foreign_sentence(letters, subject), record_id=record_id)
    flags: tuple[Flag, ...] = ()
    if b"N" in rna:
        flags = (Flag.AMBIGUOUS,)
        _refuse_mostly_ambiguous(letters, subject, record_id)
    viewpoint, ignored = _viewpoint(letters)
    return NormalisedSequence(rna.decode("ascii"), viewpoint, (*flags, Flag.CASE_IGNORED) if ignored else flags)


def decode_text(raw: bytes) -> str:
    """Return bytes as text: UTF-8, or Latin-1 where they are not UTF-8."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _without_invisible(letters: bytes) -> bytes:
    """Drop Unicode spaces, byte-order marks and zero-width characters."""
    if letters.isascii():
        return letters
    return _INVISIBLE.sub("", decode_text(letters)).encode("utf-8", "surrogatepass")


def _foreign_sentence(letters: bytes, subject: str) -> str:
    """Return the sentence for the first letter that is no base."""
    text = decode_text(letters)
    allowed = "ACGUT" + AMBIGUITY_CODES
    position = next(i for i, letter in enumerate(text) if letter.upper() not in allowed)
    letter = text[position]
    hint = _HINTS.get(letter, "")
    if letter.isdecimal():
        hint = "take the numbers out"
    elif letter.upper() in _PROTEIN_LETTERS:
        hint = "this looks like protein or plain text; give the RNA or DNA sequence"
    found = f"{subject} has {letter!r} at position {position + 1}"
    return f"{found}; expected A, C, G, U (or T) or an IUPAC code" + (f": {hint}." if hint else ".")


def _refuse_mostly_ambiguous(letters: bytes, subject: str, record_id: str) -> None:
    """Refuse a sequence in which codes other than N outnumber the bases: it is text or protein that happens to be spelt in codes."""
    kept = letters.translate(None, _CLEAR_CODES)
    codes = len(letters) - len(kept)
    if codes > len(letters) / 2:
        raise InvalidSequenceError(
            f"{subject} has ambiguity codes for {codes} of its {len(letters)} letters; "
            "expected mostly A, C, G, U (or T): this looks like protein or text.",
            record_id=record_id,
        )


def _viewpoint(letters: bytes) -> tuple[Interval | None, bool]:
    """Return the viewpoint told by case, and whether mixed case says nothing."""
    if letters.isupper() or letters.islower() or not letters:
        return None, False
    match = _VIEWPOINT.fullmatch(letters)
    if match is None:
        return None, True
    return Interval(match.start(1), match.end(1)), False
