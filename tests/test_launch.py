"""Starting the app's server: what is run is looked at, nothing is started."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from rbpviz import config
from rbpviz.errors import RbpvizError
from rbpviz.launch import launch_app


def test_the_server_is_started_on_the_port_and_its_exit_code_returned(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[list[str]] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        ran.append(command)
        return subprocess.CompletedProcess(command, 3)

    monkeypatch.setattr(subprocess, "run", run)
    assert launch_app(8600) == 3
    (command,) = ran
    assert command[:2] == [sys.executable, "-m"]
    assert command[-2:] == ["--server.port", "8600"]
    assert importlib.util.find_spec(command[2]) is not None
    assert capsys.readouterr().out == "rbpviz: http://localhost:8600\n"


def test_ctrl_c_is_a_good_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(subprocess, "run", run)
    assert launch_app(8600) == 0


def test_without_the_project_there_is_no_app(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(config, "PROJECT_DIR", tmp_path)
    with pytest.raises(RbpvizError, match=r"no app.py in .*make app"):
        launch_app(8600)
