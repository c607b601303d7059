"""Landscapes as files: BED on both strands, JSON that is read back, tables with their base of coordinates."""

from pathlib import Path

import pandas as pd
import pytest

from rbpviz.errors import JobError
from rbpviz.export.landscapes import json_bytes, landscape_bed, read_landscape, read_seeds, write_change, write_landscape, write_seeds
from rbpviz.results.landscape_edits import KnockOut, LandscapeChange, MotifChange, SiteChange
from rbpviz.results.landscapes import GenomePlace, Landscape
from tests.plots.landscapes import FORWARD, REVERSE, sample_landscape, sample_seeds


def rows(landscape: Landscape) -> list[list[str]]:
    return [line.split("\t") for line in landscape_bed(landscape).decode().splitlines() if not line.startswith("#")]


@pytest.mark.parametrize("genome", [FORWARD, REVERSE, None])
def test_bed_names_the_same_bases_on_either_strand(genome: GenomePlace | None) -> None:
    landscape = sample_landscape(genome=genome)
    found = rows(landscape)
    assert len(found) == sum(len(p.sites) + len(p.motifs) for p in landscape.panels)
    starts = [int(row[1]) for row in found]
    assert starts == sorted(starts)
    back = {(_position(genome, int(row[1])) if genome else int(row[1]), row[3]) for row in found}
    expected = {(s.position, f"{p.model}_{s.kind}") for p in landscape.panels for s in p.sites}
    expected |= {(m.position, f"{p.model}_{m.rbp}") for p in landscape.panels for m in p.motifs}
    assert back == expected
    assert {row[5] for row in found} == {genome.strand if genome else "+"}
    assert {row[0] for row in found} == {"chr5" if genome else "t1"}
    assert all(int(row[2]) == int(row[1]) + 1 and 0 <= int(row[4]) <= 1000 for row in found)


def _position(genome: GenomePlace, start: int) -> int:
    return start - genome.start if genome.strand == "+" else genome.end - 1 - start


def test_bed_scores_are_probabilities_and_shares() -> None:
    scores = {row[3]: int(row[4]) for row in rows(sample_landscape())}
    assert scores["sam-fm/human_donor"] == 0
    assert scores["sam-fm/human_RBP0"] == round(1000 * (1 - 2.718281828**-0.9))


def test_json_is_read_back(tmp_path: Path) -> None:
    landscape = sample_landscape(edits=("QKI knocked down everywhere",))
    write_landscape(landscape, tmp_path)
    assert read_landscape(tmp_path / "landscape.json") == landscape
    write_seeds(sample_seeds(), tmp_path)
    assert read_seeds(tmp_path / "seeds.json") == sample_seeds()
    head = (tmp_path / "effects.tsv").read_text().splitlines()
    assert any("0-based in the pre-mRNA" in line for line in head)
    assert any("edit: QKI knocked down everywhere" in line for line in head)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"thresholds": {"m": 3}}'])
def test_damaged_files_are_told_in_words(tmp_path: Path, text: str) -> None:
    path = tmp_path / "landscape.json"
    path.write_text(text)
    for read in (read_landscape, read_seeds):
        with pytest.raises(JobError, match="compute it again"):
            read(path)


def test_changes_are_written_beside_the_new_landscape(tmp_path: Path) -> None:
    before, after = sample_landscape(), sample_landscape(edits=("RBP0 at 5 knocked out",))
    site = SiteChange("sam-am/human", 200, "acceptor", -0.7, -2.0, called_before=True, called_after=False, annotated=True)
    change = LandscapeChange(before, after, (KnockOut(4, "RBP0"),), (site,), (MotifChange("sam-am/human", 4, "RBP0", 0.5, 0.0),))
    write_change(change, tmp_path)
    table = pd.read_csv(tmp_path / "site_changes.tsv", sep="\t", comment="#")
    assert table.change.tolist() == [-1.3]
    assert pd.read_csv(tmp_path / "motif_changes.tsv", sep="\t", comment="#").status.tolist() == ["lost"]
    assert read_landscape(tmp_path / "before.json") == before
    assert b"ko" in json_bytes(change.as_dict())
