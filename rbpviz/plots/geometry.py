"""Places and colours of a drawn structure, shared by the screen and the paper figure; no plotting library here."""

from dataclasses import dataclass

import numpy as np

from rbpviz.errors import InvalidOptionError
from rbpviz.plots.theme import DIVERGING, SEQUENTIAL
from rbpviz.results.curves import ResponseCurves
from rbpviz.results.structures import Structure


@dataclass(frozen=True, slots=True)
class Drawing:
    """A structure ready to be drawn.

    Parameters
    ----------
    sequence, elements : str
        Letters and loop elements (`-` where none was computed), one a base.
    xy : ndarray of float64, shape (length, 2)
        Centre of each base.
    pairs : ndarray of int, shape (n_pairs, 2)
        Paired positions, 0-based, left < right.
    unit : float
        Typical distance of neighbouring bases in the units of `xy`.
    model : str
        Model whose response is painted; empty for a bare structure.
    """

    sequence: str
    elements: str
    xy: np.ndarray
    pairs: np.ndarray
    unit: float
    model: str

    @property
    def label_gap(self) -> float:
        """Distance of a number from its base: clear of the circle, and of a few points on paper when the structure is large."""
        return max(1.45 * self.unit, 0.024 * float(np.ptp(self.xy, axis=0).max()))

    @property
    def radius(self) -> float:
        """Radius of a base's circle in the units of `xy`."""
        return 0.42 * self.unit


@dataclass(frozen=True, slots=True)
class ValueScale:
    """How values become colours.

    Parameters
    ----------
    low, high : float
        Values of the first and the last colour.
    colours : tuple of str
        Hex colours from low to high, evenly spaced.
    """

    low: float
    high: float
    colours: tuple[str, ...]

    def colour(self, value: float) -> str:
        """Return the hex colour of a value; values beyond the ends take the end's colour."""
        place = np.clip((value - self.low) / (self.high - self.low), 0, 1) * (len(self.colours) - 1)
        stops = [[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in self.colours]
        channels = [int(round(np.interp(place, range(len(stops)), [stop[k] for stop in stops]))) for k in range(3)]
        return "#{:02X}{:02X}{:02X}".format(*channels)


def value_scale(values: np.ndarray, *, dark: bool = False) -> ValueScale:
    """Return the colours of values: pale to dark where none is negative, else brown over white to blue around zero.

    On a dark background the first scale is turned round, so that a high response stands out on both.
    """
    finite = values[np.isfinite(values)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
    if low < 0:
        reach = max(-low, high)
        return ValueScale(-reach, reach, DIVERGING)
    return ValueScale(low, high if high > low else low + 1.0, SEQUENTIAL[::-1] if dark else SEQUENTIAL)


def pair_table(dot_bracket: str) -> np.ndarray:
    """Return the pairs of a dot-bracket string as 0-based positions, shape (n_pairs, 2), in the order of their left base.

    Raises
    ------
    InvalidOptionError
        If brackets do not match or another character occurs.
    """
    stack: list[int] = []
    pairs = []
    for i, mark in enumerate(dot_bracket):
        if mark == "(":
            stack.append(i)
        elif mark == ")" and stack:
            pairs.append((stack.pop(), i))
        elif mark != ".":
            raise InvalidOptionError(f"Got {mark!r} at position {i + 1} of a structure; expected matching brackets and dots.")
    if stack:
        raise InvalidOptionError(f"Got an open bracket at position {stack[-1] + 1} of a structure; expected matching brackets and dots.")
    return np.array(sorted(pairs), dtype=int).reshape(-1, 2)


def structure_drawing(folded: ResponseCurves | Structure, xy: np.ndarray) -> Drawing:
    """Return what is needed to draw a structure.

    Parameters
    ----------
    folded : ResponseCurves or Structure
        A folded RNA.
    xy : ndarray, shape (length, 2)
        Centres of the bases.

    Raises
    ------
    InvalidOptionError
        If there is no structure to draw or `xy` has another shape.
    """
    n = len(folded.sequence)
    if not folded.dot_bracket:
        raise InvalidOptionError("Got a result without a minimum-free-energy structure; expected a dot-bracket string: fold with mfe on.")
    if xy.shape != (n, 2):
        raise InvalidOptionError(f"Got coordinates of shape {xy.shape}; expected ({n}, 2): a row per base.")
    place = xy.astype(float)
    steps = np.linalg.norm(np.diff(place, axis=0), axis=1)
    unit = float(np.median(steps)) if n > 1 and np.median(steps) > 0 else 1.0
    model = folded.model if isinstance(folded, ResponseCurves) else ""
    return Drawing(folded.sequence, folded.elements or "-" * n, place, pair_table(folded.dot_bracket), unit, model)


def check_values(values: np.ndarray | None, length: int) -> None:
    """Raise `InvalidOptionError` unless values are absent or one a base."""
    if values is not None and values.shape != (length,):
        raise InvalidOptionError(f"Got values of shape {values.shape}; expected ({length},): one a base.")


def number_step(length: int) -> int:
    """Return every how many bases a number stands: 10 up to 200 nt, then 50 and 100, so that numbers do not crowd."""
    return 10 if length <= 200 else 50 if length <= 700 else 100


def outward(drawing: Drawing, positions: np.ndarray, directions: int = 24) -> np.ndarray:
    """Return the unit vector of each given base's label, shape (n, 2): the one farthest from bases and other labels."""
    angles = 2 * np.pi * np.arange(directions) / directions
    compass = np.column_stack([np.cos(angles), np.sin(angles)])
    taken = drawing.xy
    vectors = np.zeros((len(positions), 2))
    for row, i in enumerate(positions):
        places = drawing.xy[i] + compass * drawing.label_gap
        room = np.linalg.norm(places[:, None, :] - taken[None, :, :], axis=2).min(axis=1)
        best = int(room.argmax())
        vectors[row] = compass[best]
        taken = np.vstack([taken, places[best]])
    return vectors


def number_marks(drawing: Drawing) -> list[tuple[str, np.ndarray, np.ndarray]]:
    """Return position numbers and end marks: text, start of its tick line, place of the text; numbers are 1-based."""
    n = len(drawing.sequence)
    step = number_step(n)
    numbered = [i for i in range(step - 1, n, step) if i not in (0, n - 1)]
    positions = np.array([0, *numbered, n - 1] if n > 1 else [0])
    texts = ["5′", *(str(i + 1) for i in numbered), "3′"][: len(positions)]
    vectors = outward(drawing, positions)
    starts = drawing.xy[positions] + vectors * drawing.radius
    places = drawing.xy[positions] + vectors * drawing.label_gap
    return list(zip(texts, starts, places, strict=True))
