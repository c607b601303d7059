"""Controls of response curves: does a peak mean a site, or a position? (section 7 of the specification, "Control needed")."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import roc_auc_score

from rbpviz.models.loaded import BaseResponses
from rbpviz.results.cards import MEAN_CURVE_BIN
from rbpviz.results.curves import smooth
from rbpviz.types import Interval

PEAK_SMOOTHING = 21
CURVES = ("cnn", "gcn", "gcn_gated")


@dataclass(frozen=True, slots=True)
class SitedResponse:
    """The responses of one RNA and where its measured region lies (0-based half-open)."""

    response: BaseResponses
    viewpoint: Interval

    def curve(self, name: str) -> np.ndarray:
        """Return one of `CURVES`."""
        return curve_of(self.response, name)


def curve_of(response: BaseResponses, name: str) -> np.ndarray:
    """Return one of `CURVES`, float32, shape (length,)."""
    return response.gcn * response.gate if name == "gcn_gated" else np.asarray(getattr(response, name))


def inside_auroc(sited: Sequence[SitedResponse], name: str) -> float:
    """Return the AUROC of a response at bases inside against outside the viewpoint, over all RNAs; 0.5 is chance."""
    values = np.concatenate([s.curve(name) for s in sited])
    inside = np.concatenate([_mask(s) for s in sited])
    return float(roc_auc_score(inside, values)) if 0 < inside.sum() < len(inside) else float("nan")


def peak_distances(sited: Sequence[SitedResponse], name: str) -> tuple[float, float]:
    """Return the mean distance in nt from the curve's peak to the middle of the viewpoint, and that of a random base.

    The peak is that of the curve's centred moving average over `PEAK_SMOOTHING` bases; the random base is the exact expectation over all
    bases of the same RNA.
    """
    found, chance = [], []
    for s in sited:
        middle = (s.viewpoint.start + s.viewpoint.end - 1) / 2
        curve = smooth(s.curve(name), PEAK_SMOOTHING)
        found.append(abs(int(curve.argmax()) - middle))
        chance.append(np.abs(np.arange(len(curve)) - middle).mean())
    return float(np.mean(found)), float(np.mean(chance))


def localisation_controls(sited: Sequence[SitedResponse], *, suffix: str = "") -> dict[str, float]:
    """Return inside-against-outside AUROC and peak distances of each curve, keyed by words; empty without any viewpoint."""
    if not sited:
        return {}
    out: dict[str, float] = {f"n_viewpoints{suffix}": float(len(sited))}
    for name in CURVES:
        distance, chance = peak_distances(sited, name)
        out[f"{name}_inside_auroc{suffix}"] = round(inside_auroc(sited, name), 4)
        out[f"{name}_peak_distance{suffix}"] = round(distance, 2)
        out[f"random_peak_distance{suffix}"] = round(chance, 2)
    return out


def mean_curve(responses: Sequence[BaseResponses], name: str) -> list[float]:
    """Return the mean response by position in bins of `MEAN_CURVE_BIN` bases, for bins that at least half of the RNAs reach."""
    lengths = sorted(len(r.cnn) for r in responses)
    reach = lengths[len(lengths) // 2] // MEAN_CURVE_BIN * MEAN_CURVE_BIN if lengths else 0
    if not reach:
        return []
    grid = np.full((len(responses), reach), np.nan)
    for row, response in zip(grid, responses, strict=True):
        curve = curve_of(response, name)[:reach]
        row[: len(curve)] = curve
    return [round(float(v), 5) for v in np.nanmean(grid.reshape(len(responses), -1, MEAN_CURVE_BIN), axis=(0, 2))]


def _mask(s: SitedResponse) -> np.ndarray:
    inside = np.zeros(len(s.response.cnn), dtype=bool)
    inside[s.viewpoint.start : s.viewpoint.end] = True
    return inside
