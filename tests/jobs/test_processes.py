"""Processes: identity, zombies, and ending a whole family."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from uuid import uuid4

import psutil
import pytest

from rbpviz.jobs.processes import MARKER, end_processes, find_members, identify, is_alive
from tests.jobs.small_kinds import SLEEPER


def test_this_process_is_alive_and_keeps_its_identity() -> None:
    identity = identify(os.getpid())
    assert identity
    assert identify(os.getpid()) == identity
    assert is_alive(os.getpid(), identity)


def test_a_process_with_the_same_id_but_another_start_is_not_the_same() -> None:
    assert not is_alive(os.getpid(), "another start")
    assert not is_alive(os.getpid(), "")
    assert not is_alive(None, "x")


def test_a_process_that_ended_is_gone_even_as_a_zombie() -> None:
    process = subprocess.Popen(SLEEPER)
    identity = identify(process.pid)
    assert is_alive(process.pid, identity)
    process.kill()
    end = time.monotonic() + 5
    while psutil.Process(process.pid).status() != psutil.STATUS_ZOMBIE and time.monotonic() < end:
        time.sleep(0.01)
    assert not is_alive(process.pid, identity)
    process.wait()
    assert identify(process.pid) is None


@pytest.fixture
def start() -> Iterator[Callable[[str, str], subprocess.Popen[bytes]]]:
    """Return a function that runs code with a marker and waits for its first line; all that it started ends after the test."""
    started: list[tuple[str, subprocess.Popen[bytes]]] = []

    def begin(code: str, marker: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", f"{code}\nprint('up', flush=True)\nimport time; time.sleep(60)"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, MARKER: marker})
        started.append((marker, process))
        process.stdout.readline()
        return process

    yield begin
    for marker, process in started:
        end_processes(marker)
        process.communicate()


@pytest.mark.skipif(os.name == "nt", reason="process groups are POSIX")
def test_the_whole_family_ends_and_strangers_stay(start: Callable[[str, str], subprocess.Popen[bytes]]) -> None:
    family, other = f"{uuid4().hex}:1", f"{uuid4().hex}:1"
    grandchild = f"import subprocess; subprocess.Popen({SLEEPER}, start_new_session=True)"
    first = start(grandchild, family)
    stranger = start("", other)
    end = time.monotonic() + 5
    while len(find_members(family)) < 2 and time.monotonic() < end:  # a process that has just begun has no environment yet
        time.sleep(0.02)
    assert len(find_members(family)) == 2
    assert end_processes(family, first.pid, identify(first.pid))
    assert find_members(family) == []
    assert stranger.poll() is None


@pytest.mark.skipif(os.name == "nt", reason="process groups are POSIX")
def test_a_process_of_another_job_stays_although_this_one_started_it(start: Callable[[str, str], subprocess.Popen[bytes]]) -> None:
    mine, next_one = f"{uuid4().hex}:1", f"{uuid4().hex}:1"
    first = start(f"import os, subprocess; subprocess.Popen({SLEEPER}, env={{**os.environ, {MARKER!r}: {next_one!r}}})", mine)
    end = time.monotonic() + 5
    while not find_members(next_one) and time.monotonic() < end:
        time.sleep(0.02)
    (other,) = find_members(next_one)
    assert [process.pid for process in find_members(mine, first.pid, identify(first.pid))] == [first.pid]
    assert end_processes(mine, first.pid, identify(first.pid))
    assert other.is_running()
    assert end_processes(next_one)


def test_an_id_that_now_belongs_to_another_process_is_not_ended() -> None:
    stranger = subprocess.Popen(SLEEPER)
    assert end_processes("nobody:1", stranger.pid, "the identity of an earlier process")
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()
