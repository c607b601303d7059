"""Response curves in a real browser: paste, look, choose, export."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from tests.browser.helpers import background, figure_background, figure_text, open_home, paste, rna, take_download, wait_for_curves


def test_a_pasted_sequence_is_drawn_with_both_curves(page: Page) -> None:
    paste(page, f">my_rna\n{rna(375, 1)}")
    wait_for_curves(page)
    text = figure_text(page)
    assert "my_rna" in text
    assert "CNN response" in text
    assert "Graph response" in text
    assert re.search(r"score 0\.\d{3}", text)


def test_the_downloaded_svg_can_be_read_and_its_text_is_text(page: Page, tmp_path: Path) -> None:
    letters = rna(120, 2)
    paste(page, f">exported_rna\n{letters}")
    wait_for_curves(page)
    path = take_download(page, "SVG", tmp_path)
    assert path.suffix == ".svg"
    texts = ["".join(node.itertext()).strip() for node in ElementTree.parse(path).iter("{http://www.w3.org/2000/svg}text")]
    assert any("exported_rna" in text for text in texts)
    assert any("CNN response" in text for text in texts)


def test_tables_and_tracks_hold_every_base(page: Page, tmp_path: Path) -> None:
    letters = rna(90, 3)
    paste(page, f">t\n{letters}")
    wait_for_curves(page)
    lines = [line for line in take_download(page, "Table (TSV)", tmp_path).read_text().splitlines() if not line.startswith("#")]
    header, rows = lines[0].split("\t"), [line.split("\t") for line in lines[1:]]
    assert "".join(row[header.index("base")] for row in rows) == letters
    assert [int(row[header.index("position")]) for row in rows] == list(range(90))
    track = take_download(page, "bedGraph: CNN", tmp_path).read_text().splitlines()
    ends = [int(line.split("\t")[2]) for line in track if not line.startswith(("#", "track"))]
    assert ends[-1] == 90


@pytest.mark.parametrize("page", ["light", "dark"], indirect=True)
def test_the_figure_has_the_theme_of_the_page(page: Page) -> None:
    open_home(page)
    page.get_by_role("button", name="Where does QKI bind these RNAs?").click()
    wait_for_curves(page)
    page.wait_for_function("document.querySelector('.js-plotly-plot .main-svg').style.background.includes('rgb')")
    expect(page.get_by_role("heading", name="Structure")).to_be_visible()
    assert background(page) == figure_background(page)


def test_a_click_on_a_base_marks_it_and_goes_into_the_address(page: Page) -> None:
    paste(page, f">c\n{rna(200, 4)}")
    wait_for_curves(page)
    expect(page.get_by_role("heading", name="Structure")).to_be_visible()
    box = page.locator(".js-plotly-plot").first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 300, box["y"] + 180)
    page.wait_for_timeout(300)
    page.mouse.click(box["x"] + 300, box["y"] + 180)
    page.wait_for_url(re.compile(r"position=\d+"))
    position = re.search(r"position=(\d+)", page.url)
    assert position is not None
    expect(page.get_by_text(f"Base {position[1]}:")).to_be_visible()
    page.reload()
    wait_for_curves(page)
    expect(page.get_by_text(f"Base {position[1]}:")).to_be_visible()


def test_a_click_in_the_structure_marks_the_curves(page: Page) -> None:
    open_home(page)
    page.get_by_role("button", name="Where does QKI bind these RNAs?").click()
    wait_for_curves(page)
    base = page.locator(".js-plotly-plot").nth(1).locator(".trace.bars").first.locator(".point path").nth(100)
    base.scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    box = base.bounding_box()
    assert box is not None
    page.mouse.move(box["x"], box["y"])
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_timeout(300)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url(re.compile("position=101"))
    expect(page.get_by_text("Base 101:")).to_be_visible()


def test_an_upload_with_a_bad_record_asks_first(page: Page) -> None:
    open_home(page)
    text = f">good\n{rna(60, 5)}\n>bad<script>\nACGUXX\n>=also\n{rna(50, 6)}\n"
    page.locator("input[type=file]").set_input_files({"name": "<img src=x>.fa", "mimeType": "text/plain", "buffer": text.encode()})
    expect(page.get_by_text("<img src=x>.fa")).to_be_visible()
    page.get_by_role("button", name="Show where it binds").click()
    expect(page.get_by_text("2 records can be used, 1 record cannot.")).to_be_visible()
    expect(page.get_by_text("'X' at position 5")).to_be_visible()
    page.get_by_role("button", name="Use the 2 good records").click()
    wait_for_curves(page)
    assert "good" in figure_text(page)
    assert page.locator("img[src=x]").count() == 0
