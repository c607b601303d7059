"""The genes page in a real browser: an example, an upload, a click on an exon, an export, a link."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.helpers import background, figure_background, take_download
from tests.genes.toy import exon_rows, fasta, toy

FIGURE = ".js-plotly-plot"


def open_genes(page: Page, query: str = "") -> None:
    page.goto(f"/genes{query}")
    expect(page.get_by_role("heading", name="Which gene, and where are its exons?")).to_be_visible()


def wait_for_figure(page: Page, text: str) -> None:
    """Wait until a figure says this; the one before it may still be there."""
    expect(page.locator(FIGURE).filter(has_text=text).first).to_be_visible()


@pytest.mark.parametrize("page", ["light", "dark"], indirect=True)
def test_a_link_opens_the_gene_with_its_exon_in_the_theme_of_the_page(page: Page) -> None:
    open_genes(page, "?gene=example-smn2&transcript=t1&exon=2")
    wait_for_figure(page, "exon 7")
    expect(page.get_by_text("U at the sixth base of exon 7 weakens the exon")).to_be_visible()
    page.wait_for_function(f"document.querySelector('{FIGURE} .main-svg').style.background.includes('rgb')")
    assert background(page) == figure_background(page)


def test_a_click_on_an_exon_chooses_it_and_goes_into_the_address(page: Page) -> None:
    open_genes(page, "?gene=example-fas")
    wait_for_figure(page, "exon 6")
    box = page.locator(f"{FIGURE} .trace.bars").last.locator(".point path").nth(2).bounding_box()
    assert box is not None
    page.wait_for_timeout(500)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 4)
    page.wait_for_timeout(300)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 4)
    page.wait_for_url(re.compile("exon=3"))
    wait_for_figure(page, "exon 7")


def test_uploaded_files_give_a_gene_and_its_table_reads_back(page: Page, tmp_path: Path) -> None:
    one = toy()
    exons = "gene\ttranscript\tstart\tend\n" + exon_rows("MY_GENE", one.exons)
    open_genes(page)
    page.get_by_role("button", name="Add a gene").click()
    page.get_by_role("radio", name="Files").or_(page.get_by_text("Files", exact=True)).first.click()
    uploads = [("<img src=x>.fa", fasta("MY_GENE", one.dna)), ("exons.tsv", exons)]
    files = [{"name": name, "mimeType": "text/plain", "buffer": text.encode()} for name, text in uploads]
    page.locator("input[type=file]").first.set_input_files(files)  # type: ignore[arg-type]
    expect(page.get_by_text("exons.tsv")).to_be_visible()
    page.get_by_role("button", name="Read the files").click()
    expect(page.get_by_role("heading", name="MY_GENE")).to_be_visible()
    expect(page.get_by_role("button", name="Read the files")).to_be_hidden()
    expect(page.get_by_text("build unknown").first).to_be_visible()
    wait_for_figure(page, "t1")
    assert page.locator("img[src=x]").count() == 0
    lines = [line for line in take_download(page, "Table (TSV)", tmp_path).read_text().splitlines() if not line.startswith("#")]
    first = one.exons[0][0]
    assert [tuple(map(int, line.split("\t")[3:5])) for line in lines[1:]] == [(s - first, e - first) for s, e in one.exons]


def test_files_that_hold_no_gene_are_told_in_one_sentence(page: Page) -> None:
    open_genes(page)
    page.get_by_role("button", name="Add a gene").click()
    page.get_by_text("Files", exact=True).first.click()
    page.locator("input[type=file]").first.set_input_files({"name": "x.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n"})
    expect(page.get_by_text("x.png")).to_be_visible()
    page.get_by_role("button", name="Read the files").click()
    expect(page.get_by_text("a picture")).to_be_visible()
