"""Fixed-motif scores: the published figures, a scorer that multiplies by hand, and lists that hold the same bits."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rbpviz.errors import InvalidOptionError
from rbpviz.features.encoding import encode_bases
from rbpviz.motifs import psam_scan
from rbpviz.motifs.psam import Psam, PsamSet, read_psam_folder
from rbpviz.motifs.psam_pack import PackedPsams, pack
from rbpviz.motifs.psam_scan import scan_above, score_motifs
from tests.motifs.samples import random_codes, random_set

HNRNPA1 = (0.0093, 0.0001, 0.4188, 0.0241, 0.0504, 0.0236, 0.0093, 0.0001, 0.4188, 0.0241, 0.0504)
VECTORS = [
    ("RBFOX2", "UUUGCAUGCUU", {5: 5.0}),
    ("RBFOX2", "AAAAAUUUGCAUGCUUAAAAA", {10: 5.0}),
    ("RBFOX2", "AAAAAUUUGCAUNCUUAAAAA", {10: 5.0}),
    ("RBFOX2", "NNNNNANNNNN", {5: 5.0}),
    ("RBFOX2", "NNNNNNNNNNN", {}),
    ("SRSF11", "AAGCAGAGAG", {4: 5.0}),
    ("TRA2A", "UCGGUGAAGAC", {5: 5.0}),
    ("TRA2A", "GAA" * 7, dict.fromkeys((5, 8, 11, 14), 0.3533)),
    ("HNRNPA1", "UAGGGUUAGGGUUAGGGUUAG", dict(enumerate(HNRNPA1, start=5))),
    ("TARDBP", "GU" * 10 + "G", {i: 0.0022 if i % 2 else 1.2524 for i in range(5, 16)}),
    ("FUS", "GGU" * 7, {i: (0.0143, 0.3182, 0.4397)[(i - 4) % 3] for i in range(4, 16)}),
    ("HNRNPC", "CCCCCCUUUUUUUUUCCCCCC", {6: 0.0092, 7: 0.2116, 8: 3.191, 9: 0.5542, 10: 0.0564, 11: 0.0092}),
]
RANDOM = {
    "TRA2A": (0.00088, 0.0105),
    "RBFOX2": (0.00052, 0.0217),
    "HNRNPA1": (0.0077, 0.0361),
    "FUS": (0.078, 0.196),
    "SRSF11": (0.037, 0.106),
    "EWSR1": (0.00053, 0.0072),
}
"""Mean and standard deviation on uniform random sequence; those of the published sample."""


@pytest.fixture(scope="module")
def rbns(request: pytest.FixtureRequest) -> PsamSet:
    return read_psam_folder(request.getfixturevalue("benchmark_data") / "rbns_psams")


@pytest.fixture(scope="module")
def rbns_packed(rbns: PsamSet) -> PackedPsams:
    return pack(rbns)


def by_hand(codes: np.ndarray, psams: PsamSet) -> np.ndarray:
    """Multiply and add, base by base, in double precision."""
    scores = np.zeros((len(codes), len(psams)))
    for r, group in enumerate(psams.psams):
        widest = max(map(len, group))
        largest = max(psam.affinity for psam in group)
        for p in range((widest - 1) // 2, len(codes) - widest // 2):
            for psam in group if codes[p] != 4 else ():
                product = psam.affinity / largest / 0.2
                for i, row in enumerate(psam.matrix):
                    base = codes[p - (len(psam) - 1) // 2 + i]
                    product *= 1.0 if base == 4 else row[base]
                scores[p, r] += product
    return scores


@pytest.mark.data
@pytest.mark.parametrize(("name", "sequence", "expected"), VECTORS)
def test_published_scores(rbns_packed: PackedPsams, name: str, sequence: str, expected: dict[int, float]) -> None:
    scores = score_motifs(encode_bases(sequence), rbns_packed)[:, rbns_packed.names.index(name)]
    for position, score in enumerate(scores):
        if position in expected:
            assert score == pytest.approx(expected[position], abs=6e-5), position
        else:
            assert score < 1e-3, position


def exact_moments(packed: PackedPsams, name: str) -> tuple[float, float]:
    """Return mean and standard deviation of a protein's score over all equally frequent windows, from its matrices alone."""
    mine = packed.owners == packed.names.index(name)
    weights, matrices = packed.weights[mine].astype(float), packed.matrices[mine].astype(float)
    mean = float(weights @ matrices.mean(axis=2).prod(axis=1))
    squares = (np.einsum("apc,bpc->abp", matrices, matrices) / 4).prod(axis=2)
    return mean, float(weights @ squares @ weights - mean**2) ** 0.5


@pytest.mark.data
@pytest.mark.parametrize(("name", "published"), RANDOM.items())
def test_published_means_on_random_sequence(rbns_packed: PackedPsams, name: str, published: tuple[float, float]) -> None:
    mean, deviation = exact_moments(rbns_packed, name)
    assert (mean, deviation) == (pytest.approx(published[0], rel=0.05), pytest.approx(published[1], rel=0.2))
    scores = score_motifs(random_codes(90_000, seed=5), rbns_packed)[:, rbns_packed.names.index(name)].astype(float)
    assert scores.mean() == pytest.approx(mean, abs=5 * deviation / 300)


@pytest.mark.data
def test_all_proteins_score_as_by_hand(rbns: PsamSet, rbns_packed: PackedPsams) -> None:
    codes = random_codes(150, seed=1, n_share=0.1)
    expected = by_hand(codes, rbns)
    np.testing.assert_allclose(score_motifs(codes, rbns_packed), expected, rtol=1e-6, atol=1e-12)
    assert (expected > 1e-3).sum() > 200


widths_of_sets = st.lists(st.lists(st.integers(1, 7), min_size=1, max_size=3), min_size=1, max_size=4)


@settings(deadline=None, max_examples=60)
@given(widths_of_sets, st.integers(0, 10_000), st.lists(st.sampled_from([0, 1, 2, 3, 3, 2, 1, 0, 4]), max_size=25))
def test_any_set_scores_as_by_hand(widths: list[list[int]], seed: int, letters: list[int]) -> None:
    psams, codes = random_set(widths, seed=seed), np.array(letters, dtype=np.uint8)
    packed = pack(psams)
    scores = score_motifs(codes, packed)
    assert (scores.shape, scores.dtype) == ((len(codes), len(widths)), np.float32)
    np.testing.assert_allclose(scores, by_hand(codes, psams), rtol=1e-6, atol=1e-12)
    thresholds = np.random.default_rng(seed).uniform(-0.5, 5, len(widths)).astype(np.float32)
    assert_lists(scan_above(codes, packed, thresholds), scores, thresholds)


def assert_lists(found: tuple[np.ndarray, np.ndarray, np.ndarray], scores: np.ndarray, thresholds: np.ndarray) -> None:
    """Check that a list holds exactly the scores above the thresholds, in order, bit for bit."""
    positions, rbps = np.nonzero(scores > thresholds)
    assert [part.dtype for part in found] == [np.int32, np.int16, np.float32]
    np.testing.assert_array_equal(found[0], positions)
    np.testing.assert_array_equal(found[1], rbps)
    assert found[2].tobytes() == scores[positions, rbps].tobytes()


def test_scores_are_written_where_asked() -> None:
    packed = pack(random_set([[3], [2]], seed=1))
    codes = random_codes(50, seed=2)
    out = np.full((50, 2), np.nan, dtype=np.float32)
    assert score_motifs(codes, packed, out=out) is out
    assert out.tobytes() == score_motifs(codes, packed).tobytes()
    for wrong in (out[1:], out.astype(float), np.zeros((50, 4), np.float32)[:, ::2]):
        with pytest.raises(InvalidOptionError, match=r"expected a contiguous float32 array of shape \(50, 2\)"):
            score_motifs(codes, packed, out=wrong)


def test_a_protein_may_have_many_matrices() -> None:
    psams = random_set([[2] * 13, [3], [4, 1] * 3], seed=8)
    codes = random_codes(40, seed=2, n_share=0.05)
    np.testing.assert_allclose(score_motifs(codes, pack(psams)), by_hand(codes, psams), rtol=1e-6, atol=1e-12)


@pytest.mark.parametrize("window", [1, 2, 3, 5, 12, 13, 18])
def test_windows_of_every_size(window: int) -> None:
    psams = random_set([[window], [1, window]], seed=window)
    codes = random_codes(60, seed=2, n_share=0.05)
    packed = pack(psams)
    assert packed.block_sizes.sum() == packed.window == window
    np.testing.assert_allclose(score_motifs(codes, packed), by_hand(codes, psams), rtol=2e-6, atol=1e-12)


def test_mixed_widths_keep_the_attributed_base() -> None:
    exact = [Psam(np.eye(4)[list(spelling)], 1.0) for spelling in ([0, 1, 2, 3], [0, 1, 2], [1])]
    packed = pack(PsamSet(("four", "three", "one"), tuple((psam,) for psam in exact)))
    scores = score_motifs(encode_bases("UUACGUUUCUU"), packed)
    assert np.argwhere(scores == 5).tolist() == [[3, 0], [3, 1], [3, 2], [8, 2]]


def test_a_narrow_matrix_is_bound_by_the_widest_of_its_protein() -> None:
    wide, narrow = Psam(np.ones((5, 4)), 1.0), Psam(np.ones((1, 4)), 1.0)
    both = score_motifs(np.zeros(7, np.uint8), pack(PsamSet(("a", "b"), ((wide, narrow), (narrow,)))))
    assert both.T.tolist() == [[0, 0, 10, 10, 10, 0, 0], [5] * 7]


@pytest.mark.parametrize("threads", [1, 2, 3, None])
def test_chunks_and_threads_change_nothing(monkeypatch: pytest.MonkeyPatch, threads: int | None) -> None:
    packed = pack(random_set([[5, 4], [6], [3, 3, 2]], seed=3))
    codes = random_codes(200, seed=4, n_share=0.03)
    whole = score_motifs(codes, packed, threads=1)
    everything = np.full(3, -np.inf)
    monkeypatch.setattr(psam_scan, "_CHUNK", 13)
    assert score_motifs(codes, packed, threads=threads).tobytes() == whole.tobytes()
    for thresholds in (everything, np.array([0.5, np.inf, 0.0]), np.array([2.0, 2, 2])):
        assert_lists(scan_above(codes, packed, thresholds, threads=threads), whole, thresholds)


def test_a_batch_of_any_integers_is_taken_and_other_things_refused() -> None:
    packed = pack(random_set([[3]], seed=1))
    assert score_motifs(np.array([0, 1, 2], dtype=np.int64), packed).shape == (3, 1)
    for codes in (np.zeros((2, 3), np.uint8), np.zeros(4), np.array([0, 5], np.uint8), np.array([0, -1])):
        with pytest.raises(InvalidOptionError, match="numbers from 0 to 4"):
            score_motifs(codes, packed)
    for thresholds in (np.zeros(2), np.array([np.nan])):
        with pytest.raises(InvalidOptionError, match="one number for each of 1 proteins"):
            scan_above(np.zeros(4, np.uint8), packed, thresholds)
    with pytest.raises(InvalidOptionError, match="at least 1"):
        score_motifs(np.zeros(4, np.uint8), packed, threads=0)


def test_the_compiler_is_loaded_on_first_use_only() -> None:
    code = (
        "import sys, numpy as np\n"
        "from rbpviz.motifs.psam import Psam, PsamSet\n"
        "from rbpviz.motifs.psam_pack import pack\nimport rbpviz.motifs.psam_scan\n"
        "pack(PsamSet(('a',), ((Psam(np.eye(4), 1.0),),))).tables\n"
        "raise SystemExit('numba' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=Path(__file__).parents[2]).returncode == 0
