"""Which device computes, and how to ask for it in words."""

import torch

from rbpviz.errors import DeviceError

CHOICES = ("auto", "cpu", "cuda", "mps")


def available_devices() -> tuple[str, ...]:
    """Return the devices of this machine, best first; `cpu` is always last."""
    found = []
    if torch.cuda.is_available():
        found.append("cuda")
    if torch.backends.mps.is_available():
        found.append("mps")
    return (*found, "cpu")


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


def describe_device(device: str) -> str:
    """Return a device in words, such as `CPU` or `CUDA (NVIDIA A100)`."""
    if device == "cuda":
        return f"CUDA ({torch.cuda.get_device_name()})"
    return "Apple GPU (MPS)" if device == "mps" else "CPU"
