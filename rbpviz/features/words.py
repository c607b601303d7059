"""RNA as words of three letters, of bases and of structural contexts (section 3 of the DeepRKE specification).

Every combination of letters has its own word, those with N too, so that no word is ever unknown and no position is ever dropped.
"""

import numpy as np

from rbpviz.features.encoding import encode_bases

WORD = 3
"""Letters of a word; words overlap by all but one."""
CONTEXTS = "FHIMSTN"
"""Letters of structural contexts, with N for padding (see `rbpviz.structure.elements.context_letters`)."""
SEQUENCE_WORDS = 5**WORD
STRUCTURE_WORDS = len(CONTEXTS) ** WORD
SEQUENCE_PADDING, STRUCTURE_PADDING = SEQUENCE_WORDS - 1, STRUCTURE_WORDS - 1
"""The words NNN."""
_CONTEXT_CODES = np.full(256, len(CONTEXTS) - 1, dtype=np.uint8)
for _index, _letter in enumerate(CONTEXTS):
    _CONTEXT_CODES[ord(_letter)] = _index


def encode_contexts(letters: str) -> np.ndarray:
    """Return the code of each structural context, uint8, shape (length,); anything foreign is N."""
    return _CONTEXT_CODES[np.frombuffer(letters.encode("ascii", "replace"), dtype=np.uint8)]


def sequence_words(sequence: str, width: int) -> np.ndarray:
    """Return the words of a sequence that is padded with N on its right.

    Parameters
    ----------
    sequence : str
        Upper-case `ACGUN`, at most `width` long.
    width : int
        Padded length, nt.

    Returns
    -------
    ndarray of int64, shape (width - 2,)
    """
    return words(encode_bases(sequence), width, letters=5)


def structure_words(contexts: str, width: int) -> np.ndarray:
    """Return the words of structural contexts that are padded with N on their right, int64, shape (width - 2,)."""
    return words(encode_contexts(contexts), width, letters=len(CONTEXTS))


def words(codes: np.ndarray, width: int, *, letters: int) -> np.ndarray:
    """Return the number that each three letters spell, the first one most significant.

    Parameters
    ----------
    codes : ndarray of uint8, shape (length,)
        Codes of letters, the last letter being N.
    width : int
        Padded length.
    letters : int
        Size of the alphabet.

    Returns
    -------
    ndarray of int64, shape (width - 2,)
    """
    padded = np.full(width, letters - 1, dtype=np.int64)
    padded[: len(codes)] = codes
    return (padded[:-2] * letters + padded[1:-1]) * letters + padded[2:]
