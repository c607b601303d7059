"""Progress on a terminal."""

import io

import pytest

from rbpviz import progress as module
from rbpviz.progress import TerminalProgress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    """Stands still until it is told otherwise."""

    now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    stopped = Clock()
    monkeypatch.setattr(module, "time", stopped)
    return stopped


def lines(terminal: Terminal) -> list[str]:
    return [part for part in terminal.getvalue().replace("\033[K", "").split("\r") if part]


def test_nothing_is_written_where_it_goes_to_a_file(clock: Clock) -> None:
    stream = io.StringIO()
    shown = TerminalProgress(stream)
    shown(1, 2, "records")
    shown.close()
    assert stream.getvalue() == ""


def test_one_line_renews_itself_with_the_time_left(clock: Clock) -> None:
    terminal = Terminal()
    shown = TerminalProgress(terminal)
    shown(0, 1000, "records scored")
    clock.now += 10
    shown(100, 1000, "records scored")
    clock.now += 0.1
    shown(101, 1000, "records scored")
    shown.close()
    assert lines(terminal) == ["0 of 1,000 records scored", "100 of 1,000 records scored, about 90 s left"]
    assert terminal.getvalue().endswith("\r\033[K")


def test_epochs_share_one_estimate(clock: Clock) -> None:
    """Steps are counted over the whole run, so a new epoch must not begin a new clock."""
    terminal = Terminal()
    shown = TerminalProgress(terminal)
    for done in range(0, 60, 10):
        shown(done, 100, f"epoch {done // 20 + 1} of at most 5, best validation AUROC 0.9")
        clock.now += 10
    assert lines(terminal)[-1] == "50 of 100 epoch 3 of at most 5, best validation AUROC 0.9, about 50 s left"


def test_a_new_phase_and_a_resumed_run_begin_a_new_clock(clock: Clock) -> None:
    terminal = Terminal()
    shown = TerminalProgress(terminal)
    shown(10, 10, "training RNAs folded")
    clock.now += 1000
    shown(500, 1000, "epoch 6 of at most 10")
    clock.now += 5
    shown(510, 1000, "epoch 6 of at most 10")
    assert lines(terminal)[1:] == ["500 of 1,000 epoch 6 of at most 10", "510 of 1,000 epoch 6 of at most 10, about 245 s left"]


def test_a_stream_has_no_total(clock: Clock) -> None:
    terminal = Terminal()
    shown = TerminalProgress(terminal)
    shown(1234, None, "records folded")
    assert lines(terminal) == ["1,234 records folded"]


def test_the_last_moment_is_not_called_zero_seconds(clock: Clock) -> None:
    terminal = Terminal()
    shown = TerminalProgress(terminal)
    shown(0, 100, "records scored")
    clock.now += 10
    shown(99, 100, "records scored")
    assert lines(terminal)[-1] == "99 of 100 records scored, less than a second left"
