"""A structure as a few kilobytes, for the cache on disk and the pipes of worker processes.

Layout, little-endian: version, content bits, energy (float64), number of pairs (uint32), then zlib of: dot-bracket letters, pairs that
start at each base (uint16), distance of each pair (uint16, or uint32 when wide), probabilities (float16). What follows from sequence and
options is not stored.
"""

import struct
import zlib

import numpy as np

from rbpviz.results.structures import PairProbabilities, Structure
from rbpviz.structure.folding import FoldOptions, assemble

CODEC_VERSION = 1
_HEADER = struct.Struct("<BBdI")
_HAS_MFE, _HAS_PAIRS, _WIDE = 1, 2, 4


def encode_structure(structure: Structure) -> bytes:
    """Return a structure as bytes; its sequence and options are not in them."""
    content, parts, n_pairs = 0, [], 0
    if structure.dot_bracket is not None:
        content |= _HAS_MFE
        parts.append(structure.dot_bracket.encode("ascii"))
    pairs = structure.pairs
    if pairs is not None:
        content |= _HAS_PAIRS
        n_pairs = len(pairs.left)
        distance = pairs.right - pairs.left
        wide = n_pairs > 0 and int(distance.max()) > np.iinfo(np.uint16).max
        content |= _WIDE if wide else 0
        parts.append(np.bincount(pairs.left, minlength=pairs.length).astype("<u2").tobytes())
        parts.append(distance.astype("<u4" if wide else "<u2").tobytes())
        parts.append(pairs.probability.astype("<f2").tobytes())
    energy = 0.0 if structure.energy is None else structure.energy
    return _HEADER.pack(CODEC_VERSION, content, energy, n_pairs) + zlib.compress(b"".join(parts), 1)


def decode_structure(payload: bytes, sequence: str, options: FoldOptions) -> Structure:
    """Return the structure that `encode_structure` wrote.

    Parameters
    ----------
    payload : bytes
        What was written.
    sequence : str
        Upper-case `ACGUN`, the folded sequence.
    options : FoldOptions
        What was computed.

    Raises
    ------
    ValueError
        When the bytes are damaged or belong to another sequence or other options.
    """
    try:
        version, content, energy, n_pairs = _HEADER.unpack_from(payload)
        body = zlib.decompress(payload[_HEADER.size :])
    except (struct.error, zlib.error) as error:
        raise ValueError(f"damaged payload: {error}") from error
    length = len(sequence)
    expected = (_HAS_MFE if options.mfe else 0) | (_HAS_PAIRS if options.probabilities != "none" else 0)
    distance_type = np.dtype("<u4" if content & _WIDE else "<u2")
    size = (length if options.mfe else 0) + ((2 * length + n_pairs * (distance_type.itemsize + 2)) if content & _HAS_PAIRS else 0)
    if version != CODEC_VERSION or content & ~_WIDE != expected or len(body) != size:
        raise ValueError("payload of another version, sequence or other options")
    dot_bracket, pairs = None, None
    if options.mfe:
        dot_bracket, body = body[:length].decode("ascii", "replace"), body[length:]
    if options.probabilities != "none":
        counts = np.frombuffer(body, "<u2", length)
        if int(counts.sum()) != n_pairs:
            raise ValueError("damaged payload: numbers of pairs disagree")
        left = np.repeat(np.arange(length, dtype=np.int32), counts)
        right = left + np.frombuffer(body, distance_type, n_pairs, 2 * length).astype(np.int32)
        probability = np.frombuffer(body, "<f2", n_pairs, 2 * length + n_pairs * distance_type.itemsize).astype(np.float32)
        pairs = PairProbabilities(left, right, probability, length, options.cutoff)
    return assemble(sequence, options, dot_bracket=dot_bracket, energy=energy if options.mfe else None, pairs=pairs)
