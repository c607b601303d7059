"""Simulated genes: drawn from a generator with a seed, for trying things out and for tests with a known answer. They are no organism's.

The generator, version 1:

1. A number of exons between `min_exons` and `max_exons`, each equally likely. Lengths of inner exons and of introns are log-normal around
   the human medians (123 and 1,541 nt), first and last exons around 200 and 600 nt; all are cut to stated bounds.
2. Letters are independent: exons A .26 C .25 G .26 U .23, introns A .27 C .19 G .21 U .33.
3. Each donor (3 nt of exon, 6 of intron) and acceptor (20 nt of intron, 1 of exon) is drawn from the position weights below, which round
   what human splice sites show: MAG|GURAGU and a pyrimidine tract before YAG|G.
4. Each intron gets a branch point, drawn from weights around yUnAy, 18 to 44 nt before the acceptor; between both no AG is left.
5. Inner exons get enhancers and, more rarely, silencers; introns get silencers and enhancers of their own, all away from the sites. They
   are words that RBPs of RNA Bind-n-Seq prefer. Each is listed as an element of the gene, so that the answer is known.

The same seed and options give the same gene on every machine.
"""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rbpviz.errors import InvalidOptionError
from rbpviz.genes.build import build_gene, make_transcript
from rbpviz.genes.flags import GeneFlag, GeneFlagKind
from rbpviz.genes.model import GeneElement, GeneModel
from rbpviz.types import RNA_LETTERS

VERSION = 1
MAX_SEED = 999_999_999
Weights = tuple[float, float, float, float]

EXON_LETTERS: Weights = (0.26, 0.25, 0.26, 0.23)
INTRON_LETTERS: Weights = (0.27, 0.19, 0.21, 0.33)
DONOR: tuple[Weights, ...] = (
    (0.33, 0.37, 0.18, 0.12), (0.60, 0.13, 0.14, 0.13), (0.08, 0.04, 0.81, 0.07),
    (0.00, 0.00, 1.00, 0.00), (0.00, 0.01, 0.00, 0.99), (0.49, 0.03, 0.45, 0.03),
    (0.71, 0.07, 0.12, 0.10), (0.06, 0.05, 0.84, 0.05), (0.15, 0.19, 0.20, 0.46),
)  # fmt: skip
"""Weights of A, C, G, U from the exon's third last base to the intron's sixth."""
DONOR_EXONIC = 3
_TRACT: Weights = (0.11, 0.33, 0.11, 0.45)
ACCEPTOR: tuple[Weights, ...] = (
    *(_TRACT for _ in range(16)),
    (0.24, 0.28, 0.20, 0.28), (0.04, 0.65, 0.01, 0.30), (1.00, 0.00, 0.00, 0.00), (0.00, 0.00, 1.00, 0.00),
    (0.25, 0.14, 0.50, 0.11),
)  # fmt: skip
"""Weights of A, C, G, U from the intron's twentieth last base to the exon's first."""
ACCEPTOR_INTRONIC = 20
BRANCH_POINT: tuple[Weights, ...] = (
    (0.15, 0.45, 0.10, 0.30), (0.05, 0.10, 0.05, 0.80), (0.30, 0.25, 0.25, 0.20), (1.00, 0.00, 0.00, 0.00), (0.10, 0.55, 0.10, 0.25),
)  # fmt: skip
"""Weights of A, C, G, U around the branch point, which is the fourth base."""
BRANCH_RANGE = (18, 44)
"""Least and largest distance of the branch point's A to the first base of the exon, nt."""
EXON_ENHANCERS = ("GAAGAA", "UGAAGAC", "GGAGGA")
EXON_SILENCERS = ("UAGGGU", "UUAGGG")
INTRON_ENHANCERS = ("UGCAUG", "GGGAGGG")
INTRON_SILENCERS = ("UAGGGA", "UCUUUCU")
_MARGIN = 8
_INTRON_MARGIN = 60


@dataclass(frozen=True, slots=True)
class SimulateOptions:
    """What simulated genes are like.

    Parameters
    ----------
    min_exons, max_exons : int
        Bounds of the number of exons, 2 to 50.
    exon_median, intron_median : int
        Medians of the lengths of inner exons and of introns, nt.
    exon_sigma, intron_sigma : float
        Standard deviations of the logarithms of these lengths.
    max_intron : int, default 20000
        Longest intron, nt; the shortest has 120 nt.
    bases_per_element : int, default 60
        An exon has one enhancer each so many bases; silencers are four times rarer, and in introns all are ten times rarer.
    """

    min_exons: int = 3
    max_exons: int = 9
    exon_median: int = 123
    intron_median: int = 1_541
    exon_sigma: float = 0.45
    intron_sigma: float = 1.1
    max_intron: int = 20_000
    bases_per_element: int = 60

    def __post_init__(self) -> None:
        if not 2 <= self.min_exons <= self.max_exons <= 50:
            raise InvalidOptionError(f"Got {self.min_exons} to {self.max_exons} exons; expected 2 <= least <= most <= 50.")
        if not (30 <= self.exon_median <= 1_000 and 120 <= self.intron_median <= self.max_intron <= 100_000):
            raise InvalidOptionError(
                f"Got exons around {self.exon_median}, introns around {self.intron_median} and at most {self.max_intron} nt; "
                "expected 30 to 1,000, at least 120, and at most 100,000."
            )
        if not (0 <= self.exon_sigma <= 2 and 0 <= self.intron_sigma <= 2) or self.bases_per_element < 1:
            raise InvalidOptionError("Got standard deviations or a density of elements out of range; expected 0 to 2, and at least 1.")


def simulate_gene(seed: int, *, options: SimulateOptions = SimulateOptions()) -> GeneModel:
    """Return a simulated gene, labelled as such in id, source and flags.

    Parameters
    ----------
    seed : int
        0 to 999,999,999; the same seed gives the same gene.
    options : SimulateOptions
        What it is like.

    Returns
    -------
    GeneModel
        Without a place in a genome. Its elements are the branch points, enhancers and silencers that were put in.
    """
    if not 0 <= seed <= MAX_SEED:
        raise InvalidOptionError(f"Got the seed {seed}; expected 0 to {MAX_SEED:,}.")
    rng = random.Random(f"rbpviz gene {VERSION} {seed}")
    exons, length = _lay_out(rng, options)
    letters = _letters(rng, exons, length)
    elements: list[GeneElement] = []
    for number, ((_, donor_end), (acceptor, _)) in enumerate(zip(exons, exons[1:], strict=False), start=1):
        _put(letters, donor_end - DONOR_EXONIC, _draw(rng, DONOR))
        _put(letters, acceptor - ACCEPTOR_INTRONIC, _draw(rng, ACCEPTOR))
        elements.append(_put_branch_point(rng, letters, acceptor, number))
    elements += _put_elements(rng, letters, exons, options)
    flag = GeneFlag(GeneFlagKind.SIMULATED, note=f"generator {VERSION}, seed {seed}")
    transcript = make_transcript(f"SIM{seed}_t1", exons)
    gene = build_gene(f"SIMULATED_{seed}", "".join(letters), [transcript], symbol=f"SIM{seed}", flags=(flag,))
    source = f"Simulated by rbpviz (generator {VERSION}, seed {seed}): no organism has this gene"
    return replace(gene, elements=tuple(sorted(elements, key=lambda one: one.start)), source=source)


def _lay_out(rng: random.Random, options: SimulateOptions) -> tuple[list[tuple[int, int]], int]:
    """Return the exons, 0-based half-open, and the length of the gene."""
    count = rng.randint(options.min_exons, options.max_exons)
    exons, place = [], 0
    for number in range(count):
        median, sigma = (options.exon_median, options.exon_sigma) if 0 < number < count - 1 else (200 if number == 0 else 600, 0.4)
        size = _length(rng, median, sigma, (30, 3_000))
        exons.append((place, place + size))
        place += size
        if number + 1 < count:
            place += _length(rng, options.intron_median, options.intron_sigma, (120, options.max_intron))
    return exons, place


def _length(rng: random.Random, median: int, sigma: float, bounds: tuple[int, int]) -> int:
    return min(max(round(median * math.exp(sigma * rng.gauss(0, 1))), bounds[0]), bounds[1])


def _letters(rng: random.Random, exons: Sequence[tuple[int, int]], length: int) -> list[str]:
    letters = rng.choices(RNA_LETTERS, INTRON_LETTERS, k=length)
    for start, end in exons:
        letters[start:end] = rng.choices(RNA_LETTERS, EXON_LETTERS, k=end - start)
    return letters


def _draw(rng: random.Random, weights: Sequence[Weights]) -> str:
    return "".join(rng.choices(RNA_LETTERS, column)[0] for column in weights)


def _put(letters: list[str], place: int, word: str) -> None:
    letters[place : place + len(word)] = word


def _put_branch_point(rng: random.Random, letters: list[str], acceptor: int, number: int) -> GeneElement:
    """Put a branch point before an acceptor and take every AG out between both."""
    place = acceptor - rng.randint(*BRANCH_RANGE)
    start = place - 3
    if place + 2 <= acceptor - ACCEPTOR_INTRONIC:
        _put(letters, start, _draw(rng, BRANCH_POINT))
    else:
        letters[place] = "A"
    for i in range(place, acceptor - 3):
        if letters[i] == "A" and letters[i + 1] == "G":
            letters[i + 1] = "U"
    return GeneElement(f"branch point {number}", place, place + 1, "simulated")


def _put_elements(
    rng: random.Random, letters: list[str], exons: Sequence[tuple[int, int]], options: SimulateOptions
) -> Iterator[GeneElement]:
    """Put enhancers and silencers into inner exons and introns."""
    rate = 1 / options.bases_per_element
    in_exons = (("exonic enhancer", EXON_ENHANCERS, rate), ("exonic silencer", EXON_SILENCERS, rate / 4))
    in_introns = (("intronic enhancer", INTRON_ENHANCERS, rate / 10), ("intronic silencer", INTRON_SILENCERS, rate / 10))
    for start, end in exons[1:-1]:
        yield from _scatter(rng, letters, (start + _MARGIN, end - _MARGIN), in_exons)
    for (_, start), (end, _) in zip(exons, exons[1:], strict=False):
        yield from _scatter(rng, letters, (start + 2 * _MARGIN, end - _INTRON_MARGIN), in_introns)


def _scatter(
    rng: random.Random, letters: list[str], bounds: tuple[int, int], kinds: Sequence[tuple[str, Sequence[str], float]]
) -> Iterator[GeneElement]:
    """Put words of several kinds into a stretch, one after the other, each kind at its rate a base."""
    rates = [rate for _, _, rate in kinds]
    longest = max(len(word) for _, words, _ in kinds for word in words)
    place = bounds[0] + int(rng.expovariate(sum(rates)))
    while place <= bounds[1] - longest:
        name, words, _ = rng.choices(kinds, rates)[0]
        word = rng.choice(words)
        _put(letters, place, word)
        yield GeneElement(f"{name} {word}", place, place + len(word), "simulated")
        place += len(word) + int(rng.expovariate(sum(rates)))
