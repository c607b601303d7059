"""RNA maps as tables."""

from pathlib import Path

from rbpviz.export.tables import table_bytes
from rbpviz.results.rna_maps import RnaMap


def write_rna_map(rna_map: RnaMap, folder: Path) -> None:
    """Write `rna_map.tsv` (a row an RBP, end of the exon and offset) and `summary.tsv` (effects in exons and introns) into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "rna_map.tsv").write_bytes(table_bytes(rna_map.frame()))
    (folder / "summary.tsv").write_bytes(table_bytes(rna_map.summary()))
