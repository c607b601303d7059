"""Kinds of jobs: names and functions."""

import pytest

from rbpviz.errors import JobError
from rbpviz.jobs.kinds import KINDS, function_name, load_function
from tests.jobs.small_kinds import count


def test_every_registered_kind_can_be_imported() -> None:
    for kind in KINDS:
        assert callable(load_function(function_name(kind)))


def test_a_function_is_found_by_its_name() -> None:
    assert load_function(function_name("count", {"count": "tests.jobs.small_kinds:count"})).__code__.co_name == count.__name__


def test_an_unknown_kind_lists_the_known_ones() -> None:
    with pytest.raises(JobError, match="Got a job of the kind 'x'; expected one of: a, b"):
        function_name("x", {"b": "m:b", "a": "m:a"})


@pytest.mark.parametrize("name", ["rbpviz.jobs.kinds:nothing", "rbpviz.no_such_module:f", "", "rbpviz.jobs.kinds"])
def test_a_function_that_is_not_there_gives_one_sentence(name: str) -> None:
    with pytest.raises(JobError, match="Could not import the job function"):
        load_function(name)
