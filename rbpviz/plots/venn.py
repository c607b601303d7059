"""Circles whose areas and pairwise overlaps are to scale, as plain geometry: two or three sets, and where their numbers stand."""

from dataclasses import dataclass

import numpy as np

from rbpviz.errors import InvalidOptionError


@dataclass(frozen=True, slots=True, eq=False)
class Circles:
    """Circles of sets.

    Parameters
    ----------
    centres : ndarray of float64, shape (n, 2)
        Their centres.
    radii : ndarray of float64, shape (n,)
        Their radii; areas are the sizes of the sets.
    labels : dict of int to (float, float)
        Where the number of each part stands, by the bits of the sets that share it; parts too small to be found are left out.
    """

    centres: np.ndarray
    radii: np.ndarray
    labels: dict[int, tuple[float, float]]


def lens_area(first: float, second: float, distance: float) -> float:
    """Return the area that two circles of these radii share at this distance of their centres."""
    if distance >= first + second:
        return 0.0
    if distance <= abs(first - second):
        return float(np.pi * min(first, second) ** 2)
    a = (distance**2 + first**2 - second**2) / (2 * distance * first)
    b = (distance**2 + second**2 - first**2) / (2 * distance * second)
    kite = (first + second - distance) * (distance + first - second) * (distance - first + second) * (distance + first + second)
    return float(first**2 * np.arccos(np.clip(a, -1, 1)) + second**2 * np.arccos(np.clip(b, -1, 1)) - 0.5 * np.sqrt(max(kite, 0.0)))


def circle_distance(first: float, second: float, shared: float) -> float:
    """Return the distance at which two circles of these radii share an area; nested or apart where it cannot be met."""
    low, high = abs(first - second), first + second
    if shared <= 0:
        return high
    for _ in range(80):
        middle = (low + high) / 2
        if lens_area(first, second, middle) > shared:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def place_circles(parts: np.ndarray) -> Circles:
    """Return the circles of two or three sets.

    Parameters
    ----------
    parts : ndarray, shape (4,) or (8,)
        Size of each part by the bits of the sets that share it; part 0, in no set, is not looked at.

    Returns
    -------
    Circles
        Of a total area of 1. The areas of the circles and of what two of them share are to scale; with three circles the part that all
        share follows from these and is not.
    """
    n = {4: 2, 8: 3}.get(len(parts), 0)
    if not n:
        raise InvalidOptionError(f"Got {len(parts)} parts; expected 4 (two sets) or 8 (three sets).")
    parts = np.asarray(parts, dtype=float)
    total = parts[1:].sum() or 1.0
    bits = np.arange(len(parts))
    has = np.stack([(bits >> k) & 1 for k in range(n)]) == 1
    radii = np.sqrt(np.array([parts[own].sum() for own in has]) / total / np.pi)
    away = {(i, j): circle_distance(radii[i], radii[j], parts[has[i] & has[j]].sum() / total) for i in range(n) for j in range(i + 1, n)}
    centres = np.zeros((n, 2))
    centres[1, 0] = away[0, 1]
    if n == 3:
        x = (away[0, 2] ** 2 - away[1, 2] ** 2 + away[0, 1] ** 2) / (2 * max(away[0, 1], 1e-9))
        x = float(np.clip(x, -away[0, 2], away[0, 2]))
        centres[2] = x, -np.sqrt(max(away[0, 2] ** 2 - x**2, 0.0))
    return Circles(centres, radii, _labels(centres, radii))


def _labels(centres: np.ndarray, radii: np.ndarray) -> dict[int, tuple[float, float]]:
    """Return the point of each part that lies farthest from all circles' edges."""
    low, high = (centres - radii[:, None]).min(axis=0), (centres + radii[:, None]).max(axis=0)
    x, y = np.meshgrid(np.linspace(low[0], high[0], 160), np.linspace(low[1], high[1], 160))
    depth = radii[:, None, None] - np.hypot(x - centres[:, 0, None, None], y - centres[:, 1, None, None])
    code = ((depth > 0) * (1 << np.arange(len(radii)))[:, None, None]).sum(axis=0)
    room = np.abs(depth).min(axis=0)
    labels = {}
    for part in range(1, 1 << len(radii)):
        inside = np.where(code == part, room, -1.0)
        best = int(inside.argmax())
        if inside.ravel()[best] > 0:
            labels[part] = (float(x.ravel()[best]), float(y.ravel()[best]))
    return labels
