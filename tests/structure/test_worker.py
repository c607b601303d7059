"""What goes between a folding process and its parent."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from rbpviz.structure.codec import decode_structure
from rbpviz.structure.folding import FoldOptions, fold
from rbpviz.structure.worker import answer, decode_reply, encode_request, read_message, write_message
from tests.structure.samples import random_sequences, same

OPTIONS = FoldOptions(probabilities="none")


def test_messages_come_back_whole() -> None:
    stream = io.BytesIO()
    for parts in ((b"a", b"bc"), (b"",), (b"x" * 100_000,)):
        write_message(stream, *parts)
    stream.seek(0)
    assert [read_message(stream) for _ in range(3)] == [b"abc", b"", b"x" * 100_000]
    with pytest.raises(EOFError):
        read_message(stream)
    with pytest.raises(EOFError):
        read_message(io.BytesIO(b"\x05\0\0\0abc"))


def test_an_answer_holds_the_folds() -> None:
    sequences = random_sequences(3, 50)
    payloads, error = decode_reply(answer(encode_request(sequences, FoldOptions())))
    assert error is None
    for sequence, payload in zip(sequences, payloads, strict=True):
        assert same(decode_structure(payload, sequence, FoldOptions()), fold(sequence))


def test_an_answer_stops_at_what_fails() -> None:
    payloads, error = decode_reply(answer(encode_request(["GGGGAAAACCCC", "ACX", "ACGU"], OPTIONS)))
    assert len(payloads) == 1
    assert error == "Got 'X' at position 3 to fold; expected A, C, G, U (or T) or N."


def test_a_worker_imports_neither_torch_nor_streamlit_and_ends_with_its_input() -> None:
    code = "import rbpviz.structure.worker as w, sys, json; w.main(); sys.stderr.write(json.dumps(sorted(sys.modules)))"
    request = io.BytesIO()
    write_message(request, encode_request(["GGGGAAAACCCC"], OPTIONS))
    done = subprocess.run(
        [sys.executable, "-c", code], input=request.getvalue(), capture_output=True, cwd=Path(__file__).parents[2], timeout=60, check=True
    )
    payloads, _ = decode_reply(read_message(io.BytesIO(done.stdout)))
    assert decode_structure(payloads[0], "GGGGAAAACCCC", OPTIONS).dot_bracket == "((((....))))"
    assert {"torch", "streamlit", "pandas", "scipy"} & set(json.loads(done.stderr)) == set()
