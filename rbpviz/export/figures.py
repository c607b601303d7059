"""Figure files from matplotlib figures, and file names from untrusted text. No plotting library is imported here."""

import io
import re
from typing import Any, Protocol

from rbpviz.errors import InvalidOptionError

MIME_TYPES: dict[str, str] = {"svg": "image/svg+xml", "pdf": "application/pdf", "png": "image/png"}
PNG_DPI = 300
_RESERVED = {"con", "prn", "aux", "nul", *(f"com{i}" for i in range(10)), *(f"lpt{i}" for i in range(10))}


class Saveable(Protocol):
    """What can be saved like a matplotlib figure."""

    def savefig(self, fname: Any, **options: Any) -> None:
        """Write the figure to a binary stream."""


def figure_bytes(figure: Saveable, fmt: str, *, dpi: int = PNG_DPI) -> bytes:
    """Return a figure as a file.

    Parameters
    ----------
    figure : matplotlib figure
        A figure of `rbpviz.plots`; those save themselves with text as text (SVG) and TrueType fonts (PDF).
    fmt : {"svg", "pdf", "png"}
        File format. SVG and PDF are the same bytes for the same figure: no date is written.
    dpi : int, default 300
        Dots per inch of a PNG.

    Raises
    ------
    InvalidOptionError
        If the format is unknown.
    """
    if fmt not in MIME_TYPES:
        raise InvalidOptionError(f"Got the figure format {fmt!r}; expected svg, pdf or png.")
    metadata = {"svg": {"Date": None}, "pdf": {"CreationDate": None}, "png": None}[fmt]
    stream = io.BytesIO()
    figure.savefig(stream, format=fmt, dpi=dpi, metadata=metadata)
    return stream.getvalue()


def safe_file_name(text: str, default: str = "rbpviz") -> str:
    """Return untrusted text as a file name without a folder: letters, digits, `._-`, at most 80 characters, never hidden or reserved."""
    name = re.sub(r"[^A-Za-z0-9._-]+", "_", text).strip("._-")[:80].rstrip("._-")
    if not name or name.split(".")[0].lower() in _RESERVED:
        return f"{default}_{name}" if name else default
    return name
