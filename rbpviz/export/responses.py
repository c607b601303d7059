"""Response curves of many records as files: a table, tracks and figures each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rbpviz.errors import InvalidOptionError
from rbpviz.export.figures import figure_bytes, safe_file_name
from rbpviz.export.tables import number_text, row_text, table_bytes
from rbpviz.export.tracks import bedgraph_bytes
from rbpviz.results.curves import ResponseCurves

FORMATS = ("svg", "pdf", "png")
INDEX_COLUMNS = ("file", "id", "length", "model", "score", "percentile", "flags")


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
        index.write(row_text(INDEX_COLUMNS) + "\n")
        for n, one in enumerate(curves, start=1):
            stem = f"{n:04d}_{safe_file_name(one.id)}"
            header = (f"model {one.model}", f"score {number_text(one.score)}", "position is 0-based")
            (folder / f"{stem}.tsv").write_bytes(table_bytes(one.frame(), comment=header))
            for which in ("cnn", "gcn"):
                (folder / f"{stem}.{which}.bedgraph").write_bytes(bedgraph_bytes(one, which))
            for name in formats.names:
                (folder / f"{stem}.{name}").write_bytes(figure_bytes(draw(one), name))
            cells = (stem, one.id, len(one), one.model, one.score, one.percentile, ",".join(one.flags))
            index.write(row_text(cells) + "\n")
    return n
