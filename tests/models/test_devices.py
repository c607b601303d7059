"""Devices are what was asked for, or an error."""

import pytest
import torch

from rbpviz.errors import DeviceError
from rbpviz.models.devices import available_devices, describe_device, resolve_device


def test_the_cpu_is_always_there_and_last() -> None:
    assert available_devices()[-1] == "cpu"
    assert resolve_device("cpu") == "cpu"
    assert resolve_device() == available_devices()[0]
    assert describe_device("cpu") == "CPU"


def test_an_absent_device_is_never_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(DeviceError, match="does not have; use 'auto'"):
        resolve_device("cuda")


def test_an_unknown_device_is_named() -> None:
    with pytest.raises(DeviceError, match="'tpu'; expected one of auto, cpu, cuda, mps"):
        resolve_device("tpu")
