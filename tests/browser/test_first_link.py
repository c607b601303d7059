"""The first thing a fresh server is asked for is a link to a view; this file runs first, on a server of its own."""

from playwright.sync_api import Page, expect

from tests.browser.helpers import figure_text, wait_for_curves


def test_a_link_opens_the_view_on_a_cold_server(page: Page) -> None:
    page.goto("/response_curves?input=example-qki&record=3&position=170&model=rnassrnet%2FPARCLIP_TAF15")
    wait_for_curves(page)
    assert "QKI_bound_577" in figure_text(page)
    assert "rnassrnet/PARCLIP_TAF15" in figure_text(page)
    expect(page.get_by_text("Base 170:")).to_be_visible()
    expect(page.get_by_text("from the tray")).to_be_visible()
