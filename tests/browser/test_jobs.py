"""Long work in a real browser: it runs beside the page, survives a reload, and can be cancelled."""

import re

from playwright.sync_api import Page, expect

from tests.browser.helpers import open_home, paste, rna, wait_for_curves

RECORDS = 3_000
"""More than any machine folds while this test looks on."""
JOB_PATIENCE = 240_000
"""Longest wait for a job to end, ms: jobs yield to everything else that a busy machine does."""


def test_a_long_job_survives_a_reload_and_can_be_cancelled(page: Page) -> None:
    open_home(page)
    text = "\n".join(f">rec_{i}\n{rna(330, i)}" for i in range(RECORDS))
    page.locator("input[type=file]").set_input_files({"name": "many.fa", "mimeType": "text/plain", "buffer": text.encode()})
    expect(page.get_by_text("many.fa")).to_be_visible()
    page.get_by_role("button", name="Show where it binds").click()
    wait_for_curves(page)
    page.get_by_role("button", name=re.compile("^(play_arrow )?Score 3,000 records")).click()
    expect(page.get_by_role("button", name="Cancel")).to_be_visible()
    expect(page.get_by_text(re.compile("of 3,000")).first).to_be_visible()

    page.get_by_test_id("stNumberInputStepUp").click()
    expect(page.get_by_text("chosen: rec_1")).to_be_visible()
    expect(page.get_by_role("button", name="Cancel")).to_be_visible()

    page.reload()
    wait_for_curves(page)
    expect(page.get_by_role("button", name="Cancel")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Cancelled.")).to_be_visible()
    expect(page.get_by_role("button", name="Run again")).to_be_visible()


def test_a_long_rna_is_folded_beside_the_page_and_drawn_in_every_tab(page: Page) -> None:
    paste(page, f">long_rna\n{rna(1_700, 77)}")
    expect(page.get_by_text("This RNA has 1,700 nt")).to_be_visible()
    page.get_by_role("button", name=re.compile("^(play_arrow )?Fold and show the curves")).click()
    expect(page.get_by_role("button", name=re.compile("Fold and show the curves"))).to_have_count(0)
    page.wait_for_url(re.compile("input=[0-9a-f]{32}"))
    second = page.context.new_page()
    second.goto(page.url)
    page.reload()
    for tab in (page, second):
        expect(tab.locator(".js-plotly-plot").filter(has_text="Graph response").first).to_be_visible(timeout=JOB_PATIENCE)
        wait_for_curves(tab)
        expect(tab.locator(".js-plotly-plot").first).to_contain_text("long_rna")
        expect(tab.get_by_role("button", name="Cancel")).to_have_count(0)
