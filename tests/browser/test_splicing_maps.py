"""RNA maps and fixed against adjusted motifs in a real browser: drawn, chosen by click, carried by links, exported and read back."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Page, expect

from rbpviz.motifs.meme import read_meme
from tests.browser.conftest import PATIENCE, serve
from tests.browser.helpers import background, figure_background, take_download
from tests.ui.splicing_models import write_splicing_models

SVG_TEXT = "{http://www.w3.org/2000/svg}text"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, browser_path: str) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("splicing")
    with serve(write_splicing_models(folder / "models"), folder) as found:
        yield found


@pytest.fixture
def window(chromium: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    scheme = getattr(request, "param", "light")
    context = chromium.new_context(base_url=address, viewport={"width": 1280, "height": 800}, color_scheme=scheme, accept_downloads=True)
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("window", ["light", "dark"], indirect=True)
def test_maps_are_drawn_chosen_and_exported(window: Page, tmp_path: Path) -> None:
    window.goto("/rna_maps?rbp=SRSF2")
    figure = window.locator(".js-plotly-plot").first
    expect(figure).to_contain_text("Adjusted motifs (AM), 2 seeds")
    window.wait_for_function("document.querySelector('.js-plotly-plot .main-svg').style.background.includes('rgb')")
    assert background(window) == figure_background(window)
    expect(window.locator(".js-plotly-plot").nth(1)).to_contain_text("SRSF2")
    dot = figure.locator(".scatterlayer .point").first
    box = dot.bounding_box()
    assert box is not None
    window.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    window.wait_for_timeout(400)
    window.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    window.wait_for_url(re.compile("rbp=HNRNPA1"))
    expect(window.locator(".js-plotly-plot").nth(1)).to_contain_text("HNRNPA1")
    path = take_download(window, "SVG", tmp_path)
    texts = {"".join(node.itertext()) for node in ElementTree.parse(path).iter(SVG_TEXT)}
    assert {"TRA2A", "HNRNPA1", "A", "D"} <= texts
    rows = [line for line in take_download(window, "Table AM (TSV)", tmp_path).read_text().splitlines() if not line.startswith("#")]
    assert len(rows) == 1 + 2 * 5 * 201


def test_the_grid_of_motifs_is_clicked_and_its_motifs_are_read_back(window: Page, tmp_path: Path) -> None:
    window.goto("/motifs")
    expect(window.get_by_role("heading", name="All 3 proteins")).to_be_visible()
    cell = window.locator('[data-rbp="HNRNPA1"]')
    expect(cell).to_be_visible()
    assert window.locator("[data-rbp]").count() == 3
    cell.click()
    window.wait_for_url(re.compile("rbp=HNRNPA1"))
    expect(window.get_by_role("heading", name="HNRNPA1")).to_be_visible()
    expect(window.locator('[data-rbp="HNRNPA1"][aria-pressed="true"]')).to_be_visible()
    found = read_meme(take_download(window, "MEME, all motifs", tmp_path).read_text())
    assert len(found) == 9
    texts = {"".join(node.itertext()) for node in ElementTree.parse(take_download(window, "SVG", tmp_path)).iter(SVG_TEXT)}
    assert {"TRA2A", "HNRNPA1", "PCBP1"} <= texts
    window.reload()
    expect(window.get_by_role("heading", name="HNRNPA1")).to_be_visible()
