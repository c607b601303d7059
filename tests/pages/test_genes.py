"""The genes page and the gene in the tray: library, examples, search, choice, removal, links."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from rbpviz.genes.library import GeneLibrary
from rbpviz.ui import genes_panel, genes_table, state
from rbpviz.ui.gene_state import GeneChoice
from tests.genes.test_library import gene
from tests.pages.helpers import charts, check, figure_text, press, words
from tests.ui.fixtures import ROOT, SECONDS

GENES = "pages/library/genes.py"


@pytest.fixture
def genes_page(app: AppTest) -> AppTest:
    return check(app.switch_page(GENES).run())


def choose(app: AppTest, key: str, **part: object) -> AppTest:
    app.session_state[state.GENE] = GeneChoice(key, **part)  # type: ignore[arg-type]
    return check(app.run())


def tray(app: AppTest) -> str:
    return "\n".join(str(one.value) for one in (*app.sidebar.markdown, *app.sidebar.caption)).replace("\\", "")


def select(app: AppTest, label: str) -> object:
    return next(box for box in app.selectbox if box.label == label)


def test_the_empty_page_lists_the_examples_and_loads_one_in_one_click(genes_page: AppTest) -> None:
    assert list(genes_page.dataframe[0].value["gene"]) == ["SMN1", "SMN2", "FAS", "CFTR", "LMNA", "LMNA"]
    assert set(genes_page.dataframe[0].value["build"]) == {"GRCh37"}
    assert not charts(genes_page)
    check(press(genes_page, "Load the example"))
    assert "SMN2, exon 7" in tray(genes_page)
    assert "weakens the exon" in words(genes_page)


def test_a_chosen_gene_shows_build_strand_exons_and_what_is_odd(genes_page: AppTest) -> None:
    choose(genes_page, "example-smn2")
    assert "GRCh37 chr5:70241893-70248839(+) (1-based, inclusive), 6,947 nt" in words(genes_page)
    assert "GRCh37 chr5:70241893-70248839(+)" in tray(genes_page)
    assert "edited" in tray(genes_page)
    assert "ISS-N1" in figure_text(genes_page)
    exons = genes_page.dataframe[0].value
    assert list(exons["name"]) == ["6", "7", "8"]
    assert list(exons["length"]) == [111, 54, 574]
    assert list(exons["genome_start"])[1] == 70_247_768
    assert list(exons["start"])[1] == 5_876


def test_the_gene_stays_in_the_tray_on_other_pages_and_can_be_cleared_and_brought_back(genes_page: AppTest) -> None:
    choose(genes_page, "example-fas")
    check(genes_page.switch_page("pages/library/models.py").run())
    assert "FAS, exon 6" in tray(genes_page)
    check(press(genes_page, "Clear gene"))
    assert "FAS" not in tray(genes_page)
    check(press(genes_page, "Undo clearing the gene"))
    assert "FAS, exon 6" in tray(genes_page)


def test_transcript_exon_and_region_can_be_chosen(genes_page: AppTest, home: Path) -> None:
    key = GeneLibrary(home / "genes").add(gene()).key
    choose(genes_page, key)
    assert select(genes_page, "Exon").value == 2  # type: ignore[attr-defined]
    check(select(genes_page, "Exon").set_value(3).run())  # type: ignore[attr-defined]
    assert genes_page.session_state[state.GENE] == GeneChoice(key, "T1", 3)
    check(genes_page.text_input(key="genes_page_gene_region").set_value("11-60").run())
    assert genes_page.session_state[state.GENE] == GeneChoice(key, "T1", None, (10, 60))
    assert "11–60 of the pre-mRNA" in tray(genes_page)
    check(select(genes_page, "Transcript").set_value("T2").run())  # type: ignore[attr-defined]
    assert genes_page.session_state[state.GENE].transcript == "T2"


@pytest.mark.parametrize("text", ["0-5", "9-4", "5-999999", "x", "1-"])
def test_a_region_that_is_none_is_told(genes_page: AppTest, text: str) -> None:
    choose(genes_page, "example-fas")
    check(genes_page.text_input(key="genes_page_gene_region").set_value(text).run())
    assert any("expected first and last base between 1 and 1,543" in error.value for error in genes_page.error)
    assert "FAS, exon 6" in tray(genes_page)


def test_search_finds_by_beginning_and_offers_ensembl_where_it_finds_nothing(genes_page: AppTest) -> None:
    check(genes_page.text_input(key=genes_table.SEARCH).set_value("smn").run())
    assert list(genes_page.dataframe[0].value["gene"]) == ["SMN1", "SMN2"]
    check(genes_page.text_input(key=genes_table.SEARCH).set_value("<b>X").run())
    assert "No gene of the library begins with <b>X" in words(genes_page)
    check(press(genes_page, "Ask Ensembl for <b>X in GRCh38"))
    assert any("expected a symbol" in error.value for error in genes_page.error)


def test_offline_is_told_and_the_page_lives(genes_page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RBPVIZ_ENSEMBL_GRCH37", "http://127.0.0.1:9")
    genes_page.text_input(key=genes_table.SEARCH).set_value("TP53").run()
    check(press(genes_page, "Ask Ensembl for TP53 in GRCh37"))
    assert any("cannot be reached from this machine" in error.value for error in genes_page.error)


def test_a_gene_of_the_library_can_be_removed_and_brought_back(genes_page: AppTest, home: Path) -> None:
    library = GeneLibrary(home / "genes")
    key = library.add(gene("<i>EVIL</i>")).key
    choose(genes_page, key)
    check(press(genes_page, "Remove"))
    assert library.entries() == ([], [])
    assert "<i>EVIL" not in tray(genes_page)
    check(press(genes_page, "Undo removing"))
    assert library.get(key).symbol == "<i>EVIL</i>"
    assert "<i>EVIL</i>" in tray(genes_page)


def test_a_simulated_gene_says_so_everywhere(genes_page: AppTest) -> None:
    choose(genes_page, "simulated-7")
    assert "simulated" in tray(genes_page)
    assert "SIMULATED GENE" in figure_text(genes_page)
    assert "build, chromosome and strand unknown" in tray(genes_page)


@pytest.mark.parametrize("key", ["example-none", "0" * 32, "../../etc/passwd", "simulated-x"])
def test_a_link_to_a_gene_that_is_not_there_is_told(models: Path, home: Path, key: str) -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=SECONDS)
    app.query_params["gene"] = key
    check(app.run())
    check(app.switch_page(GENES).run())
    assert not charts(app)
    assert bool(app.error) == ("/" not in key)


def test_a_link_reproduces_gene_transcript_exon_and_look(models: Path, home: Path) -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=SECONDS)
    for name, value in {"gene": "example-cftr", "transcript": "t1", "exon": "3"}.items():
        app.query_params[name] = value
    check(app.run())
    app.query_params[genes_panel.INTRONS] = "shortened"
    check(app.switch_page(GENES).run())
    assert app.session_state[state.GENE] == GeneChoice("example-cftr", "t1", 3)
    assert "CFTR, exon 10 (now 11)" in tray(app)


def test_a_damaged_gene_leaves_the_page_alive(genes_page: AppTest, home: Path) -> None:
    library = GeneLibrary(home / "genes")
    key = library.add(gene()).key
    (library.folder / f"{key}.fa").write_text(">x\nACGU\n")
    choose(genes_page, key)
    assert any("damaged" in error.value for error in genes_page.error)
    assert not charts(genes_page)
