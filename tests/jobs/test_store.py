"""The list of jobs: transitions, filters, damage, and several writers at once."""

import multiprocessing
import sqlite3
import threading
from pathlib import Path

import pytest

from rbpviz.errors import JobError
from rbpviz.jobs.store import JobState, JobStore


def test_a_new_job_is_queued_and_has_a_folder(store: JobStore, home: Path) -> None:
    job = store.submit("count", {"steps": 3, "names": ["a"]}, title="Three steps", owner="me")
    assert job.state is JobState.QUEUED
    assert job.request == {"steps": 3, "names": ["a"]}
    assert job.folder == home / "jobs" / job.id
    assert job.folder.is_dir()
    assert store.get(job.id) == job


def test_a_second_store_sees_the_same_jobs(store: JobStore, home: Path) -> None:
    job = store.submit("count", {}, title="")
    assert JobStore(home).get(job.id) == job


def test_the_default_home_is_the_users(home: Path) -> None:
    assert JobStore().home == home


def test_list_filters_and_puts_the_newest_first(store: JobStore) -> None:
    first = store.submit("a", {}, title="", owner="x")
    second = store.submit("b", {}, title="", owner="x")
    third = store.submit("a", {}, title="", owner="y")
    assert [job.id for job in store.list()] == [third.id, second.id, first.id]
    assert [job.id for job in store.list(owner="x")] == [second.id, first.id]
    assert [job.id for job in store.list(kind="a", owner="y")] == [third.id]
    assert store.list(states=(JobState.DONE,)) == []
    assert len(store.list(limit=2)) == 2


def test_the_queue_is_first_come_first_served_up_to_the_limit(store: JobStore) -> None:
    jobs = [store.submit(kind, {}, title="") for kind in ("a", "b", "a", "a")]
    assert store.begin_next((), limit=9) is None
    assert [store.count_ahead(job.id) for job in jobs] == [0, 1, 2, 3]
    assert store.begin_next(("a",), limit=2) == store.get(jobs[0].id)
    assert store.begin_next(("a",), limit=1) is None
    assert store.begin_next(("a",), limit=2).id == jobs[2].id
    assert store.begin_next(("a", "b"), limit=2) is None
    assert [store.count_ahead(job.id) for job in jobs] == [0, 2, 0, 3]
    store.finish(jobs[0].id, 1, JobState.FAILED)
    assert store.requeue(jobs[0].id).state is JobState.QUEUED
    assert store.count_ahead(jobs[0].id) == 3, "who comes back waits behind those who came before"
    assert [store.begin_next(("a", "b"), limit=9).id for _ in range(3)] == [jobs[1].id, jobs[3].id, jobs[0].id]


def test_inputs_are_there_before_the_job_can_be_taken(store: JobStore, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []
    real = Path.write_bytes

    def look(path: Path, content: bytes) -> int:
        seen.append([job.id for job in store.list()])
        return real(path, content)

    monkeypatch.setattr(Path, "write_bytes", look)
    job = store.submit("a", {}, title="", inputs={"in.fa": b"x", "more.txt": b"y"})
    assert seen == [[], []]
    assert (job.folder / "in.fa").read_bytes() == b"x"


def test_an_input_that_cannot_be_written_leaves_nothing(store: JobStore, home: Path) -> None:
    with pytest.raises(JobError, match="The input of a job cannot be written"):
        store.submit("a", {}, title="", inputs={"x" * 300: b"x"})
    assert store.list() == []
    assert list((home / "jobs").iterdir()) == []


def test_the_way_from_queued_to_done(store: JobStore) -> None:
    job = store.begin(store.submit("a", {}, title="").id)
    assert (job.state, job.attempt) == (JobState.RUNNING, 1)
    assert store.set_process(job.id, 1, pid=42, identity="x")
    assert store.update_progress(job.id, 1, done=2, total=5, message="two")
    assert store.finish(job.id, 1, JobState.DONE, summary={"n": 5})
    done = store.get(job.id)
    assert (done.state, done.done, done.total, done.message, done.summary, done.pid) == (JobState.DONE, 2, 5, "two", {"n": 5}, 42)
    assert done.ended >= done.started >= done.created


def test_a_cancelled_job_cannot_become_done(store: JobStore) -> None:
    job = store.begin(store.submit("a", {}, title="").id)
    assert store.cancel(job.id).state is JobState.RUNNING
    assert not store.finish(job.id, 1, JobState.DONE)
    assert not store.update_progress(job.id, 1, done=1, total=2)
    assert store.get(job.id).state is JobState.CANCELLED


def test_an_old_attempt_cannot_write_into_a_new_one(store: JobStore) -> None:
    job = store.begin(store.submit("a", {}, title="").id)
    store.finish(job.id, 1, JobState.FAILED, error="No.")
    store.requeue(job.id)
    again = store.begin(job.id)
    assert (again.attempt, again.error, again.done) == (2, "", 0)
    assert not store.update_progress(job.id, 1, done=9, total=9)
    assert not store.finish(job.id, 1, JobState.DONE)
    assert store.get(job.id).state is JobState.RUNNING


def test_a_new_step_begins_a_new_pace(store: JobStore) -> None:
    job = store.begin(store.submit("a", {}, title="").id)
    store.update_progress(job.id, 1, done=3, total=10)
    store.update_progress(job.id, 1, done=8, total=10)
    assert store.get(job.id).pace_done == 3
    store.update_progress(job.id, 1, done=1, total=10)
    assert store.get(job.id).pace_done == 1
    store.update_progress(job.id, 1, done=2, total=20)
    assert store.get(job.id).pace_done == 2


def test_moves_that_make_no_sense_are_refused(store: JobStore) -> None:
    job = store.submit("a", {}, title="")
    with pytest.raises(JobError, match="is queued; only a failed, cancelled or lost job can be resumed"):
        store.requeue(job.id)
    store.begin(job.id)
    with pytest.raises(JobError, match="is running; only a queued job can be started"):
        store.begin(job.id)
    with pytest.raises(JobError, match="cancel it before it is deleted"):
        store.delete(job.id)
    with pytest.raises(JobError, match="There is no job '../x'"):
        store.get("../x")


@pytest.mark.parametrize("request_", [{"a": {1, 2}}, {"a": float("nan")}, {"a": b"x"}])
def test_a_request_that_is_not_json_is_refused(store: JobStore, request_: dict) -> None:
    with pytest.raises(JobError, match="The request of a job is not plain JSON"):
        store.submit("a", request_, title="")
    assert store.list() == []


def test_delete_takes_the_folder_along(store: JobStore) -> None:
    job = store.submit("a", {}, title="")
    (job.folder / "x.txt").write_text("x")
    store.cancel(job.id)
    store.delete(job.id)
    assert not job.folder.exists()
    assert store.list() == []


def test_text_from_users_is_kept_as_it_is(store: JobStore) -> None:
    title = "'; DROP TABLE jobs; -- <b>\u00e9\n"
    assert store.get(store.submit("a", {"t": title}, title=title, owner=title).id).title == title


def test_a_damaged_file_gives_one_sentence(home: Path) -> None:
    home.mkdir()
    (home / "jobs.sqlite").write_bytes(b"not a database at all" * 100)
    with pytest.raises(JobError, match="cannot be used .* move it away"):
        JobStore(home)


def test_a_file_of_a_later_version_is_left_alone(store: JobStore, home: Path) -> None:
    with sqlite3.connect(home / "jobs.sqlite") as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(JobError, match="written by a later rbpviz"):
        JobStore(home)


def test_only_one_of_many_threads_takes_a_job(store: JobStore) -> None:
    job = store.submit("a", {}, title="")
    taken: list[int] = []

    def take() -> None:
        try:
            taken.append(store.begin(job.id).attempt)
        except JobError:
            return

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert taken == [1]


def _write_many(home: Path, owner: str, n: int) -> None:
    store = JobStore(home)
    for i in range(n):
        job = store.begin(store.submit("a", {"i": i}, title=str(i), owner=owner).id)
        for step in range(4):
            store.update_progress(job.id, 1, done=step, total=4)
        store.finish(job.id, 1, JobState.DONE)


def test_processes_write_at_once_into_a_file_that_none_of_them_has_made(home: Path) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_write_many, args=(home, f"p{k}", 15)) for k in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0, 0]
    jobs = JobStore(home).list()
    assert len(jobs) == 45
    assert {(job.state, job.done) for job in jobs} == {(JobState.DONE, 3)}
