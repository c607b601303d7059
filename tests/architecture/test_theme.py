"""The app's theme and the figures' palette are one."""

import tomllib

import pytest

from rbpviz.plots import theme
from tests.architecture.source import ROOT

CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_theme_has_the_colours_of_the_palette(name: str) -> None:
    colours = CONFIG["theme"][name]
    palette = theme.palette(name == "dark")
    expected = {
        "primaryColor": palette.primary,
        "backgroundColor": palette.background,
        "secondaryBackgroundColor": palette.panel,
        "textColor": palette.text,
        "borderColor": palette.border,
        "chartCategoricalColors": list(palette.categorical),
    }
    assert {key: colours[key] for key in expected} == expected
    assert colours["sidebar"] == {"backgroundColor": palette.panel, "secondaryBackgroundColor": palette.background}


@pytest.mark.parametrize("name", ["light", "dark"])
def test_text_can_be_read(name: str) -> None:
    colours = CONFIG["theme"][name]
    for ground in (colours["backgroundColor"], colours["secondaryBackgroundColor"]):
        assert theme.contrast(colours["textColor"], ground) >= 7
        assert theme.contrast(colours["linkColor"], ground) >= 4.5
        assert theme.contrast(colours["primaryColor"], ground) >= 3
    assert theme.contrast("#FFFFFF", colours["primaryColor"]) >= 4.5, "the app writes in white on buttons of the primary colour"


def test_the_app_asks_nothing_and_tells_nobody() -> None:
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["server"]["headless"] is True
    assert CONFIG["server"]["showEmailPrompt"] is False
    assert CONFIG["server"]["address"] == "127.0.0.1"
    assert CONFIG["server"]["maxUploadSize"] >= 200
