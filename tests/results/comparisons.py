"""A comparison of three proteins, small enough to be checked by hand, and a map of five."""

import numpy as np

from rbpviz.results.motif_comparisons import WIDTH, MotifComparison, SiteSample
from rbpviz.results.rna_maps import RADIUS, RnaMap

RBPS = ("TRA2A", "HNRNPA1", "PCBP1")


def small_comparison() -> MotifComparison:
    """Return a comparison of a fixed model with two adjusted ones; PCBP1 has no site."""
    rng = np.random.default_rng(0)
    bases = np.zeros((3, 3, WIDTH, 4), np.int64)
    for model in range(3):
        for row in range(2):
            bases[model, row] = rng.multinomial(100, [0.4, 0.1, 0.3, 0.2], WIDTH)
    gained, lost = np.zeros((2, 2, 3, WIDTH, 4), np.int64)
    gained[:, :2] = rng.multinomial(30, [0.7, 0.1, 0.1, 0.1], (2, 2, WIDTH))
    lost[:, :2] = rng.multinomial(20, [0.1, 0.1, 0.1, 0.7], (2, 2, WIDTH))
    weights = np.zeros((2, 3, WIDTH, 4), np.float32)
    weights[:, :2] = [1.0, 0.0, 0.0, -1.0]
    scores = np.full((2, 3, 6), np.nan, np.float32)
    scores[:, 0], scores[:, 1] = (0.9, 0.6, 0.7, 0.55, 30, 20), (0.8, 0.5, 0.6, 0.5, 25, 25)
    overlap = np.array([[0, 20, 10, 30, 5, 15, 8, 40], [0, 10, 0, 50, 0, 10, 0, 30], [0] * 8])
    regions = np.zeros((2, 3, 3, 6), np.int64)
    regions[:, 0] = [[10, 10, 0, 20, 0, 30], [8, 2, 0, 0, 0, 8], [5, 0, 0, 0, 10, 20]]
    sample = SiteSample(
        np.array([0, 1, 0], np.int32),
        np.array([5, 7, 90], np.int32),
        np.array([0, 0, 1], np.int16),
        np.array([3, 1, 4], np.int16),
        np.array([0, 5, 3], np.int8),
        np.tile(np.arange(WIDTH, dtype=np.uint8) % 5, (3, 1)),
        ("g1", "=g2"),
    )
    numbers = {"positions": 10_000, "windows": 4, "evaluation_windows": 1}
    return MotifComparison(
        "sam-fm/human", ("sam-am/human", "sam-am/human-seed1"), RBPS, bases, gained, lost, weights, scores, overlap, regions,
        np.array([500, 500, 1000, 1000, 1000, 6000]), **numbers, sample=sample,
    )  # fmt: skip


def small_map(models: tuple[str, ...] = ("sam-am/human-binary", "sam-am/human-binary-seed1")) -> RnaMap:
    """Return a map of five proteins: TRA2A supports from exons, HNRNPA1 from introns, SRSF2 from introns against expectation."""
    names = ("TRA2A", "HNRNPA1", "SRSF2", "QKI", "PCBP1")
    shape = (len(models), 2, len(names), 2 * RADIUS + 1)
    gain, loss, count = np.zeros(shape), np.zeros(shape), np.zeros(shape, np.int64)
    for row, offset, effect in ((0, 20, 0.5), (1, -30, 0.4), (2, -10, 0.2), (3, 50, 0.1)):
        gain[:, 0, row, RADIUS + offset] = effect
        count[:, 0, row, RADIUS + offset] = 2
    loss[:, 1, 0, RADIUS + 5], count[:, 1, 0, RADIUS + 5] = 0.3, 2
    return RnaMap(models, names, gain, loss, count, np.full((len(models), 2), 10))
