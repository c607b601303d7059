"""PSAM files are read, written back to the letter, and refused in one sentence when damaged."""

import io
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rbpviz.errors import InvalidOptionError
from rbpviz.motifs.psam import Psam, PsamSet, read_psam, read_psam_folder, write_psam

GOOD = """# ModelSetParams with 2 PSAMs
# PSAM 0
PSAM  A0=0.06 n=2 acc_k=11 acc_shift=-1 acc_scale=0.1
#\tA\tC\tG\tU\tconsensus
   1.00000\t   0.00000\t   0.07482\t   0.00015\tA
   0.82770\t   0.61462\t   0.46619\t   1.00000\tu

# PSAM 1
PSAM  A0=2.5e-06 n=1 acc_k=12 acc_shift=-5 acc_scale=0.0
#\tA\tC\tG\tU\tconsensus
   0.50000\t   1.00000\t   0.33333\t   0.00001\tc
"""
SPEC_COUNTS = {5: 38, 4: 19, 3: 13, 2: 4, 1: 5}
TEN_WIDE = ["DAZAP1", "ELAVL4", "FUS", "HNRNPA2B1", "PABPN1L", "RBM23", "SRSF11", "SRSF4", "TAF15"]


def affinities() -> st.SearchStrategy[np.ndarray]:
    """Return matrices with numbers in [0, 1] whose rows have a 1."""
    numbers = st.one_of(st.floats(0, 1), st.integers(0, 100_000).map(lambda n: n / 100_000))
    shapes = st.tuples(st.integers(1, 14), st.just(4))
    return arrays(float, shapes, elements=numbers).map(lambda m: np.where(m == m.max(axis=1, keepdims=True), 1.0, m))


def psams() -> st.SearchStrategy[Psam]:
    finite = st.floats(-1e6, 1e6)
    return st.builds(Psam, affinities(), st.floats(1e-12, 1e9), st.integers(0, 30), st.integers(-30, 30), finite)


def written(matrices: list[Psam] | tuple[Psam, ...]) -> str:
    stream = io.StringIO()
    write_psam(matrices, stream)
    return stream.getvalue()


@settings(deadline=None)
@given(st.lists(psams(), min_size=1, max_size=4))
def test_round_trip_is_exact(matrices: list[Psam]) -> None:
    text = written(matrices)
    back = read_psam(text)
    assert len(back) == len(matrices)
    for first, second in zip(matrices, back, strict=True):
        assert (first.matrix == second.matrix).all()
        assert (first.affinity, first.acc_k, first.acc_shift) == (second.affinity, second.acc_k, second.acc_shift)
        assert first.acc_scale == second.acc_scale
    assert written(back) == text


def test_reads_every_field() -> None:
    first, second = read_psam(GOOD.replace("\n", "\r\n"))
    np.testing.assert_array_equal(first.matrix, [[1, 0, 0.07482, 0.00015], [0.8277, 0.61462, 0.46619, 1]])
    assert (first.affinity, first.acc_k, first.acc_shift, first.acc_scale, first.width) == (0.06, 11, -1, 0.1, 2)
    assert (second.affinity, len(second), second.offset) == (2.5e-6, 1, 0)
    assert written((first, second)) == GOOD


def test_the_fields_that_are_not_used_may_lack() -> None:
    text = "PSAM A0=1 n=1\n1 .5 0 0\n"
    (psam,) = read_psam(text)
    assert (psam.affinity, psam.acc_k, psam.acc_shift, psam.acc_scale) == (1, 0, 0, 0)


def test_a_matrix_cannot_be_changed() -> None:
    given_matrix = np.eye(4)
    psam = Psam(given_matrix, 1.0)
    with pytest.raises(ValueError, match="read-only"):
        psam.matrix[0, 0] = 0
    given_matrix[:] = 7
    assert psam.matrix.max() == 1


@pytest.mark.parametrize(("width", "offset"), [(11, 5), (10, 4), (2, 0), (1, 0)])
def test_the_attributed_row_is_left_of_the_middle(width: int, offset: int) -> None:
    assert Psam(np.ones((width, 4)), 1.0).offset == offset


def test_becomes_a_motif() -> None:
    motif = read_psam(GOOD)[0].as_motif("x 1")
    assert (motif.name, motif.kind, motif.consensus()) == ("x 1", "affinity", "AU")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("# ModelSetParams with 2 PSAMs", "hello", "file.txt, line 1: got 'hello'; expected comments"),
        ("with 2 PSAMs", "with 3 PSAMs", "line 1: got 2 PSAMs in the file; expected 3"),
        ("A0=0.06 ", "", "line 3: got a PSAM line without A0="),
        ("A0=0.06", "A0=nan", "line 3: got A0=nan; expected a number"),
        ("A0=0.06", "A0=1e999", "line 3: got A0=1e999; expected a number"),
        ("A0=0.06", "A0=-0.06", "line 3: got A0=-0.06; expected an affinity above 0"),
        ("A0=0.06", "A0=0", "line 3: got A0=0; expected an affinity above 0"),
        ("n=2 ", "", "line 3: got a PSAM line without n="),
        ("n=2", "n=2.5", "line 3: got n=2.5; expected a whole number"),
        ("n=2", "n=3", "line 3: got 2 rows below this line; expected n=3"),
        ("acc_k=11", "acc_k=x", "line 3: got acc_k=x; expected a number"),
        ("A\tC\tG\tU\tconsensus", "A\tG\tC\tU\tconsensus", "line 4: got the columns A G C U; expected A C G U"),
        ("\t   0.00015\tA", "\tA", "line 5: got .*; expected four numbers and a consensus letter"),
        ("0.00015\tA", "0.00015\t0.5", "line 5: got .*; expected four numbers and a consensus letter"),
        ("0.07482", "inf", "line 5: got .*; expected four numbers"),
        ("0.07482", "1.07482", "line 5: got the affinities .*; expected numbers from 0 to 1"),
        ("0.07482", "-0.1", "line 5: got the affinities .*; expected numbers from 0 to 1"),
        ("   1.00000\t   0.00000\t", "   0.90000\t   0.00000\t", "line 5: .* of which the largest is 1"),
        ("   0.82770\t   0.61462\t   0.46619\t   1.00000\tu\n", "", "line 3: got 1 rows below this line; expected n=2"),
    ],
)
def test_damaged_files_give_one_sentence(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in GOOD
    path = tmp_path / "file.txt"
    path.write_text(GOOD.replace(old, new))
    with pytest.raises(InvalidOptionError, match=message) as caught:
        read_psam(path)
    assert str(caught.value).count("\n") == 0
    assert str(caught.value).startswith("file.txt, line ")


@pytest.mark.parametrize("text", ["", "\n\n", "# ModelSetParams with 1 PSAMs\n"])
def test_a_file_without_a_matrix_is_refused(text: str) -> None:
    with pytest.raises(InvalidOptionError, match="PSAM text, line [12]: got no PSAM; expected at least one"):
        read_psam(text)


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidOptionError, match="Could not read 'none.txt' .*; expected a PSAM file"):
        read_psam(tmp_path / "none.txt")
    (tmp_path / "noise.txt").write_bytes(b"\xff\xfe\x80")
    with pytest.raises(InvalidOptionError, match="Could not read 'noise.txt' .it is not UTF-8 text"):
        read_psam(tmp_path / "noise.txt")


@settings(deadline=None)
@given(st.text(max_size=300), st.integers(0, len(GOOD)))
def test_any_text_is_read_or_refused(text: str, at: int) -> None:
    for content in (text, GOOD + text, GOOD[:at] + text[:3] + GOOD[at:], GOOD[:at]):
        with suppress(InvalidOptionError):
            for psam in read_psam(content):
                assert psam.affinity > 0
                assert np.allclose(psam.matrix.max(axis=1), 1, atol=1e-4)


@pytest.mark.parametrize(
    ("matrix", "affinity"),
    [(np.ones((0, 4)), 1), (np.ones((3, 5)), 1), (np.full((2, 4), 0.5), 1), (np.eye(4) * 2, 1), (np.eye(4), 0), (np.eye(4), np.nan),
     (np.where(np.eye(4), 1, -1), 1), (np.where(np.eye(4), 1, np.nan), 1)],
)  # fmt: skip
def test_bad_matrices_are_refused(matrix: np.ndarray, affinity: float) -> None:
    with pytest.raises(InvalidOptionError, match="expected"):
        Psam(matrix, affinity)


def test_bad_sets_are_refused() -> None:
    group = read_psam(GOOD)
    for names, groups in (((), ()), (("a",), ()), (("a", "a"), (group, group)), (("a",), ((),)), (("a\nb",), (group,)), ((" ",), (group,))):
        with pytest.raises(InvalidOptionError, match="expected"):
            PsamSet(names, groups)


def test_a_folder_is_read_in_alphabetical_order(tmp_path: Path) -> None:
    with pytest.raises(InvalidOptionError, match=r"without a \*.txt file"):
        read_psam_folder(tmp_path)
    for name in ("RBM4B.txt", "RBM4.txt", "RBM41.txt", "A.txt", ".hidden.txt", "notes.md"):
        (tmp_path / name).write_text(GOOD if name.endswith("txt") and not name.startswith(".") else "?")
    found = read_psam_folder(tmp_path)
    assert found.names == ("A", "RBM4", "RBM41", "RBM4B")
    assert (len(found), found.n_psams, len(found["RBM4"])) == (4, 8, 2)
    with pytest.raises(InvalidOptionError, match="Got the protein 'B'"):
        found["B"]


def test_nothing_to_write_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidOptionError, match="no PSAM to write"):
        write_psam([], tmp_path / "a.txt")
    write_psam(read_psam(GOOD), tmp_path / "a.txt")
    assert (tmp_path / "a.txt").read_bytes() == GOOD.encode()


@pytest.mark.data
def test_reads_the_79_proteins(benchmark_data: Path) -> None:
    found = read_psam_folder(benchmark_data / "rbns_psams")
    assert (len(found), found.n_psams) == (79, 318)
    assert (found.names[0], found.names[18], found.names[-1]) == ("A1CF", "HNRNPCL1", "ZNF326")
    sizes = [len(group) for group in found.psams]
    assert {size: sizes.count(size) for size in sizes} == SPEC_COUNTS
    widths = {name: {len(psam) for psam in found[name]} for name in found.names}
    assert [name for name in found.names if widths[name] == {10}] == TEN_WIDE
    assert sum(len(psam) == 11 for group in found.psams for psam in group) == 293
    assert all((psam.matrix.max(axis=1) == 1).all() for group in found.psams for psam in group)


@pytest.mark.data
def test_writes_the_79_files_as_they_are(benchmark_data: Path) -> None:
    for path in sorted((benchmark_data / "rbns_psams").glob("*.txt")):
        assert written(read_psam(path)) == path.read_text(), path.name
