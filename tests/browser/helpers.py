"""What browser tests do on the pages: paste, wait for figures, read colours, take downloads."""

import random
import re
from pathlib import Path

from playwright.sync_api import Page, expect

LINES = ".js-plotly-plot .scatterlayer .js-line"


def rna(length: int, seed: int) -> str:
    """Return random letters."""
    return "".join(random.Random(seed).choices("ACGU", k=length))


def open_home(page: Page) -> None:
    """Open Home and wait for its box."""
    page.goto("/")
    expect(page.get_by_role("textbox", name="Paste one or more RNA sequences")).to_be_visible()


def paste(page: Page, text: str) -> None:
    """Paste on Home and press its button."""
    open_home(page)
    page.get_by_role("textbox", name="Paste one or more RNA sequences").fill(text)
    page.get_by_role("button", name="Show where it binds").click()


def wait_for_curves(page: Page) -> None:
    """Wait until the CNN curve, both graph curves and the gate are drawn."""
    expect(page.get_by_role("heading", name="Where does it bind?")).to_be_visible()
    page.wait_for_function(f"document.querySelectorAll({LINES!r}).length >= 4")
    expect(page.locator(".js-plotly-plot").first).to_contain_text(re.compile(r"\w"))


def figure_text(page: Page) -> str:
    """Return the texts of the first figure."""
    texts: list[str] = page.locator(".js-plotly-plot").first.locator("text").all_text_contents()
    return " ".join(texts)


def take_download(page: Page, label: str, folder: Path) -> Path:
    """Open the first export menu, take a file from it, and return where it was saved."""
    page.get_by_role("button", name="Export").first.click()
    with page.expect_download() as found:
        page.get_by_role("button", name=label, exact=True).first.click()
    path = folder / found.value.suggested_filename
    found.value.save_as(path)
    page.keyboard.press("Escape")
    return path


def background(page: Page) -> tuple[int, ...]:
    """Return the page's background colour as red, green, blue."""
    colour = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    return tuple(int(part) for part in re.findall(r"\d+", colour)[:3])


def figure_background(page: Page) -> tuple[int, ...]:
    """Return the background colour of the first figure."""
    style = page.evaluate("document.querySelector('.js-plotly-plot .main-svg').style.background")
    return tuple(int(part) for part in re.findall(r"\d+", style)[:3])
