"""The Ensembl client against a local server: documented answers, and every fault that a network has."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rbpviz.errors import GeneError, InvalidOptionError, NetworkError
from rbpviz.genes.ensembl import fetch_gene
from rbpviz.genes.ensembl_http import EnsemblOptions
from rbpviz.genes.flags import GeneFlagKind
from tests.genes.ensembl_server import GENE_ID, START, Service, lookup, running, toy_service, transcript
from tests.genes.toy import toy

QUICK = EnsemblOptions(connect_seconds=1, read_seconds=0.5, backoff=0.01)


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Service]:
    monkeypatch.setenv("RBPVIZ_CACHE", str(tmp_path / "cache"))
    with running() as found:
        monkeypatch.setenv("RBPVIZ_ENSEMBL_GRCH38", found.address)
        monkeypatch.setenv("RBPVIZ_ENSEMBL_GRCH37", found.address)
        yield found


def test_a_symbol_gives_the_gene_with_its_canonical_transcript_first(service: Service) -> None:
    toy_gene = toy_service(service)
    gene = fetch_gene("SMN1", options=QUICK)
    assert gene.sequence == toy_gene.sequence
    assert [one.id for one in gene.transcripts] == ["ENST00000000002", "ENST00000000001"]
    assert [(exon.start, exon.end) for exon in gene.principal.exons] == toy_gene.exons
    assert str(gene.span) == f"GRCh38 chr5:{START}-{START + len(gene) - 1}(+)"
    assert gene.symbol == "SMN1"
    assert gene.source.endswith(f"{GENE_ID}.17, GRCh38")
    assert [path.partition("?")[0] for path in service.asked] == ["/lookup/symbol/homo_sapiens/SMN1", f"/sequence/id/{GENE_ID}"]
    assert "expand=1" in service.asked[0]
    assert "type=genomic" in service.asked[1]


def test_a_gene_on_the_minus_strand_reads_its_own_strand(service: Service) -> None:
    toy_gene = toy_service(service, strand=-1)
    gene = fetch_gene("SMN1", options=QUICK)
    assert gene.sequence == toy_gene.sequence
    assert [(exon.start, exon.end) for exon in gene.principal.exons] == toy_gene.exons
    assert gene.strand == "-"
    assert gene.genome_base1(0) == START + len(gene) - 1
    assert gene.flag(GeneFlagKind.NONCANONICAL_SITES) is None or gene.flag(GeneFlagKind.NONCANONICAL_SITES).count < 2  # type: ignore[union-attr]


@pytest.mark.parametrize("name", [GENE_ID, f"{GENE_ID}.17", "ENST00000000001", " SMN1 "])
def test_stable_ids_with_and_without_version_and_transcripts_are_understood(service: Service, name: str) -> None:
    toy_service(service)
    gene = fetch_gene(name, options=QUICK)
    assert gene.id == GENE_ID
    assert gene.principal.id == ("ENST00000000001" if "ENST" in name else "ENST00000000002")


def test_grch37_is_asked_at_its_own_server_and_a_wrong_build_is_refused(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    toy_service(service, assembly="GRCh37.p13")
    assert fetch_gene("SMN1", assembly="GRCh37", options=QUICK).assembly == "GRCh37.p13"
    with pytest.raises(GeneError, match=r"build 'GRCh37.p13'; expected GRCh38"):
        fetch_gene("SMN1", assembly="GRCh38", options=replace(QUICK, fresh=True))
    with pytest.raises(InvalidOptionError, match="GRCh38, GRCh37"):
        fetch_gene("SMN1", assembly="hg18")


def test_answers_are_kept_and_asked_for_anew_on_demand(service: Service) -> None:
    toy_service(service)
    first = fetch_gene("SMN1", options=QUICK)
    assert fetch_gene("SMN1", options=QUICK) == first
    assert len(service.asked) == 2
    fetch_gene("SMN1", options=replace(QUICK, fresh=True))
    assert len(service.asked) == 4


@pytest.mark.parametrize("faults", [["500"], ["503", "500"], ["429 0.05"], ["truncated"], ["half"], ["", "half"], ["", "truncated"]])
def test_a_fault_that_passes_is_waited_out(service: Service, faults: list[str]) -> None:
    expected = toy_service(service).sequence
    service.faults += faults
    assert fetch_gene("SMN1", options=QUICK).sequence == expected
    assert len(service.asked) == 2 + len([fault for fault in faults if fault])


def test_retry_after_is_honoured_to_the_fraction(service: Service) -> None:
    toy_service(service)
    service.faults.append("429 0.7")
    fetch_gene("SMN1", options=QUICK)
    assert service.times[1] - service.times[0] >= 0.7


def test_pauses_grow_from_one_try_to_the_next(service: Service) -> None:
    toy_service(service)
    service.faults += ["500", "500", "500"]
    fetch_gene("SMN1", options=replace(QUICK, backoff=0.1))
    pauses = [b - a for a, b in zip(service.times[:3], service.times[1:4], strict=True)]
    assert pauses[2] > pauses[1] >= 0.2


@pytest.mark.parametrize(
    ("faults", "words"),
    [
        (["500"] * 9, "out of order"),
        (["429 3600"], "asked to wait 3,600 s"),
        (["hang"] * 9, "did not answer in time"),
        (["truncated"] * 9, "broken answers"),
        (["403"], "status 403"),
    ],
)
def test_a_fault_that_stays_is_told_in_one_sentence(service: Service, faults: list[str], words: str) -> None:
    toy_service(service)
    service.faults += faults
    with pytest.raises(NetworkError, match=words) as found:
        fetch_gene("SMN1", options=QUICK)
    assert str(found.value).startswith("Ensembl (127.0.0.1")
    assert "\n" not in str(found.value)


def test_offline_is_told_in_one_sentence(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RBPVIZ_ENSEMBL_GRCH38", "http://127.0.0.1:9")
    with pytest.raises(NetworkError, match="cannot be reached from this machine; check the network, or add the gene from a file"):
        fetch_gene("SMN1", options=QUICK)


def test_an_unknown_symbol_is_told_and_not_asked_again(service: Service) -> None:
    with pytest.raises(GeneError, match="knows no gene 'NOSUCH' in GRCh38"):
        fetch_gene("NOSUCH", options=QUICK)
    assert len(service.asked) == 1


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "SMN1?x=1", "a b", "x" * 60, "SMN1/..", "ＳＭＮ１"])
def test_a_name_that_is_no_name_is_never_sent(service: Service, name: str) -> None:
    with pytest.raises(GeneError, match="expected a symbol"):
        fetch_gene(name, options=QUICK)
    assert service.asked == []


def test_a_gene_without_introns_is_refused(service: Service) -> None:
    letters = toy().dna
    body = lookup(len(letters), [transcript("ENST00000000001", [(0, len(letters))], len(letters), canonical=1)])
    service.answers["/lookup/symbol/homo_sapiens/SMN1"] = (200, body)
    service.answers[f"/sequence/id/{GENE_ID}"] = (200, letters)
    with pytest.raises(GeneError, match="has no introns"):
        fetch_gene("SMN1", options=QUICK)


def test_an_answer_without_what_is_documented_is_refused(service: Service) -> None:
    service.answers["/lookup/symbol/homo_sapiens/SMN1"] = (200, json.dumps({"object_type": "Gene", "id": GENE_ID}))
    with pytest.raises(NetworkError, match="lacks what it is documented to have"):
        fetch_gene("SMN1", options=QUICK)


def test_progress_can_stop_the_fetch(service: Service) -> None:
    toy_service(service)

    def stop(done: int, total: int | None, message: str) -> None:
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch_gene("SMN1", options=QUICK, progress=stop)
    assert len(service.asked) == 1
