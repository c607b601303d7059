"""`rbpviz genes`: list, add and show, one line an error."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from rbpviz import cli
from tests.genes.ensembl_server import running, toy_service
from tests.genes.toy import exon_rows, fasta, toy

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Return a function that runs `rbpviz genes` in this process with a library of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RBPVIZ_CACHE", str(tmp_path / "cache"))

    def command(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["rbpviz", "genes", *arguments])
        with pytest.raises(SystemExit) as end:
            cli.main()
        found = capsys.readouterr()
        return int(end.value.code or 0), found.out, found.err

    return command


def test_list_shows_the_examples_and_what_was_added(run: Run, tmp_path: Path) -> None:
    one = toy()
    (tmp_path / "g.fa").write_text(fasta("MINE", one.dna))
    (tmp_path / "g.tsv").write_text("gene\ttranscript\tstart\tend\n" + exon_rows("MINE", one.exons))
    code, out, _ = run("add", "g.fa", "--annotation", "g.tsv")
    assert code == 0
    assert out.splitlines()[1].split("\t")[1] == "MINE"
    code, out, _ = run("list")
    assert [line.split("\t")[1] for line in out.splitlines()[1:4]] == ["MINE", "SMN1", "SMN2"]
    code, out, _ = run("show", "MINE")
    rows = [line.split("\t") for line in out.splitlines() if not line.startswith("#")]
    first = one.exons[0][0]
    assert [(int(row[3]), int(row[4])) for row in rows[1:]] == [(s - first, e - first) for s, e in one.exons]
    assert "0-based, half-open" in out


def test_a_symbol_is_fetched_from_ensembl_in_the_build_asked_for(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with running() as service:
        monkeypatch.setenv("RBPVIZ_ENSEMBL_GRCH37", service.address)
        toy_service(service, assembly="GRCh37")
        code, out, _ = run("add", "SMN1", "--assembly", "hg19")
    assert code == 0
    assert out.splitlines()[1].split("\t")[1:4] == ["SMN1", "ENSG00000172062", "GRCh37"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("add",), "expected list, add SYMBOL|FILE, or show SYMBOL"),
        (("drop", "X"), "expected list, add"),
        (("show", "NOSUCH"), "add it first"),
        (("add", "TP53", "--assembly", "hg18"), "got the build 'hg18'"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(run: Run, arguments: tuple[str, ...], words: str) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert words.lower() in err.lower()
    assert len(err.splitlines()) == 1


def test_offline_is_told_in_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RBPVIZ_ENSEMBL_GRCH38", "http://127.0.0.1:9")
    code, _, err = run("add", "TP53")
    assert code == 2
    assert "cannot be reached from this machine" in err
