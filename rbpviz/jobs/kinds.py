"""Which function does which kind of job, by name, so that nothing heavy is imported before the job's own process needs it.

A kind is a function `(request, folder, progress) -> summary` in `workflows`: it takes the request as plain JSON values, writes its results
into the job's folder, reports to `progress` and returns a small summary of JSON values. It may be started again in the same folder. Where
done and total count nothing that a reader knows, the message begins with `%`: it is then told as a share. A new kind is one line in
`KINDS`; `ui.job_panel` shows jobs of any kind.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rbpviz.errors import JobError
from rbpviz.types import Progress

JobFunction = Callable[[dict[str, Any], Path, Progress], dict[str, Any]]
"""`function(request, folder, progress) -> summary`."""

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "predict": "rbpviz.workflows.predict_file:run_predict_job",
        "respond": "rbpviz.workflows.respond_job:run_respond_job",
        "rnamap": "rbpviz.workflows.rna_map:run_rna_map_job",
        "landscape": "rbpviz.workflows.landscape_job:run_landscape_job",
        "landscape-seeds": "rbpviz.workflows.landscape_job:run_landscape_seeds_job",
        "compare-motifs": "rbpviz.workflows.compare_motifs:run_compare_motifs_job",
    }
)
"""Kind of job -> `package.module:function`."""


def function_name(kind: str, kinds: Mapping[str, str] = KINDS) -> str:
    """Return the dotted name of the function of a kind; raise `JobError` listing the known kinds for any other."""
    try:
        return kinds[kind]
    except KeyError:
        raise JobError(f"Got a job of the kind {kind!r}; expected one of: {', '.join(sorted(kinds)) or '(none is registered)'}.") from None


def load_function(dotted_name: str) -> JobFunction:
    """Import the function `package.module:function`; raise `JobError` where there is none."""
    module_name, _, name = dotted_name.partition(":")
    try:
        function: JobFunction = getattr(import_module(module_name), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise JobError(f"Could not import the job function {dotted_name!r} ({error}); expected 'package.module:function'.") from error
    return function
