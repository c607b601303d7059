"""MEME files are written, read back, and refused in one sentence when damaged."""

import io
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rbpviz.errors import InvalidOptionError
from rbpviz.motifs import read_meme, write_meme
from rbpviz.results.motifs import Motif

GOOD = """MEME version 4

ALPHABET= ACGU

Background letter frequencies
A 0.25 C 0.25 G 0.25 U 0.25

MOTIF m1 QKI

letter-probability matrix: alength= 4 w= 2 nsites= 17 E= 0
 0.1 0.2 0.3 0.4
 1.0 0.0 0.0 0.0

URL http://example.org/m1
"""


def written(motifs: list[Motif], **options: object) -> str:
    stream = io.StringIO()
    write_meme(motifs, stream, **options)  # type: ignore[arg-type]
    return stream.getvalue()


@given(
    st.lists(arrays(float, st.tuples(st.integers(1, 12), st.just(4)), elements=st.floats(0.001, 1)), min_size=1, max_size=4),
    st.integers(0, 10_000),
)
def test_round_trip(matrices: list[np.ndarray], n_sites: int) -> None:
    motifs = [Motif(f"m{i} alt", m / m.sum(axis=1, keepdims=True), n_sites=n_sites) for i, m in enumerate(matrices)]
    back = read_meme(written(motifs))
    assert [(m.name, m.n_sites, m.kind) for m in back] == [(m.name, n_sites, "probability") for m in motifs]
    for first, second in zip(motifs, back, strict=True):
        np.testing.assert_allclose(second.matrix, first.matrix, atol=3e-8)


def test_written_form_is_rna_meme() -> None:
    lines = written([Motif("a", np.array([[1.0, 0, 0, 0]]), n_sites=3)], background=(0.1, 0.2, 0.3, 0.4)).splitlines()
    assert lines[0] == "MEME version 4"
    assert "ALPHABET= ACGU" in lines
    assert not any(line.startswith("strands") for line in lines)
    assert lines[lines.index("Background letter frequencies") + 1] == "A 0.100000 C 0.200000 G 0.300000 U 0.400000"
    assert "letter-probability matrix: alength= 4 w= 1 nsites= 3 E= 0" in lines
    assert lines[-1] == "1.00000000 0.00000000 0.00000000 0.00000000"


def test_names_cannot_break_the_file() -> None:
    (back,) = read_meme(written([Motif("a b\nMOTIF c", np.full((2, 4), 0.25))]))
    assert back.name == "a b_MOTIF_c"


def test_affinities_are_scaled_and_contributions_refused(tmp_path: Path) -> None:
    write_meme([Motif("a", np.array([[1.0, 1.0, 0, 0]]), "affinity")], tmp_path / "a.meme")
    assert read_meme((tmp_path / "a.meme").read_text())[0].matrix.tolist() == [[0.5, 0.5, 0, 0]]
    with pytest.raises(InvalidOptionError, match="probability or affinity"):
        written([Motif("a", np.array([[1.0, -1.0, 0, 0]]), "contribution")])


@pytest.mark.parametrize("background", [(0.5, 0.5), (0.5, 0.5, 0.5, 0.5), (1.5, -0.5, 0, 0)])
def test_bad_backgrounds_are_refused(background: tuple) -> None:
    with pytest.raises(InvalidOptionError, match="sum to 1"):
        written([], background=background)


def test_reads_names_sites_and_address() -> None:
    (motif,) = read_meme(GOOD.replace("\n", "\r\n"))
    assert (motif.name, motif.n_sites) == ("m1 QKI", 17)
    assert motif.source == "MEME file, RNA letters; http://example.org/m1"
    np.testing.assert_allclose(motif.matrix, [[0.1, 0.2, 0.3, 0.4], [1, 0, 0, 0]])


@pytest.mark.parametrize(("old", "new"), [("ALPHABET= ACGU", "ALPHABET= ACGT\n\nstrands: + -"), ("ALPHABET= ACGU", "")])
def test_dna_is_read_as_rna_and_said(old: str, new: str) -> None:
    assert "T read as U" in read_meme(GOOD.replace(old, new))[0].source


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("MEME version 4", "meme", "MEME version"),
        ("ALPHABET= ACGU", "ALPHABET= ACDEFGHIKLMNPQRSTVWY", "ACGU"),
        ("ALPHABET= ACGU", 'ALPHABET "RNA"', "custom alphabet"),
        ("MOTIF m1 QKI", "", "without a motif"),
        ("MOTIF m1 QKI", "MOTIF", "without a name"),
        ("letter-probability matrix", "log-odds matrix", "no letter-probability matrix"),
        ("alength= 4", "alength= 20", "alength= 20"),
        ("w= 2", "w= 3", "has 2 rows; expected w= 3"),
        (" 1.0 0.0 0.0 0.0\n", "", "has 1 rows; expected w= 2"),
        ("0.1 0.2 0.3 0.4", "0.1 0.2 0.3", "expected four numbers"),
        ("0.1 0.2 0.3 0.4", "0.1 0.2 0.3 nan", "expected four numbers"),
        ("0.1 0.2 0.3 0.4", "0.1 0.2 0.3 4", "sum to 1"),
        ("0.1 0.2 0.3 0.4", "-0.1 0.4 0.3 0.4", "sum to 1"),
    ],
)
def test_damaged_files_give_one_sentence(old: str, new: str, message: str) -> None:
    with pytest.raises(InvalidOptionError, match=message) as caught:
        read_meme(GOOD.replace(old, new))
    assert str(caught.value).count("\n") == 0


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    for content in (text, GOOD + text):
        with suppress(InvalidOptionError):
            assert read_meme(content)


@pytest.mark.data
@pytest.mark.parametrize(("species", "count"), [("Homo_sapiens", 102), ("Mus_musculus", 4), ("Drosophila_melanogaster", 67)])
def test_reads_the_cisbp_rna_files(benchmark_data: Path, species: str, count: int) -> None:
    motifs = read_meme((benchmark_data / "meme" / f"Ray2013_rbp_{species}.meme").read_text())
    assert len(motifs) == count
    assert {len(motif) for motif in motifs} <= {7, 8}
    for motif in motifs:
        np.testing.assert_allclose(motif.matrix.sum(axis=1), 1, atol=1e-12)
    back = read_meme(written(motifs))
    assert [motif.name for motif in back] == [motif.name for motif in motifs]
