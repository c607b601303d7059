"""The landscape in a real browser: a gene, an exon, a motif knocked out, the figure and the track exported, the view linked."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE, serve
from tests.browser.helpers import take_download
from tests.models.sam.known import write_known_models

ACCEPTOR = (5875, 70_247_767)
"""First base of SMN2 exon 7 in the excerpt's pre-mRNA and on GRCh37 chr5, both 0-based."""
_FIND = """([rbp]) => {
  const plot = document.querySelector('.js-plotly-plot'), box = plot.getBoundingClientRect();
  for (const trace of plot._fullData) for (let k = 0; k < (trace.customdata || []).length; k++) {
    const [what, panel] = trace.customdata[k];
    if (what !== 'motif' || panel !== 1 || trace.mode !== 'markers' || !trace.text[k].startsWith('<b>' + rbp + ' ')) continue;
    const x = plot._fullLayout.xaxis, y = plot._fullLayout[trace.yaxis.replace('y', 'yaxis')];
    return [box.left + x._offset + x.d2p(trace.x[k]), box.top + y._offset + y.d2p(trace.y[k]), trace.x[k]];
  }
  return null;
}"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, browser_path: str) -> Iterator[str]:
    models = write_known_models(tmp_path_factory.mktemp("known"))
    with serve(models, tmp_path_factory.mktemp("landscape_server")) as address:
        yield address


@pytest.fixture
def page(chromium: Browser, server: str) -> Iterator[Page]:
    context = chromium.new_context(base_url=server, viewport={"width": 1280, "height": 1500}, accept_downloads=True)
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def wait_for_landscape(page: Page, charts: int) -> None:
    expect(page.get_by_role("heading", name=re.compile("^Effects of motif sites"))).to_be_visible()
    expect(page.locator(".js-plotly-plot")).to_have_count(charts)
    page.wait_for_function("[...document.querySelectorAll('.js-plotly-plot')].every(plot => plot._fullData && plot._fullData.length > 10)")


def probabilities(page: Page) -> tuple[float, float]:
    """Return the acceptor's probability before and after under the fixed motifs."""
    line = page.get_by_role("listitem").filter(has_text=f"acceptor at {ACCEPTOR[0] + 1:,}").filter(has_text="sam-fm/human")
    expect(line).to_be_visible()
    found = re.search(r"p (\d\.\d+) → (\d\.\d+)", line.inner_text())
    assert found is not None
    return float(found[1]), float(found[2])


def knock_out(page: Page, rbp: str) -> int:
    """Click a motif of the fixed motifs and return its position, 1-based."""
    x, y, position = page.evaluate(_FIND, [rbp])
    page.mouse.move(x - 3, y - 2)
    page.mouse.move(x, y)
    page.wait_for_timeout(300)
    page.mouse.click(x, y)
    expect(page.get_by_role("heading", name="What changed")).to_be_visible()
    wait_for_landscape(page, 2)
    return int(position)


def read_bed(path: Path) -> dict[str, list[int]]:
    rows = [line.split("\t") for line in path.read_text().splitlines() if not line.startswith("#")]
    assert {(row[0], row[5]) for row in rows} == {("chr5", "+")}
    found: dict[str, list[int]] = {}
    for row in rows:
        found.setdefault(row[3], []).append(int(row[1]))
    return found


def test_an_enhancer_is_knocked_out_exported_and_linked(page: Page, tmp_path: Path) -> None:
    page.goto("/landscape")
    page.get_by_role("button", name="Why is SMN2 exon 7 skipped?").click()
    wait_for_landscape(page, 1)
    before = read_bed(take_download(page, "BED", tmp_path))
    assert ACCEPTOR[1] in before["sam-fm/human_acceptor"]
    position = knock_out(page, "ENH")
    old, new = probabilities(page)
    assert new < old / 1.3, "without its enhancer the exon is weaker"

    after = read_bed(take_download(page, "BED", tmp_path))
    place = position - 1 - ACCEPTOR[0] + ACCEPTOR[1]
    assert place in before["sam-fm/human_ENH"]
    assert place not in after.get("sam-fm/human_ENH", [])
    svg = take_download(page, "SVG", tmp_path)
    texts = ["".join(node.itertext()) for node in ElementTree.parse(svg).iter("{http://www.w3.org/2000/svg}text")]
    assert any("SMN2" in text for text in texts)
    assert any(f"ENH at {position} knocked out" in text for text in texts)

    page.wait_for_url(re.compile(r"edits=ko"))
    again = page.context.new_page()
    again.goto(page.url)
    wait_for_landscape(again, 2)
    assert probabilities(again) == (old, new)
    again.get_by_role("button", name="Undo").click()
    wait_for_landscape(again, 1)
    expect(again.get_by_role("heading", name="What changed")).to_have_count(0)
