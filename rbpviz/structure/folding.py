"""One sequence in, its structure out: what is computed for which length, what it costs, and in what words it is told.

The calls of ViennaRNA themselves are in `vienna`.
"""

import bisect
import math
import re
from dataclasses import dataclass
from typing import Literal

from rbpviz import config
from rbpviz.errors import FoldingError, InvalidOptionError
from rbpviz.results.structures import PairProbabilities, Structure
from rbpviz.structure.elements import loop_elements
from rbpviz.structure.vienna import SHORTEST_FOLD, global_pairs, local_pairs, local_structure, mfe_structure
from rbpviz.types import Flag

LONGEST_WINDOW = 1_000
"""Longest window of local probabilities, nt."""
LONGEST_GLOBAL = 20_000
"""Longest sequence that may be folded globally at all, nt: beyond it ViennaRNA needs tens of gigabytes, then fails."""
_FOREIGN_LETTER = re.compile("[^ACGUN]")

# Seconds of one core (ViennaRNA 2.7.2, random sequences) at these lengths; between them a straight line in the logarithms.
_COST_LENGTHS = (5, 101, 375, 1000, 5000)
_COST_MFE = (0.0002, 0.0049, 0.090, 0.744, 31.4)
_COST_MFE_LOCAL = (0.0002, 0.005, 0.057, 0.178, 0.960)
_COST_GLOBAL = (0.0002, 0.0088, 0.221, 2.85, 345.0)
_COST_LOCAL = (0.0002, 0.007, 0.066, 0.236, 1.19)


@dataclass(frozen=True, slots=True)
class FoldOptions:
    """What to compute.

    Parameters
    ----------
    mfe : bool, default True
        The minimum-free-energy structure, with ViennaRNA's default parameters.
    probabilities : {"local", "global", "none"}, default "local"
        Pairing probabilities averaged over windows, of the whole sequence, or none.
    window, max_span : int, default 150
        Window of the local algorithm and most bases that a local pair may span, nt; `5 <= max_span <= window <= 1000`.
    cutoff : float, default 1e-4
        Pairs below this probability are left out.
    no_lonely_pairs : bool, default True
        Leave structures with lonely pairs out of the probabilities (not of the minimum-free-energy structure).
    max_global_length : int
        Longer sequences are folded locally, and their result says so.
    """

    mfe: bool = True
    probabilities: Literal["local", "global", "none"] = "local"
    window: int = 150
    max_span: int = 150
    cutoff: float = 1e-4
    no_lonely_pairs: bool = True
    max_global_length: int = config.MAX_GLOBAL_FOLD_LENGTH

    def __post_init__(self) -> None:
        if self.probabilities not in ("local", "global", "none"):
            raise InvalidOptionError(f"Got probabilities={self.probabilities!r}; expected 'local', 'global' or 'none'.")
        if not self.mfe and self.probabilities == "none":
            raise InvalidOptionError("Got mfe=False and probabilities='none'; expected at least one thing to compute.")
        if not SHORTEST_FOLD <= self.max_span <= self.window <= LONGEST_WINDOW:
            bounds = f"{SHORTEST_FOLD} <= max_span <= window <= {LONGEST_WINDOW}"
            raise InvalidOptionError(f"Got window={self.window} and max_span={self.max_span}; expected {bounds}.")
        if not 1e-6 <= self.cutoff < 1:
            raise InvalidOptionError(f"Got cutoff={self.cutoff}; expected 1e-6 to below 1.")
        if not 1 <= self.max_global_length <= LONGEST_GLOBAL:
            raise InvalidOptionError(f"Got max_global_length={self.max_global_length}; expected 1 to {LONGEST_GLOBAL}.")


def fold(sequence: str, options: FoldOptions = FoldOptions()) -> Structure:
    """Fold one sequence in this process; no other Python thread runs meanwhile.

    Parameters
    ----------
    sequence : str
        Letters `ACGUTN`, any case; N pairs with nothing.
    options : FoldOptions
        What to compute.

    Returns
    -------
    Structure
        The same numbers in every process and from the cache.

    Raises
    ------
    FoldingError
        When the sequence is no RNA, too long, or ViennaRNA has no answer.
    """
    rna = checked_sequence(sequence)
    length = len(rna)
    use_local = length > options.max_global_length
    dot_bracket, energy, raw_energy = None, None, 0.0
    if not use_local and (options.mfe or options.probabilities == "global"):
        dot_bracket, raw_energy = mfe_structure(rna)
    elif options.mfe:
        dot_bracket, raw_energy = local_structure(rna, options.max_span)
    if options.mfe:
        energy = round(raw_energy, 2)
    else:
        dot_bracket = None
    pairs = None
    if options.probabilities == "global" and not use_local:
        pairs = global_pairs(rna, raw_energy, cutoff=options.cutoff, no_lonely_pairs=options.no_lonely_pairs)
    elif options.probabilities != "none":
        pairs = local_pairs(
            rna, window=options.window, span=options.max_span, cutoff=options.cutoff, no_lonely_pairs=options.no_lonely_pairs
        )
    return assemble(rna, options, dot_bracket=dot_bracket, energy=energy, pairs=pairs)


def assemble(
    sequence: str, options: FoldOptions, *, dot_bracket: str | None, energy: float | None, pairs: PairProbabilities | None
) -> Structure:
    """Build the result from its computed parts; all else follows from length and options.

    Parameters
    ----------
    sequence : str
        Upper-case `ACGUN`.
    options : FoldOptions
        What was computed.
    dot_bracket : str or None
        The structure, if computed.
    energy : float or None
        Its energy, kcal/mol.
    pairs : PairProbabilities or None
        Pairing probabilities, if computed.

    Returns
    -------
    Structure
        With loop elements, method and flags filled in.
    """
    elements = None if dot_bracket is None else loop_elements(dot_bracket)
    flags = (Flag.FOLDED_LOCALLY,) if falls_back(len(sequence), options) else ()
    return Structure(sequence, dot_bracket, energy, elements, pairs, method_text(len(sequence), options), flags)


def falls_back(length: int, options: FoldOptions) -> bool:
    """Return whether a sequence of this length gets local answers where global ones were asked for."""
    return length > options.max_global_length and (options.mfe or options.probabilities == "global")


def method_text(length: int, options: FoldOptions) -> str:
    """Return what is computed for a sequence of this length, in words for a caption."""
    parts = []
    use_local = length > options.max_global_length
    if options.mfe:
        parts.append(f"locally stable structure, pairs within {options.max_span} nt (no global fold)" if use_local else "MFE")
    if options.probabilities != "none":
        lonely = "" if options.no_lonely_pairs else ", lonely pairs allowed"
        if options.probabilities == "global" and not use_local:
            parts.append(f"pair probabilities of the whole sequence{lonely}")
        else:
            window = min(options.window, length)
            span = f", pairs within {options.max_span} nt" if options.max_span < window else ""
            parts.append(f"pair probabilities in windows of {window} nt{span}{lonely}")
    return "; ".join(parts)


def estimate_seconds(length: int, options: FoldOptions = FoldOptions()) -> float:
    """Return about how long one core folds a random sequence of this length, seconds, from measured times.

    Parameters
    ----------
    length : int
        nt, at least 1.
    options : FoldOptions
        What would be computed.
    """
    if length < 1:
        raise InvalidOptionError(f"Got a length of {length}; expected at least 1 nt.")
    use_local = length > options.max_global_length
    width = (min(options.max_span, length) / min(150, length)) ** 1.5
    seconds = 0.0
    if use_local:
        seconds += _interpolate(length, _COST_MFE_LOCAL) * width if options.mfe else 0.0
    elif options.mfe or options.probabilities == "global":
        seconds += _interpolate(length, _COST_MFE)
    if options.probabilities == "global" and not use_local:
        return seconds + _interpolate(length, _COST_GLOBAL)
    return seconds + (_interpolate(length, _COST_LOCAL) * width if options.probabilities != "none" else 0.0)


def checked_sequence(sequence: object) -> str:
    """Return a sequence as upper-case `ACGUN`, or raise `FoldingError` for what ViennaRNA must never see."""
    if not isinstance(sequence, str) or not sequence:
        got = "an empty sequence" if sequence == "" else f"{type(sequence).__name__}"
        raise FoldingError(f"Got {got} to fold; expected RNA letters.")
    if len(sequence) > config.MAX_RECORD_LENGTH:
        raise FoldingError(f"Got {len(sequence):,} nt to fold; expected at most {config.MAX_RECORD_LENGTH:,}: cut the sequence.")
    rna = sequence.upper().replace("T", "U")
    foreign = _FOREIGN_LETTER.search(rna)
    if foreign is not None:
        raise FoldingError(f"Got {foreign.group()!r} at position {foreign.start() + 1} to fold; expected A, C, G, U (or T) or N.")
    return rna


def _interpolate(length: int, seconds: tuple[float, ...]) -> float:
    """Read a cost off its table; beyond the ends the outermost slope goes on."""
    place = min(max(bisect.bisect_right(_COST_LENGTHS, length), 1), len(_COST_LENGTHS) - 1)
    x0, x1 = math.log(_COST_LENGTHS[place - 1]), math.log(_COST_LENGTHS[place])
    y0, y1 = math.log(seconds[place - 1]), math.log(seconds[place])
    return math.exp(y0 + (y1 - y0) * (math.log(length) - x0) / (x1 - x0))
