"""Fixtures of the app's tests."""

from tests.ui.fixtures import app, checkpoints, models

__all__ = ["app", "checkpoints", "models"]
