"""What all matplotlib figures share: size in millimetres, fonts, safe text. Figures are objects of their own, never pyplot's."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from rbpviz.plots.theme import matplotlib_rc

PAGE_WIDTH = 180.0
"""Width of a two-column figure, mm."""
_MM = 1 / 25.4


@contextmanager
def paper_style(dark: bool = False) -> Iterator[None]:
    """Apply the paper settings while a figure is built or saved, and put the caller's back."""
    with mpl.rc_context(cast(Any, matplotlib_rc(dark))):
        yield


class PaperFigure(Figure):
    """A figure that is saved under the paper settings, whoever saves it: text stays text and the same figure gives the same bytes."""

    def savefig(self, fname: Any, **options: Any) -> None:
        """Save the figure.

        Parameters
        ----------
        fname : path or binary stream
            Where to write.
        **options
            Options of matplotlib's `Figure.savefig`.
        """
        with mpl.rc_context({"svg.fonttype": "none", "pdf.fonttype": 42, "svg.hashsalt": "rbpviz"}):
            super().savefig(fname, **options)


def paper_figure(height: float, width: float = PAGE_WIDTH) -> PaperFigure:
    """Return an empty figure of the given size in mm; call it inside `paper_style`."""
    return PaperFigure(figsize=(width * _MM, height * _MM))


def literal(text: str, limit: int = 60) -> str:
    """Return untrusted text as one short printable line; give it to matplotlib with `parse_math=False`, so that $ stays $."""
    line = "".join(letter if letter.isprintable() else " " for letter in text).strip()
    return line if len(line) <= limit else line[: limit - 1] + "…"


def write(axes: Axes, place: tuple[float, float], text: str, **options: Any) -> None:
    """Write untrusted text literally.

    Parameters
    ----------
    axes : Axes
        Where.
    place : tuple of float
        In axes coordinates, unless `transform` is given.
    text : str
        What; no part of it is read as mathematics.
    **options
        Options of `Axes.text`.
    """
    axes.text(*place, text, transform=options.pop("transform", axes.transAxes), parse_math=False, **options)
