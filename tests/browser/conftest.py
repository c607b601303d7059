"""A real server with test models, and a real Chromium to open it with."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from rbpviz.jobs.runner import JobRunner
from rbpviz.jobs.store import JobStore
from tests.ui.fixtures import ROOT, checkpoints

__all__ = ["checkpoints"]

ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage", "--disable-gpu"]
START_SECONDS = 60
PATIENCE = 60_000
"""Longest wait for something to appear, ms: a busy machine is no failure."""


@pytest.fixture(scope="session")
def server(checkpoints: Path, tmp_path_factory: pytest.TempPathFactory, browser_path: str) -> Iterator[str]:
    """Start the app on a free port and return its address."""
    with serve(checkpoints, tmp_path_factory.mktemp("server")) as address:
        yield address


@contextmanager
def serve(checkpoints: Path, folder: Path) -> Iterator[str]:
    """Run the app with these models and a home under `folder`; give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folders = {"RBPVIZ_CHECKPOINTS": checkpoints, "RBPVIZ_HOME": folder / "home", "RBPVIZ_CACHE": folder / "cache"}
    environment = {**os.environ, **{name: str(path) for name, path in folders.items()}}
    command = [sys.executable, "-m", "rbpviz.ui.server", "--server.port", str(port)]
    with (folder / "log.txt").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/_stcore/health", process)
        yield address
    finally:
        process.kill()
        process.wait()
        runner = JobRunner(JobStore(folder / "home"))
        for job in runner.store.list():
            runner.cancel(job.id)


@pytest.fixture(scope="session")
def chromium(browser_path: str) -> Iterator[Browser]:
    """Start the installed Chromium."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=browser_path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, server: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Open a window of its own; it is dark for tests that are parametrised with `dark`."""
    scheme = getattr(request, "param", "light")
    context = chromium.new_context(base_url=server, viewport={"width": 1280, "height": 800}, color_scheme=scheme, accept_downloads=True)
    context.set_default_timeout(PATIENCE)
    window = context.new_page()
    yield window
    context.close()


def _wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            pytest.fail(f"the server ended with {process.returncode}")
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the server did not answer within {START_SECONDS} s")
