"""One place for every colour, font and size that rbpviz draws with, on screen (plotly) and on paper (matplotlib).

Plain constants and dictionaries only: nothing here imports a plotting library, so that the app's theme file can be checked against it
cheaply. The four bases have two sets: the colour-blind-safe one (default: A green, C sky blue, G amber, U black) and the classic one
(A green, C blue, G orange, U red). The loop elements are Paul Tol's light scheme, made for dark letters on top. Nothing is told by
colour alone: tiles carry letters, lines carry names and dashes.
"""

from dataclasses import dataclass
from typing import Any, Literal

from rbpviz.errors import InvalidOptionError

BaseColours = Literal["safe", "classic"]

PRIMARY_LIGHT = "#0B6485"
PRIMARY_DARK = "#2E7D9F"
"""Buttons carry white text, so it is darker than links may be."""
PRIMARY = PRIMARY_LIGHT
LINK_LIGHT = PRIMARY_LIGHT
LINK_DARK = "#5CB8D6"
BACKGROUND_LIGHT = "#FFFFFF"
BACKGROUND_DARK = "#11181F"
SECONDARY_BACKGROUND_LIGHT = "#F2F5F7"
SECONDARY_BACKGROUND_DARK = "#1B252E"
TEXT_LIGHT = "#1B252E"
TEXT_DARK = "#E6ECF0"
MUTED_LIGHT = "#53626E"
MUTED_DARK = "#A3B1BC"
BORDER_LIGHT = "#D5DDE3"
BORDER_DARK = "#35434F"
CATEGORICAL_LIGHT = ("#0B6FA4", "#B4530A", "#6A4C9C", "#117A5B", "#A6336B", "#6B6B00", "#4D5B66")
CATEGORICAL_DARK = ("#5CB8E6", "#F29A55", "#B9A0EA", "#4CC9A0", "#EE8FBB", "#CFCB4D", "#AEBBC5")
CATEGORICAL = CATEGORICAL_LIGHT

FONT_FAMILY = "DejaVu Sans, Arial, Helvetica, sans-serif"
FONT_LIST = ("DejaVu Sans", "Arial", "Helvetica", "sans-serif")
INK = "#1A1A1A"
PAPER = "#FFFFFF"

BASES_SAFE = {"A": "#009980", "C": "#59B3E6", "G": "#E69B04", "U": "#1A1A1A", "N": "#9AA5AD"}
BASES_CLASSIC = {"A": "#008000", "C": "#0000FF", "G": "#FFA600", "U": "#FF0000", "N": "#9AA5AD"}
_BASES_DARK = {"safe": {"U": "#F2F2F2"}, "classic": {"A": "#2FB344", "C": "#7A8BFF", "U": "#FF5C5C"}}
"""What changes on a dark background, where the colour itself would vanish."""

ELEMENTS = {"S": "#44BB99", "M": "#FFAABB", "H": "#77AADD", "I": "#EEDD88", "B": "#EE8866", "E": "#DDDDDD", "-": "#9AA5AD"}
ELEMENT_NAMES = {
    "S": "stem",
    "M": "multiloop",
    "H": "hairpin loop",
    "I": "internal loop",
    "B": "bulge",
    "E": "external",
    "-": "not computed",
}

SEQUENTIAL = ("#F7F4E9", "#D3E3D2", "#9CCBC0", "#5BAAB3", "#2D83A0", "#1F5A85", "#1D2F5E")
"""Pale to dark, rising evenly in darkness: low to high response."""
DIVERGING = ("#8C4A0B", "#C98538", "#EBCB99", "#F5F3EF", "#A3CDD9", "#3F8FB0", "#0F4C75")
"""Brown over white to blue: below, at and above the mean; safe for red-green blindness."""

EFFECT_LIGHT = ("#2166AC", "#6FA8CF", "#F4F4F2", "#E8886A", "#B2182B")
EFFECT_DARK = ("#7CC0F5", "#3B6F9E", "#1B252E", "#A8503F", "#FF8E75")
"""Blue over the ground to red: an RBP suppresses a site, does nothing, supports it; as RNA maps are published."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme, light or dark; every field is a hex colour or a mapping to hex colours.

    Parameters
    ----------
    background, panel, text, muted, border, primary : str
        Page, raised surface, text, secondary text, lines, accent.
    cnn, gcn, gated, gate : str
        Lines of the response tracks.
    viewpoint : str
        Shade and border of the measured region.
    acceptor, donor, motif, supports, suppresses, ref, alt : str
        Things that keep their colour on every page.
    bases, elements : dict of str to str
        Letters `ACGUN` and elements `SMHIBE-`.
    categorical : tuple of str
        Series without a meaning of their own.
    """

    background: str
    panel: str
    text: str
    muted: str
    border: str
    primary: str
    cnn: str
    gcn: str
    gated: str
    gate: str
    viewpoint: str
    acceptor: str
    donor: str
    motif: str
    supports: str
    suppresses: str
    ref: str
    alt: str
    bases: dict[str, str]
    elements: dict[str, str]
    categorical: tuple[str, ...]


def base_colours(name: BaseColours = "safe", *, dark: bool = False) -> dict[str, str]:
    """Return the colour of each letter of `ACGUN`.

    Parameters
    ----------
    name : {"safe", "classic"}
        Colour-blind-safe (default) or classic set.
    dark : bool, default False
        Whether the background is dark: colours that would vanish on it are lightened.
    """
    if name not in ("safe", "classic"):
        raise InvalidOptionError(f"Got the base colours {name!r}; expected 'safe' or 'classic'.")
    chosen = BASES_SAFE if name == "safe" else BASES_CLASSIC
    return {**chosen, **(_BASES_DARK[name] if dark else {})}


def palette(dark: bool = False, bases: BaseColours = "safe") -> Palette:
    """Return the colours of the light or the dark theme, with the chosen set of base colours."""
    line = CATEGORICAL_DARK if dark else CATEGORICAL_LIGHT
    return Palette(
        background=BACKGROUND_DARK if dark else BACKGROUND_LIGHT,
        panel=SECONDARY_BACKGROUND_DARK if dark else SECONDARY_BACKGROUND_LIGHT,
        text=TEXT_DARK if dark else TEXT_LIGHT,
        muted=MUTED_DARK if dark else MUTED_LIGHT,
        border=BORDER_DARK if dark else BORDER_LIGHT,
        primary=PRIMARY_DARK if dark else PRIMARY_LIGHT,
        cnn=line[0],
        gcn=line[1],
        gated=line[3],
        gate=line[2],
        viewpoint="#E0B84C" if dark else "#A87400",
        acceptor="#E79A2E" if dark else "#C77A0E",
        donor="#B98AF0" if dark else "#740EC7",
        motif="#43B6E3" if dark else "#0E83B2",
        supports="#4CC98A" if dark else "#117733",
        suppresses="#FF8A75" if dark else "#BB2A12",
        ref="#9DB0FF" if dark else "#0000B4",
        alt="#05D0D2" if dark else "#008A8C",
        bases=base_colours(bases, dark=dark),
        elements=dict(ELEMENTS),
        categorical=line,
    )


def relative_luminance(colour: str) -> float:
    """Return the WCAG 2 relative luminance of a hex colour, 0 (black) to 1 (white)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Return the WCAG 2 contrast ratio of two hex colours, 1 to 21; text needs 4.5, lines and symbols 3."""
    high, low = sorted((relative_luminance(first), relative_luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def ink_on(colour: str) -> str:
    """Return near-black or white, whichever reads better on a hex colour."""
    return INK if contrast(INK, colour) >= contrast(PAPER, colour) else PAPER


def translucent(colour: str, opacity: float) -> str:
    """Return a hex colour as a CSS `rgba(...)` value with an opacity in [0, 1]."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:g})"


def colour_scale(colours: tuple[str, ...]) -> list[tuple[float, str]]:
    """Return colours as evenly spaced stops (place in [0, 1], hex colour), low to high."""
    return [(i / (len(colours) - 1), colour) for i, colour in enumerate(colours)]


def plotly_template(dark: bool = False) -> dict[str, Any]:
    """Return the plotly template of the light or dark theme as a plain dictionary (`layout.template`)."""
    p = palette(dark)
    axis = {
        "gridcolor": p.border,
        "linecolor": p.muted,
        "tickcolor": p.muted,
        "zerolinecolor": p.border,
        "zeroline": False,
        "ticks": "outside",
        "ticklen": 4,
        "automargin": True,
        "title": {"standoff": 8},
    }
    layout = {
        "font": {"family": FONT_FAMILY, "size": 13, "color": p.text},
        "paper_bgcolor": p.background,
        "plot_bgcolor": p.background,
        "colorway": list(p.categorical),
        "xaxis": axis,
        "yaxis": axis,
        "colorscale": {"sequential": colour_scale(SEQUENTIAL), "diverging": colour_scale(DIVERGING)},
        "hoverlabel": {"bgcolor": p.panel, "bordercolor": p.border, "font": {"family": FONT_FAMILY, "size": 13, "color": p.text}},
        "legend": {"bgcolor": "rgba(0,0,0,0)", "font": {"size": 12}},
        "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": p.muted, "activecolor": p.primary},
        "hoverdistance": 30,
        "separators": ". ",
    }
    return {"layout": layout}


def matplotlib_rc(dark: bool = False) -> dict[str, Any]:
    """Return the matplotlib settings of paper figures: text stays text (SVG text nodes, TrueType in PDF), 7 to 9 pt."""
    p = palette(dark)
    return {
        "svg.fonttype": "none",
        "pdf.fonttype": 42,
        "font.family": ["DejaVu Sans"],
        "font.size": 7.5,
        "axes.titlesize": 8,
        "axes.labelsize": 7.5,
        "xtick.labelsize": 7,
        "ytick.labelsize": 7,
        "legend.fontsize": 7,
        "axes.linewidth": 0.6,
        "lines.linewidth": 0.9,
        "xtick.major.width": 0.6,
        "ytick.major.width": 0.6,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "figure.facecolor": p.background,
        "savefig.facecolor": p.background,
        "axes.facecolor": p.background,
        "axes.edgecolor": p.muted,
        "axes.labelcolor": p.text,
        "axes.titlecolor": p.text,
        "text.color": p.text,
        "xtick.color": p.muted,
        "ytick.color": p.muted,
        "xtick.labelcolor": p.text,
        "ytick.labelcolor": p.text,
        "legend.frameon": False,
        "legend.labelcolor": p.text,
    }
