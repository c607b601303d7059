"""The box that asks for a gene: examples, Ensembl, a genome of this machine, simulated genes; and the limits of uploads."""

import io
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from rbpviz import config
from rbpviz.errors import InputLimitError
from rbpviz.genes.library import GeneLibrary
from rbpviz.ui import gene_box, state
from rbpviz.ui.gene_state import GeneChoice
from tests.genes.ensembl_server import running, toy_service
from tests.genes.toy import fasta, gtf, toy


class Upload(io.BytesIO):
    """What an uploaded file looks like to the code."""

    def __init__(self, name: str, content: bytes, size: int = 0) -> None:
        super().__init__(content)
        self.name, self.size = name, size or len(content)


def page() -> None:
    """Draw the strip that pages use."""
    import streamlit as st

    from rbpviz.ui import gene_choice, shell

    shell.page_setup("Which?", "A page.")
    found = gene_choice.show_gene_picker(key="here")
    st.write(f"chosen: {found[0].name} {found[1].exon} {found[1].region}" if found else "none")


@pytest.fixture
def strip(home: Path, models: Path) -> AppTest:
    return AppTest.from_function(page, default_timeout=60).run()


def source(app: AppTest, name: str) -> AppTest:
    return app.get("button_group")[0].set_value(name).run()  # type: ignore[attr-defined]


def said(app: AppTest) -> str:
    assert not app.exception, [one.value for one in app.exception]
    return "\n".join(str(one.value) for one in (*app.markdown, *app.text, *app.error))


def test_an_example_is_one_click(strip: AppTest) -> None:
    assert "none" in said(strip)
    strip.button(key="gene_example_here_smn2").click().run()
    assert "chosen: SMN2 2 None" in said(strip)
    assert "SMN2, GRCh37 chr5:70241893-70248839(+), 6,947 nt (from the tray)" in said(strip)


def test_a_simulated_gene_is_made_from_its_seed(strip: AppTest) -> None:
    source(strip, gene_box.SIMULATED)
    strip.number_input[0].set_value(5).run()
    strip.button(key="gene_simulate_here").click().run()
    assert strip.session_state[state.GENE] == GeneChoice("simulated-5")
    assert "chosen: SIM5 2 None" in said(strip)


def test_a_gene_is_fetched_from_ensembl_into_the_library(
    strip: AppTest, home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("RBPVIZ_CACHE", str(tmp_path / "cache"))
    source(strip, gene_box.ENSEMBL)
    with running() as service:
        monkeypatch.setenv("RBPVIZ_ENSEMBL_GRCH38", service.address)
        toy_service(service)
        strip.text_input(key="gene_symbol_here").set_value("SMN1")
        strip.button[0].click().run()
    assert "chosen: SMN1 2 None" in said(strip)
    assert "GRCh38 chr5" in said(strip)
    assert len(GeneLibrary(home / "genes").entries()[0]) == 1


def test_an_unknown_symbol_is_told_and_the_input_stays(strip: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RBPVIZ_CACHE", str(tmp_path / "cache"))
    source(strip, gene_box.ENSEMBL)
    with running() as service:
        monkeypatch.setenv("RBPVIZ_ENSEMBL_GRCH38", service.address)
        strip.text_input(key="gene_symbol_here").set_value("NOSUCH")
        strip.button[0].click().run()
    assert "knows no gene 'NOSUCH' in GRCh38" in said(strip).replace("\\", "")
    assert strip.text_input(key="gene_symbol_here").value == "NOSUCH"


def test_a_place_in_a_genome_of_this_machine_opens_its_gene(
    home: Path, models: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    one = toy(flank=0)
    (tmp_path / "GRCh38.fa").write_text(fasta("chr5", "ACGT" * 25 + one.dna))
    (tmp_path / "GRCh38.gtf").write_text(gtf("chr5", [(s + 100, e + 100) for s, e in one.exons], "+"))
    monkeypatch.setenv("RBPVIZ_GENOMES", str(tmp_path))
    app = source(AppTest.from_function(page, default_timeout=60).run(), gene_box.GENOME)
    app.text_input(key="gene_genome_what_here").set_value("chr5:111-120")
    app.button[0].click().run()
    assert "chosen: TOYG1 None (10, 20)" in said(app)


def test_files_beyond_the_limit_are_refused_by_their_size() -> None:
    gene_box.check_sizes([Upload("ok.fa", b">a\nACGU\n")])  # type: ignore[list-item]
    with pytest.raises(InputLimitError, match="larger than 200 MB"):
        gene_box.check_sizes([Upload("big.fa", b"", config.MAX_GENE_UPLOAD_BYTES + 1)])  # type: ignore[list-item]
    assert gene_box.UPLOAD_LIMITS.max_file_bytes == config.MAX_GENE_UPLOAD_BYTES


def test_the_first_place_of_a_bed_file_is_taken() -> None:
    assert gene_box.first_place(Upload("x.bed", b"track\nchr5\t9\t20\tp\t0\t-\n")) == "chr5:10-20(-)"  # type: ignore[arg-type]
    assert gene_box.first_place(Upload("x.bed", b"track\n")) == ""  # type: ignore[arg-type]
