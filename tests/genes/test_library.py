"""The gene library: what goes in comes out, names are no paths, damage is told, removal can be undone."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rbpviz.errors import GeneError, InputLimitError
from rbpviz.genes import library as library_module
from rbpviz.genes.build import build_gene, make_transcript
from rbpviz.genes.library import GeneLibrary, is_key, search_entries
from rbpviz.genes.model import GeneElement, GeneModel, GenomicSpan
from rbpviz.genes.simulate import simulate_gene
from tests.genes.toy import toy

NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=20)


def gene(symbol: str = "TOY", *, seed: int = 1, assembly: str = "GRCh38") -> GeneModel:
    """Make a gene with all that a gene can have."""
    made = toy(seed=seed)
    span = GenomicSpan(assembly, "chr7", "-", 1_000, 1_000 + len(made.sequence))
    labelled = replace(make_transcript("T1", made.exons), labels=("1", "2a", "2b"))
    other = make_transcript("T2", made.exons[1:])
    built = build_gene(f"ID_{symbol}", made.sequence, [labelled, other], symbol=symbol, span=span, has_paralog=True, split="test")
    return replace(built, elements=(GeneElement("ISS", 5, 9, "a note"),), source="A toy")


@pytest.fixture
def library(tmp_path: Path) -> GeneLibrary:
    return GeneLibrary(tmp_path / "genes")


def test_a_gene_comes_out_as_it_went_in(library: GeneLibrary) -> None:
    entry = library.add(gene(), aliases=("OLD1", "OLD1"))
    assert library.get(entry.key) == gene()
    assert library.entry(entry.key) == entry
    assert (entry.place, entry.exons, entry.transcripts) == ("GRCh38 chr7:1001-1300(-)", 3, 2)
    assert entry.aliases == ("OLD1",)
    assert library.add(gene(), aliases=("OLD1",)).key == entry.key
    assert len(library.entries()[0]) == 1


def test_build_and_exons_tell_genes_apart_and_the_source_does_not(library: GeneLibrary) -> None:
    key = library.add(gene()).key
    assert library.add(gene(assembly="GRCh37")).key != key
    assert library.add(replace(gene(), transcripts=gene().transcripts[:1])).key != key
    assert library.add(replace(gene(), source="elsewhere")).key == key


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(NAMES, NAMES, st.integers(0, 500))
def test_any_name_goes_in_and_comes_out_and_none_is_a_path(library: GeneLibrary, symbol: str, alias: str, seed: int) -> None:
    made = replace(simulate_gene(seed), symbol=symbol, id=f"../{symbol}")
    entry = library.add(made, aliases=(alias,))
    assert library.get(entry.key) == made
    assert {path.stem for path in library.folder.iterdir()} == {one.key for one in library.entries()[0]}
    assert search_entries(library.entries()[0], alias.upper())


@pytest.mark.parametrize("symbol", ["a\nb", "x" * 501, "tab\there", "\x00"])
def test_a_name_that_is_no_name_is_refused(library: GeneLibrary, symbol: str) -> None:
    with pytest.raises(GeneError, match="printable characters"):
        library.add(replace(gene(), symbol=symbol))
    assert library.entries() == ([], [])


@pytest.mark.parametrize("key", ["../../etc/passwd", "", "A" * 32, "0" * 31, "example-smn1"])
def test_a_key_that_is_no_key_never_reaches_the_disk(library: GeneLibrary, key: str) -> None:
    assert not is_key(key)
    for ask in (library.get, library.entry, library.remove, library.restore):
        with pytest.raises(GeneError, match="expected 32 hexadecimal digits"):
            ask(key)


def test_search_takes_exact_names_first_then_beginnings(library: GeneLibrary) -> None:
    entries = [
        library.add(gene(name, seed=i), aliases=("ENSG00000000001.4",) if name == "FAS" else ())
        for i, name in enumerate(("FASN", "FAS", "TP53"))
    ]
    assert [one.symbol for one in search_entries(entries, "fas")] == ["FAS", "FASN"]
    assert [one.symbol for one in search_entries(entries, "ENSG00000000001")] == ["FAS"]
    assert [one.symbol for one in search_entries(entries, " ")] == ["FASN", "FAS", "TP53"]
    assert search_entries(entries, "AS") == []


def test_a_removed_gene_can_be_brought_back(library: GeneLibrary) -> None:
    key = library.add(gene()).key
    library.remove(key)
    assert library.entries() == ([], [])
    with pytest.raises(GeneError, match="not in the library"):
        library.get(key)
    with pytest.raises(GeneError, match="not there any more"):
        library.remove(key)
    library.restore(key)
    assert library.get(key) == gene()


@pytest.mark.parametrize("damage", ["letters", "json", "format", "no letters", "exons"])
def test_a_damaged_gene_is_told_and_leaves_the_others_alone(library: GeneLibrary, damage: str) -> None:
    key, other = library.add(gene()).key, library.add(gene("OTHER", seed=2)).key
    text, letters = library.folder / f"{key}.json", library.folder / f"{key}.fa"
    values = json.loads(text.read_text())
    if damage == "letters":
        letters.write_text(letters.read_text().replace("G", "C"))
    elif damage == "no letters":
        letters.unlink()
    else:
        values |= {"format": 9} if damage == "format" else {"transcripts": [{"id": "x", "exons": [[5, 2]], "labels": []}]}
        text.write_text("{" if damage == "json" else json.dumps(values))
    with pytest.raises(GeneError, match=r"damaged|cannot be read|another format"):
        library.get(key)
    assert library.get(other).symbol == "OTHER"
    assert other in {entry.key for entry in library.entries()[0]}


def test_the_library_has_a_limit(library: GeneLibrary, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library_module, "MAX_GENES", 1)
    library.add(gene())
    library.add(gene())
    with pytest.raises(InputLimitError, match="its limit"):
        library.add(gene("OTHER", seed=2))
