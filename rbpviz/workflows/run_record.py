"""What a training run says of itself on disk: settings, data and how it stands, so that it can be judged and resumed."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import rbpviz
from rbpviz.errors import CancelledError, InvalidOptionError

RUN_FILE = "run.json"
CHECKPOINT = "checkpoint"


@contextmanager
def recorded_run(run: Path, body: Mapping[str, Any]) -> Iterator[None]:
    """Keep `run.json` up to date while a run goes on: running, then done, cancelled or failed with a reason.

    Parameters
    ----------
    run : Path
        Folder of the run, there already.
    body : mapping
        What the file says beside the status: settings, recipe, sha256 of the data.
    """
    _write_status(run, body, status="running")
    try:
        yield
    except (CancelledError, KeyboardInterrupt):
        _write_status(run, body, status="cancelled")
        raise
    except Exception as error:
        _write_status(run, body, status="failed", error=str(error) or type(error).__name__)
        raise
    _write_status(run, body, status="done")


def read_record(run: Path) -> dict[str, Any] | None:
    """Return what `run.json` says, None where there is no such file."""
    path = run / RUN_FILE
    if not path.is_file():
        return None
    body: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return body


def refuse_changes(run: Path, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    """Refuse to go on with a run of other settings or data.

    Parameters
    ----------
    run : Path
        Folder of the run, named in the message.
    old, new : mapping
        What must stay the same: as the run began, and as it is asked for now.

    Raises
    ------
    InvalidOptionError
        If a value of `new` is not the one in `old`.
    """
    changed = [name for name in new if old.get(name) != new[name]]
    if changed:
        raise InvalidOptionError(
            f"Got --resume with another {', '.join(changed)} than the run in {str(run)!r} began with; give the same settings and "
            "files, or another folder."
        )


def plain_settings(request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a request as plain data, as they come back from JSON."""
    plain = {Path: str, tuple: list}
    return {name: next((make(value) for kind, make in plain.items() if isinstance(value, kind)), value) for name, value in request.items()}


def _write_status(run: Path, body: Mapping[str, Any], *, status: str, error: str = "") -> None:
    whole = {
        "status": status,
        "error": error,
        "changed": datetime.now(UTC).isoformat(timespec="seconds"),
        "rbpviz": rbpviz.__version__,
        **body,
    }
    draft = run / (RUN_FILE + ".part")
    draft.write_text(json.dumps(whole, indent=1), encoding="utf-8")
    draft.replace(run / RUN_FILE)
