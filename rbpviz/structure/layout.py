"""Where to draw the bases of a structure in the plane."""

import re
import threading
from typing import Literal, get_args

import numpy as np
import RNA

from rbpviz.errors import FoldingError, InvalidOptionError, InvalidSequenceError
from rbpviz.structure.elements import pair_table

LayoutMethod = Literal["auto", "puzzler", "naview", "turtle", "simple", "circular"]
"""How a structure is drawn: `auto` takes `puzzler` (no overlaps) where it is quick, `naview` beyond, `circular` for the longest and for
structures that `naview` cannot draw."""

LONGEST_PUZZLER = 1_500
"""Longest structure that `auto` gives to `puzzler`, nt."""
SLOWEST_PUZZLER = 3_000
"""Longest structure that `puzzler` takes at all, nt; 5,000 nt take 11 s."""
LONGEST_DRAWN = 30_000
"""Longest structure that ViennaRNA's layouts take, nt."""
_PLOT_TYPES = {"simple": 0, "naview": 1, "turtle": 3, "puzzler": 4}
_TIGHT_HAIRPIN = re.compile(r"\(\.{0,2}\)")
"""A hairpin that folding never makes: on some structures with one `puzzler` never ends, and `turtle` crashes on an empty one."""
_LOCK = threading.Lock()


def layout(dot_bracket: str, *, method: LayoutMethod = "auto") -> np.ndarray:
    """Place the bases of a structure.

    Parameters
    ----------
    dot_bracket : str
        Balanced, of `.()`, at least one base.
    method : {"auto", "puzzler", "naview", "turtle", "simple", "circular"}, default "auto"
        `circular` puts the bases on a circle.

    Returns
    -------
    ndarray of float32, shape (length, 2)
        x and y, centred on 0; neighbours on the backbone are about 1 apart.

    Raises
    ------
    InvalidSequenceError
        When the structure is empty or not balanced.
    InvalidOptionError
        For an unknown method, or one that cannot draw this structure.
    FoldingError
        When ViennaRNA gives no usable coordinates.
    """
    if method not in get_args(LayoutMethod):
        raise InvalidOptionError(f"Got the layout {method!r}; expected one of {', '.join(get_args(LayoutMethod))}.")
    if not dot_bracket:
        raise InvalidSequenceError("Got an empty structure to draw; expected at least one base.")
    pair_table(dot_bracket)
    length = len(dot_bracket)
    if length < 3:
        return _normalised(np.column_stack([np.arange(length), np.zeros(length)]))
    chosen = _choice(dot_bracket) if method == "auto" else method
    if chosen == "circular":
        return _circle(length)
    _check_method(dot_bracket, chosen)
    xy = _coordinates(dot_bracket, chosen)
    if np.isfinite(xy).all():
        return _normalised(xy)
    if method == "auto":  # naview fails on some structures with loops that folding never makes
        return _circle(length)
    raise FoldingError(f"ViennaRNA has no {chosen} layout of this structure of {length:,} nt; use 'circular'.")


def _circle(length: int) -> np.ndarray:
    angles = 2 * np.pi * np.arange(length) / length
    return _normalised(np.column_stack([np.sin(angles), np.cos(angles)]))


def _choice(dot_bracket: str) -> LayoutMethod:
    if len(dot_bracket) > LONGEST_DRAWN:
        return "circular"
    return "naview" if len(dot_bracket) > LONGEST_PUZZLER or _TIGHT_HAIRPIN.search(dot_bracket) else "puzzler"


def _check_method(dot_bracket: str, method: str) -> None:
    length = len(dot_bracket)
    limit = SLOWEST_PUZZLER if method == "puzzler" else LONGEST_DRAWN
    if length > limit:
        raise InvalidOptionError(f"Got {length:,} nt for the layout {method!r}; expected at most {limit:,}: use 'auto'.")
    if method in ("puzzler", "turtle") and _TIGHT_HAIRPIN.search(dot_bracket):
        raise InvalidOptionError(f"Got a hairpin of fewer than 3 bases for the layout {method!r}, which cannot draw it; use 'naview'.")


def _coordinates(dot_bracket: str, method: str) -> np.ndarray:
    """Return ViennaRNA's coordinates; its layout type is a global variable, so only one thread asks at a time."""
    with _LOCK:
        before = RNA.cvar.rna_plot_type
        try:
            RNA.cvar.rna_plot_type = _PLOT_TYPES[method]
            points = RNA.get_xy_coordinates(dot_bracket)
            return np.array([(point.X, point.Y) for point in map(points.get, range(len(dot_bracket)))], dtype=np.float64)
        finally:
            RNA.cvar.rna_plot_type = before


def _normalised(xy: np.ndarray) -> np.ndarray:
    steps = np.hypot(*np.diff(xy, axis=0).T)
    scale = float(np.median(steps)) if len(steps) else 1.0
    centred: np.ndarray = (xy - (xy.max(axis=0) + xy.min(axis=0)) / 2) / (scale or 1.0)
    return centred.astype(np.float32)
