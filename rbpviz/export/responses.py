"""Response curves of many records as files: a table, tracks and figures each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rbpviz.errors import InvalidOptionError
from rbpviz.export.figures import figure_bytes, safe_file_name
from rbpviz.export.tables import table_bytes
from rbpviz.export.tracks import bedgraph_bytes
from rbpviz.results.curves import ResponseCurves

FORMATS = ("svg", "pdf", "png")


@dataclass(frozen=True, slots=True)
class FigureFormats:
    """Which figure files to write; none by default."""

    names: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> "FigureFormats":
        """Return the formats of a comma list such as `svg,pdf`.

        Raises
        ------
        InvalidOptionError
            If one is not known.
        """
        names = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
        wrong = [name for name in names if name not in FORMATS]
        if wrong:
            raise InvalidOptionError(f"Got the figure format {wrong[0]!r}; expected a comma list of {', '.join(FORMATS)}.")
        return cls(names)


def write_responses(
    curves: Iterable[ResponseCurves],
    folder: Path,
    *,
    formats: FigureFormats = FigureFormats(),
    draw: Callable[[ResponseCurves], Any],
) -> int:
    """Write each record's curves into a folder and return how many there were.

    Each record gets `NNNN_id.tsv` (0-based positions), `NNNN_id.cnn.bedgraph`, `NNNN_id.gcn.bedgraph` and figures; `index.tsv` lists them.

    Parameters
    ----------
    curves : iterable of ResponseCurves
        Taken one by one.
    folder : Path
        Made if it is not there.
    formats : FigureFormats
        Figures to write.
    draw : callable
        Returns a figure for one record.

    Returns
    -------
    int
    """
    folder.mkdir(parents=True, exist_ok=True)
    n = 0
    with (folder / "index.tsv").open("w", encoding="utf-8") as index:
        index.write("file\tid\tlength\tmodel\tscore\tpercentile\tflags\n")
        for n, one in enumerate(curves, start=1):
            stem = f"{n:04d}_{safe_file_name(one.id)}"
            header = (f"model {one.model}", f"score {one.score:.6f}", "position is 0-based")
            (folder / f"{stem}.tsv").write_bytes(table_bytes(one.frame(), comment=header))
            for which in ("cnn", "gcn"):
                (folder / f"{stem}.{which}.bedgraph").write_bytes(bedgraph_bytes(one, which))
            for name in formats.names:
                (folder / f"{stem}.{name}").write_bytes(figure_bytes(draw(one), name))
            cells = (
                stem,
                stem.split("_", 1)[1],
                str(len(one)),
                one.model,
                f"{one.score:.6f}",
                f"{one.percentile:.2f}",
                ",".join(one.flags),
            )
            index.write("\t".join(cells) + "\n")
    return n
