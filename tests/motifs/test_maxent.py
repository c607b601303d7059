"""MaxEntScan: the published scores, a whole gene against its windows, and damaged tables."""

import gzip
import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from rbpviz.errors import DataSetError, InvalidOptionError
from rbpviz.features.encoding import encode_bases
from rbpviz.motifs.maxent import MaxEntTables, read_maxent

SIZES = [4**7, *[4**7] * 5, 4**3, 4**4, 4**3, 4**4]
NAMES = ["me2x5.gz", *(f"me2x3acc{k}.gz" for k in range(1, 10))]
BACKGROUND = {"A": 0.27, "C": 0.23, "G": 0.23, "U": 0.27}


def random_tables(*, seed: int) -> MaxEntTables:
    rng = np.random.default_rng(seed)
    donor, *acceptor = (rng.normal(size=size) for size in SIZES)
    return MaxEntTables(donor, tuple(acceptor))


def entry(table: np.ndarray, letters: str) -> float:
    return float(table[int("".join(str("ACGU".index(letter)) for letter in letters), 4)])


def donor_by_hand(tables: MaxEntTables, s: str) -> float:
    """Score nine bases, three of them exonic."""
    first, second = (
        dict(zip("ACGU", (0.0040, 0.0032, 0.9896, 0.0032), strict=True)),
        dict(zip("ACGU", (0.0034, 0.0039, 0.0042, 0.9884), strict=True)),
    )
    pair = math.log(first[s[3]] / BACKGROUND[s[3]] * second[s[4]] / BACKGROUND[s[4]])
    return pair + entry(tables.donor, s[:3] + s[5:])


def acceptor_by_hand(tables: MaxEntTables, s: str) -> float:
    """Score 23 bases, the last three of them exonic."""
    first, second = (
        dict(zip("ACGU", (0.9903, 0.0032, 0.0034, 0.0030), strict=True)),
        dict(zip("ACGU", (0.0027, 0.0037, 0.9905, 0.0030), strict=True)),
    )
    pair = math.log(first[s[18]] / BACKGROUND[s[18]] * second[s[19]] / BACKGROUND[s[19]])
    pieces = [s[0:7], s[7:14], s[14:18] + s[20:23], s[4:11], s[11:18], s[4:7], s[7:11], s[11:14], s[14:18]]
    values = [entry(table, piece) for table, piece in zip(tables.acceptor, pieces, strict=True)]
    return pair + sum(values[:5]) - sum(values[5:])


def random_sequence(length: int, *, seed: int, letters: str = "ACGU") -> str:
    return "".join(np.random.default_rng(seed).choice(list(letters), length))


@pytest.mark.data
@pytest.mark.parametrize(
    ("kind", "sequence", "place", "score"), [("donors", "CAGGTAAGT", 2, 7.52641), ("acceptors", "TTCCAAACGAACTTTTGTAGGGA", 20, 2.00096)]
)
def test_published_scores(benchmark_data: Path, kind: str, sequence: str, place: int, score: float) -> None:
    tables = read_maxent(benchmark_data / "maxent")
    scores = getattr(tables, f"score_{kind}")(encode_bases(sequence.replace("T", "U")))
    assert scores[place] == pytest.approx(score, abs=6e-6)
    assert scores[place] / math.log(2) == pytest.approx({"donors": 10.85831, "acceptors": 2.88677}[kind], abs=6e-6)
    assert np.isneginf(np.delete(scores, place)).all()


@pytest.mark.parametrize(("kind", "hand", "before", "after"), [("donors", donor_by_hand, 2, 6), ("acceptors", acceptor_by_hand, 20, 2)])
def test_a_whole_gene_is_scored_as_its_windows(kind: str, hand: Callable[..., float], before: int, after: int) -> None:
    tables = random_tables(seed=1)
    sequence = random_sequence(120, seed=2)
    sequence = f"{sequence[:70]}N{sequence[71:]}"
    scores = getattr(tables, f"score_{kind}")(encode_bases(sequence))
    assert scores.shape == (120,)
    for place, score in enumerate(scores):
        window = sequence[max(place - before, 0) : place + after + 1]
        if len(window) < before + after + 1 or "N" in window:
            assert score == -math.inf
        else:
            assert score == pytest.approx(hand(tables, window), abs=1e-9)
    assert np.isfinite(scores).sum() == 120 - 2 * (before + after) - 1


@pytest.mark.parametrize("length", [0, 1, 8, 9, 22, 23])
def test_short_sequences_have_no_site(length: int) -> None:
    tables, codes = random_tables(seed=1), encode_bases("A" * length)
    assert np.isfinite(tables.score_donors(codes)).sum() == (max(length - 8, 0))
    assert np.isfinite(tables.score_acceptors(codes)).sum() == (max(length - 22, 0))


def test_bad_codes_are_refused() -> None:
    tables = random_tables(seed=1)
    for codes in (np.zeros((3, 30), np.uint8), np.zeros(30), np.full(30, 5, np.uint8), np.full(30, -1)):
        with pytest.raises(InvalidOptionError, match="numbers from 0 to 4"):
            tables.score_donors(codes)


def write_tables(folder: Path, tables: MaxEntTables) -> None:
    for name, table in zip(NAMES, (tables.donor, *tables.acceptor), strict=True):
        (folder / name).write_bytes(gzip.compress("\n".join(map(repr, np.exp(table).tolist())).encode()))


def test_tables_are_read_as_they_were_written(tmp_path: Path) -> None:
    tables = random_tables(seed=3)
    write_tables(tmp_path, tables)
    back = read_maxent(tmp_path)
    np.testing.assert_allclose(back.donor, tables.donor, atol=1e-12)
    for first, second in zip(back.acceptor, tables.acceptor, strict=True):
        np.testing.assert_allclose(first, second, atol=1e-12)


@pytest.mark.parametrize(
    "content",
    [None, b"1.0 2.0", gzip.compress(b"1.0\n" * 255), gzip.compress(b"1.0\n" * 255 + b"-1\n"), gzip.compress(b"1.0\n" * 255 + b"nan\n"),
     gzip.compress(b"a\n" * 256), gzip.compress(b"1.0\n" * 256)[:-9]],
    ids=["missing", "not gzip", "short", "negative", "nan", "letters", "cut"],
)  # fmt: skip
def test_damaged_tables_are_refused(tmp_path: Path, content: bytes | None) -> None:
    write_tables(tmp_path, random_tables(seed=3))
    (tmp_path / "me2x3acc9.gz").unlink()
    if content is not None:
        (tmp_path / "me2x3acc9.gz").write_bytes(content)
    with pytest.raises(DataSetError, match=r"table 'me2x3acc9.gz'.*expected.*256") as caught:
        read_maxent(tmp_path)
    assert str(caught.value).count("\n") == 0


def test_tables_of_another_size_are_refused() -> None:
    tables = random_tables(seed=1)
    with pytest.raises(DataSetError, match="expected"):
        MaxEntTables(tables.donor[:-1], tables.acceptor)
    with pytest.raises(DataSetError, match="expected"):
        MaxEntTables(tables.donor, tables.acceptor[:-1])
