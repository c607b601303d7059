"""How long the app takes to its first page, and `rbpviz --help` to its end, on an installed machine.

Usage: python benchmarks/start_up.py     (needs a Chromium)
"""

import shutil
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path

from common import print_rows
from playwright.sync_api import sync_playwright

PROJECT = Path(__file__).resolve().parent.parent


def time_help() -> float:
    """Return the median seconds of five runs of `rbpviz --help`."""
    took = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run([str(Path(sys.executable).with_name("rbpviz")), "--help"], check=True, stdout=subprocess.DEVNULL)
        took.append(time.perf_counter() - start)
    return statistics.median(took)


def time_first_page() -> float:
    """Return seconds from the start of `make app` to the title of the first page in a waiting browser."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    binary = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=binary, args=["--no-sandbox", "--disable-background-networking"])
        page = browser.new_page()
        start = time.perf_counter()
        server = subprocess.Popen(["make", "-s", "app", f"PORT={port}"], cwd=PROJECT, stdout=subprocess.DEVNULL, start_new_session=True)
        try:
            _open(page, f"http://localhost:{port}")
            return time.perf_counter() - start
        finally:
            subprocess.run(["pkill", "-g", str(server.pid)], check=False)
            browser.close()


def _open(page, address: str) -> None:  # noqa: ANN001
    limit = time.perf_counter() + 60
    while True:
        try:
            page.goto(address)
            break
        except Exception:
            if time.perf_counter() > limit:
                raise
            time.sleep(0.1)
    page.locator("h1").first.wait_for(timeout=60_000)


def main() -> None:
    """Measure and print."""
    pages = [time_first_page() for _ in range(3)]
    print_rows(
        [
            {"measure": "make app to first page", "value": f"{statistics.median(pages):.2f}", "unit": "s", "goal": "< 6"},
            {"measure": "rbpviz --help", "value": f"{time_help():.2f}", "unit": "s", "goal": "< 0.5"},
        ]
    )


if __name__ == "__main__":
    main()
