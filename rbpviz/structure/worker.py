"""A folding process: reads sequences from its standard input, writes encoded structures to its standard output, until the input ends.

It is started by `pool` and imports nothing but what folding needs. A message is its length (uint32, little-endian) and as many bytes:
JSON `{"options": ..., "sequences": [...]}` one way; the other way JSON `{"sizes": [...], "error": ...}` with a length of its own, then
the structures, one after another.
"""

import contextlib
import json
import os
import signal
import struct
from dataclasses import asdict
from typing import IO

from rbpviz.errors import RbpvizError
from rbpviz.structure.codec import encode_structure
from rbpviz.structure.folding import FoldOptions, fold

_LENGTH = struct.Struct("<I")


def write_message(stream: "IO[bytes]", *parts: bytes) -> None:
    """Write one message that consists of these parts."""
    stream.write(_LENGTH.pack(sum(map(len, parts))) + b"".join(parts))
    stream.flush()


def read_message(stream: "IO[bytes]") -> bytes:
    """Read one message.

    Raises
    ------
    EOFError
        When the other side is gone.
    """
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    body = stream.read(_LENGTH.unpack(head)[0])
    if len(body) < _LENGTH.unpack(head)[0]:
        raise EOFError
    return body


def encode_request(sequences: list[str], options: FoldOptions) -> bytes:
    """Return the message that asks for these folds."""
    return json.dumps({"options": asdict(options), "sequences": sequences}).encode()


def decode_reply(message: bytes) -> tuple[list[bytes], str | None]:
    """Return the encoded structures of a reply and, where folding stopped early, the sentence why."""
    (size,) = _LENGTH.unpack_from(message)
    place = _LENGTH.size + size
    head = json.loads(message[_LENGTH.size : place])
    payloads = []
    for length in head["sizes"]:
        payloads.append(message[place : place + length])
        place += length
    return payloads, head["error"]


def answer(request: bytes) -> bytes:
    """Fold what a request asks for, up to the first sequence that fails, and return the reply."""
    asked = json.loads(request)
    options = FoldOptions(**asked["options"])
    payloads: list[bytes] = []
    error = None
    for sequence in asked["sequences"]:
        try:
            payloads.append(encode_structure(fold(sequence, options)))
        except RbpvizError as failure:
            error = str(failure)
            break
        except MemoryError:
            error = f"Folding {len(sequence):,} nt ran out of memory; cut the sequence."
            break
    head = json.dumps({"sizes": [len(payload) for payload in payloads], "error": error}).encode()
    return _LENGTH.pack(len(head)) + head + b"".join(payloads)


def main() -> None:
    """Answer requests until standard input ends. What anything prints goes to standard error, so that it cannot garble an answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    requests = os.fdopen(os.dup(0), "rb")
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            write_message(replies, answer(read_message(requests)))
