"""Fixed against adjusted motifs on screen: overlap of sites, densities, and where in the gene sites are kept, gained and lost."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from rbpviz.plots.screen import base_layout, note, plain
from rbpviz.plots.theme import Palette, palette, translucent
from rbpviz.plots.venn import Circles, place_circles
from rbpviz.results.motif_comparisons import CLASSES, REGIONS, MotifComparison

PER_MILLE = 1000.0


def venn_parts(comparison: MotifComparison, rbp: str, seeds: Sequence[int]) -> tuple[np.ndarray, list[str]]:
    """Return positions by the sets that share them, and the sets' model ids: the fixed model and up to two adjusted ones.

    Parameters
    ----------
    comparison : MotifComparison
        Where from.
    rbp : str
        The protein.
    seeds : sequence of int
        Adjusted models; the first two are taken.

    Returns
    -------
    tuple of (ndarray of int64, shape (4,) or (8,), list of str)
        Bit 0 is the fixed model.
    """
    models = [0, *(1 + seed for seed in seeds)][:3]
    counts = comparison.overlap[comparison.row(rbp)]
    codes = np.arange(len(counts))
    folded = sum(((codes >> model) & 1) << place for place, model in enumerate(models))
    parts = np.bincount(folded, weights=counts, minlength=2 ** len(models)).astype(np.int64)
    parts[0] = 0
    return parts, [comparison.models[model] for model in models]


def set_colours(p: Palette) -> tuple[str, str, str]:
    """Return the colours of the fixed model and of two adjusted ones."""
    return p.categorical[0], p.categorical[1], p.categorical[2]


def plot_overlap(comparison: MotifComparison, rbp: str, *, seeds: Sequence[int] = (0, 1), dark: bool = False) -> go.Figure:
    """Draw the sites of the fixed model and of one or two adjusted ones as circles to scale.

    Parameters
    ----------
    comparison : MotifComparison
        What is drawn.
    rbp : str
        The protein.
    seeds : sequence of int, default (0, 1)
        Adjusted models.
    dark : bool, default False
        Draw for the dark theme.

    Returns
    -------
    plotly.graph_objects.Figure
        Numbers are sites in 1,000 positions.
    """
    p = palette(dark)
    parts, models = venn_parts(comparison, rbp, seeds)
    per = PER_MILLE / max(comparison.positions, 1)
    figure = go.Figure()
    figure.update_layout(base_layout(dark))
    if not parts.any():
        figure.update_layout(annotations=[note("No model has a site of this protein here.", 0.5, 0.5, xanchor="center")])
    else:
        _draw_circles(figure, place_circles(parts), parts * per, models, p)
    hidden = {"visible": False, "fixedrange": True}
    figure.update_layout(
        height=330, margin={"t": 12, "b": 12, "l": 8, "r": 8}, xaxis=hidden, yaxis=hidden | {"scaleanchor": "x"}, uirevision=rbp
    )
    return figure


def _draw_circles(figure: go.Figure, circles: Circles, values: np.ndarray, models: list[str], p: Palette) -> None:
    shapes: list[dict[str, Any]] = []
    for (x, y), r, colour in zip(circles.centres, circles.radii, set_colours(p), strict=False):
        shapes.append(
            {"type": "circle", "x0": x - r, "x1": x + r, "y0": y - r, "y1": y + r, "fillcolor": translucent(colour, 0.25),
             "line": {"color": colour, "width": 2}}
        )  # fmt: skip
    codes = [code for code in circles.labels if values[code] > 0]
    points = np.array([circles.labels[code] for code in codes])
    names = [" and ".join(model for k, model in enumerate(models) if (code >> k) & 1) for code in codes]
    figure.add_scatter(
        x=points[:, 0], y=points[:, 1], mode="text", text=[f"{values[code]:.3g}" for code in codes], customdata=[[plain(n)] for n in names],
        textfont={"size": 12, "color": p.text}, hovertemplate="%{customdata[0]} only<br>%{text} in 1,000 positions<extra></extra>",
    )  # fmt: skip
    bits = np.arange(len(values))
    annotations = []
    for k, (model, colour) in enumerate(zip(models, set_colours(p), strict=False)):
        x, y = circles.centres[k]
        total = values[(bits >> k) & 1 == 1].sum()
        place = {"x": x, "y": y - circles.radii[k]} if k == 2 else {"x": x, "y": y + circles.radii[k]}
        annotations.append(
            note(f"<b>{plain(model)}</b><br>[{total:.3g}]", **place, xref="x", yref="y", xanchor=("right", "left", "center")[k],
                 yanchor="top" if k == 2 else "bottom", font={"size": 12, "color": colour})
        )  # fmt: skip
    low, high = (circles.centres - circles.radii[:, None]).min(axis=0), (circles.centres + circles.radii[:, None]).max(axis=0)
    figure.update_layout(shapes=shapes, annotations=annotations)
    air = 0.22 * float((high - low).max())
    figure.update_xaxes(range=[low[0] - air, high[0] + air])
    figure.update_yaxes(range=[low[1] - air, high[1] + air])


def plot_density(comparison: MotifComparison, *, selected: str | None = None, dark: bool = False) -> go.Figure:
    """Draw how dense the sites of each protein are in the adjusted models against the fixed one.

    Parameters
    ----------
    comparison : MotifComparison
        What is drawn.
    selected : str, optional
        Protein with its name beside the dot.
    dark : bool, default False
        Draw for the dark theme.

    Returns
    -------
    plotly.graph_objects.Figure
        Dots are means over the adjusted models, bars their range; `customdata` begins with the RBP's name.
    """
    p = palette(dark)
    density = comparison.density() * PER_MILLE
    floor = PER_MILLE / max(comparison.positions, 1) / 2
    fixed, mean = np.maximum(density[0], floor), np.maximum(density[1:].mean(axis=0), floor)
    low, high = np.maximum(density[1:].min(axis=0), floor), np.maximum(density[1:].max(axis=0), floor)
    figure = go.Figure()
    edge = [float(min(fixed.min(), low.min())) * 0.7, float(max(fixed.max(), high.max())) * 1.4]
    figure.add_scatter(x=edge, y=edge, mode="lines", line={"color": p.muted, "width": 1, "dash": "dot"}, hoverinfo="skip")
    for chosen in (False, True):
        own = [k for k, name in enumerate(comparison.rbps) if (name == selected) is chosen]
        figure.add_scatter(
            x=fixed[own], y=mean[own], mode="markers+text", text=[comparison.rbps[k] if chosen else "" for k in own],
            textposition="top left", textfont={"size": 13, "color": p.text}, cliponaxis=False,
            customdata=[[comparison.rbps[k], float(density[0, k]), float(density[1:, k].mean())] for k in own],
            error_y={"type": "data", "symmetric": False, "array": (high - mean)[own], "arrayminus": (mean - low)[own], "color": p.muted,
                     "thickness": 1, "width": 0},
            marker={"size": 12 if chosen else 8, "color": p.suppresses if chosen else p.motif, "symbol": "diamond" if chosen else "circle"},
            selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}},
            hovertemplate="<b>%{customdata[0]}</b><br>FM %{customdata[1]:.3g}, AM %{customdata[2]:.3g}<extra></extra>",
        )  # fmt: skip
    figure.update_layout(base_layout(dark))
    scale = {"type": "log", "range": [float(np.log10(edge[0])), float(np.log10(edge[1]))], "exponentformat": "none", "dtick": 1}
    figure.update_layout(
        height=380, margin={"t": 12, "b": 52, "l": 64, "r": 12}, uirevision="density",
        xaxis=scale | {"title": {"text": "sites in 1,000 positions, fixed (FM)", "font": {"size": 12}}},
        yaxis=scale | {"title": {"text": "adjusted (AM), mean and range of seeds", "font": {"size": 12}}},
    )  # fmt: skip
    return figure


def class_colours(p: Palette) -> dict[str, str]:
    """Return the colours of kept, gained and lost sites."""
    return {"kept": p.muted, "gained": p.supports, "lost": p.suppresses}


def plot_regions(comparison: MotifComparison, rbp: str, *, seed: int = 0, dark: bool = False) -> go.Figure:
    """Draw where in the gene the kept, gained and lost sites of a protein lie, beside all bases.

    Parameters
    ----------
    comparison : MotifComparison
        What is drawn.
    rbp : str
        The protein.
    seed : int, default 0
        Which adjusted model.
    dark : bool, default False
        Draw for the dark theme.

    Returns
    -------
    plotly.graph_objects.Figure
        Bars say how many times as many sites lie there as bases alone would give, on a scale of doublings.
    """
    p = palette(dark)
    frame = comparison.region_frame(rbp, seed)
    figure = go.Figure()
    patterns = {"kept": "", "gained": "+", "lost": "-"}
    for name in CLASSES:
        figure.add_bar(
            y=list(REGIONS), x=frame[f"{name}_fold"], orientation="h", name=f"{name} ({int(frame[name].sum()):,})",
            marker={
                "color": class_colours(p)[name],
                "pattern": {"shape": patterns[name], "bgcolor": class_colours(p)[name], "fgcolor": p.background, "size": 6},
            },
            customdata=np.stack([frame[name], frame[f"{name}_share"] * 100, frame.bases_share * 100], axis=1),
            hovertemplate=f"{name}: %{{customdata[0]:,}} sites<br>%{{customdata[1]:.1f}} % of them, %{{customdata[2]:.1f}} % of all bases"
            "<extra></extra>",
        )  # fmt: skip
    figure.update_layout(base_layout(dark))
    figure.update_layout(
        barmode="group", height=380, showlegend=True, margin={"t": 36, "b": 48, "l": 20, "r": 12}, uirevision=rbp, bargap=0.3,
        legend={"orientation": "h", "x": 1, "xanchor": "right", "y": 1, "yanchor": "bottom", "traceorder": "normal", "font": {"size": 11}},
        xaxis={
            "title": {"text": "times as often as expected from bases", "font": {"size": 12}}, "zeroline": True,
            "zerolinecolor": p.text, "tickvals": list(range(-6, 7)),
            "ticktext": [f"1/{2**-k}" if k < 0 else f"{2**k}" for k in range(-6, 7)],
        },
        yaxis={"autorange": "reversed", "ticks": "", "tickfont": {"size": 12}},
    )  # fmt: skip
    return figure
