"""Which device computes, and how to ask for it in words."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import torch

from rbpviz.errors import DeviceError

CHOICES = ("auto", "cpu", "cuda", "mps")


def available_devices() -> tuple[str, ...]:
    """Return the devices of this machine, best first; `cpu` is always last."""
    found = []
    if torch.cuda.is_available():
        found.append("cuda")
    if torch.backends.mps.is_available() and _multiplies_sparse("mps"):
        found.append("mps")
    return (*found, "cpu")


@cache
def _multiplies_sparse(device: str) -> bool:
    """Return whether a device can do what the graph layers need; not every build of torch for Apple GPUs can."""
    try:
        one = torch.sparse_csr_tensor(torch.tensor([0, 1]), torch.tensor([0]), torch.tensor([1.0]), size=(1, 1)).to(device)
        return float((one @ torch.ones(1, 1, device=device)).item()) == 1.0
    except (RuntimeError, NotImplementedError):
        return False


def resolve_device(choice: str = "auto") -> str:
    """Return the device to use.

    Parameters
    ----------
    choice : {"auto", "cpu", "cuda", "mps"}
        What was asked for; `auto` takes the best there is.

    Returns
    -------
    str

    Raises
    ------
    DeviceError
        If the device is unknown or absent; there is never a silent fall-back.
    """
    present = available_devices()
    if choice not in CHOICES:
        raise DeviceError(f"Got the device {choice!r}; expected one of {', '.join(CHOICES)}.")
    if choice == "auto":
        return present[0]
    if choice not in present:
        raise DeviceError(f"Got the device {choice!r}, which this machine does not have; use 'auto' or one of {', '.join(present)}.")
    return choice


@contextmanager
def one_thread() -> Iterator[None]:
    """Let torch compute with one thread on the CPU meanwhile.

    Folding takes the other cores and far more time; several threads of torch that wait for each other on busy cores are many times
    slower than one. The numbers then do not depend on how many cores there are either.
    """
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def settle_on_one_thread() -> None:
    """Let torch compute with one thread on the CPU in this process from now on, in threads that begin later too.

    For processes that run several models side by side: `one_thread` gives the number back when it ends, and where two threads use it at
    once each can give the other more threads than it asked for.
    """
    torch.set_num_threads(1)


def describe_device(device: str) -> str:
    """Return a device in words, such as `CPU` or `CUDA (NVIDIA A100)`."""
    if device == "cuda":
        return f"CUDA ({torch.cuda.get_device_name()})"
    return "Apple GPU (MPS)" if device == "mps" else "CPU"
