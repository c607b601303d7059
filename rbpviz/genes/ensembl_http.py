"""Asking Ensembl's REST service: time limits, retries that honour Retry-After, size limits, a cache on disk. Nothing here knows genes."""

import hashlib
import os
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import BaseHTTPResponse
from urllib3.connectionpool import ConnectionPool
from urllib3.exceptions import InvalidHeader, MaxRetryError, ResponseError
from urllib3.util import Retry

from rbpviz import __version__, config
from rbpviz.errors import NetworkError

KEEP_DAYS = 30
"""How long an answer in the cache is used."""
_RETRIED = frozenset((429, 500, 502, 503, 504))
_UNKNOWN = (400, 404)
_UNKNOWN_WORDS = re.compile(rb"not found|no valid lookup", re.IGNORECASE)
_BLOCK = 1 << 16


@dataclass(frozen=True, slots=True)
class EnsemblOptions:
    """How Ensembl is asked.

    Parameters
    ----------
    connect_seconds, read_seconds : float
        Longest wait for a connection, and for the next bytes of an answer.
    retries : int, default 3
        How often a request is made again after status 429 or 5xx, a broken connection or a broken answer.
    backoff : float, default 0.5
        First pause before a new try, seconds; it doubles each time. `Retry-After` goes before it.
    longest_pause : float, default 20
        Longest `Retry-After` that is waited for, seconds; beyond it the request fails.
    fresh : bool, default False
        Whether to ask anew where the cache has an answer.
    """

    connect_seconds: float = 5.0
    read_seconds: float = 30.0
    retries: int = 3
    backoff: float = 0.5
    longest_pause: float = 20.0
    fresh: bool = False


class _Patience(Retry):
    """Retries that read fractions of seconds in `Retry-After`, as Ensembl sends them, and give up where the pause is too long."""

    longest_pause = 20.0

    def new(self, **kw: Any) -> Self:  # noqa: ANN401
        made = super().new(**kw)
        made.longest_pause = self.longest_pause
        return made

    def parse_retry_after(self, retry_after: str) -> float:
        """Return the seconds to wait."""
        try:
            return max(0.0, float(retry_after))
        except ValueError:
            try:
                return super().parse_retry_after(retry_after)
            except InvalidHeader:
                return 0.0

    def increment(
        self,
        method: str | None = None,
        url: str | None = None,
        response: BaseHTTPResponse | None = None,
        error: Exception | None = None,
        _pool: ConnectionPool | None = None,
        _stacktrace: TracebackType | None = None,
    ) -> Self:
        """Count a failed try; raises where there are no more, or the service asks for more patience than there is."""
        pause = self.get_retry_after(response) if response is not None else None
        if pause is not None and pause > self.longest_pause and _pool is not None:
            raise MaxRetryError(_pool, url or "", ResponseError(f"asked to wait {pause:,.0f} s")) from error
        return super().increment(method, url, response, error, _pool, _stacktrace)


class EnsemblHttp:
    """One server of the service.

    Parameters
    ----------
    base_url : str
        Its address.
    options : EnsemblOptions
        How it is asked.
    """

    def __init__(self, base_url: str, options: EnsemblOptions = EnsemblOptions()) -> None:
        self._base = base_url
        self._options = options
        self.host = urlsplit(base_url).netloc

    def get(self, path: str, query: Mapping[str, str], *, limit: int, check: Callable[[bytes], bool]) -> bytes | None:
        """Return an answer, from the cache where it is there; None where the service knows no such thing.

        Parameters
        ----------
        path : str
            Made of checked parts only.
        query : mapping of str to str
            Parameters of the address.
        limit : int
            Largest answer, bytes.
        check : callable
            Says whether an answer is whole; one that is not is asked for again and never kept.

        Raises
        ------
        NetworkError
            Where there is no answer.
        """
        address = f"{self._base}{path}?{urlencode(sorted(query.items()))}"
        kept = self._kept(address)
        if kept is not None and check(kept):
            return kept
        for left in range(self._options.retries, -1, -1):
            try:
                answer = self._ask(address, limit)
            except (requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError):
                answer = b""
            if answer is None:
                return None
            if check(answer):
                _keep(_cache_path(address), answer)
                return answer
            if left:
                time.sleep(self._options.backoff * 2 ** (self._options.retries - left))
        raise NetworkError(f"Ensembl ({self.host}) gave broken answers {self._options.retries + 1} times; try again later.")

    def _ask(self, address: str, limit: int) -> bytes | None:
        options = self._options
        try:
            with self._session() as session, session.get(
                address, timeout=(options.connect_seconds, options.read_seconds), stream=True
            ) as response:  # fmt: skip
                if response.status_code in _UNKNOWN and _UNKNOWN_WORDS.search(response.raw.read(4_096, decode_content=True)):
                    return None
                if response.status_code != 200:
                    raise NetworkError(f"Ensembl ({self.host}) answered with status {response.status_code}; try again later.")
                found = bytearray()
                for block in response.iter_content(_BLOCK):
                    found += block
                    if len(found) > limit:
                        raise NetworkError(f"Ensembl ({self.host}) answered with more than {limit:,} bytes; expected less.")
                return bytes(found)
        except (requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError):
            raise
        except requests.exceptions.Timeout as error:
            raise NetworkError(f"Ensembl ({self.host}) did not answer in time; try again later, or add the gene from a file.") from error
        except requests.exceptions.RetryError as error:
            raise NetworkError(
                f"Ensembl ({self.host}) is too busy or out of order ({_reason(error)}); try again in some minutes."
            ) from error
        except requests.exceptions.ConnectionError as error:
            if "Read timed out" in str(error):
                raise NetworkError(
                    f"Ensembl ({self.host}) did not answer in time; try again later, or add the gene from a file."
                ) from error
            raise NetworkError(
                f"Ensembl ({self.host}) cannot be reached from this machine; check the network, or add the gene from a file."
            ) from error
        except requests.exceptions.RequestException as error:
            raise NetworkError(f"Ensembl ({self.host}) cannot be asked ({type(error).__name__}); check its address.") from error

    def _session(self) -> requests.Session:
        options = self._options
        patience = _Patience(
            total=options.retries, connect=1, read=1, backoff_factor=options.backoff, status_forcelist=_RETRIED, raise_on_status=True,
            allowed_methods=("GET",), respect_retry_after_header=True,
        )  # fmt: skip
        patience.longest_pause = options.longest_pause
        session = requests.Session()
        session.headers["User-Agent"] = f"rbpviz/{__version__}"
        session.max_redirects = 3
        session.mount("https://", HTTPAdapter(max_retries=patience))
        session.mount("http://", HTTPAdapter(max_retries=patience))
        return session

    def _kept(self, address: str) -> bytes | None:
        path = _cache_path(address)
        try:
            if self._options.fresh or path.stat().st_mtime < time.time() - KEEP_DAYS * 86_400:
                return None
            return path.read_bytes()
        except OSError:
            return None


def _reason(error: requests.exceptions.RetryError) -> str:
    cause = error.args[0] if error.args else None
    reason = getattr(cause, "reason", None)
    return str(reason) if reason is not None else "no answer"


def _cache_path(address: str) -> Path:
    return config.cache_dir() / "ensembl" / hashlib.sha256(address.encode()).hexdigest()[:40]


def _keep(path: Path, answer: bytes) -> None:
    """Write an answer at once; a full disk is no reason to fail."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.{os.urandom(4).hex()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(answer)
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
