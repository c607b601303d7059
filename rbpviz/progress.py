"""Progress on a terminal, with the time left."""

import time
from typing import TextIO

_RENEW_SECONDS = 0.2


class TerminalProgress:
    """A progress callback that renews one line on a terminal and writes nothing elsewhere.

    Parameters
    ----------
    stream : text file
        Usually standard error.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._live = stream.isatty()
        self._shown = 0.0
        self._started = time.monotonic()
        self._from = self._done = 0
        self._total: int | None = None

    def __call__(self, done: int, total: int | None, message: str) -> None:
        """Take a report (see `Progress`)."""
        now = time.monotonic()
        if total != self._total or done < self._done:
            self._total, self._started, self._from = total, now, done
        self._done = done
        if not self._live or now - self._shown < _RENEW_SECONDS:
            return
        self._shown = now
        of = f"{done:,}" if total is None else f"{done:,} of {total:,}"
        self._stream.write(f"\r\033[K{of} {message}{self._left(done, total, now)}")
        self._stream.flush()

    def _left(self, done: int, total: int | None, now: float) -> str:
        gone = done - self._from
        if not total or not gone:
            return ""
        seconds = (now - self._started) / gone * (total - done)
        return f", about {seconds:.0f} s left" if seconds >= 1 else ", less than a second left"

    def close(self) -> None:
        """End the line."""
        if self._live and self._shown:
            self._stream.write("\r\033[K")
            self._stream.flush()
