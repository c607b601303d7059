"""Colours have contrast and paper text stays text."""

import pytest

from rbpviz.errors import InvalidOptionError
from rbpviz.plots import theme


@pytest.mark.parametrize("dark", [False, True])
def test_text_and_lines_have_wcag_contrast(dark: bool) -> None:
    look = theme.palette(dark)
    for ground in (look.background, look.panel):
        for name in ("text", "muted", "cnn", "gcn", "gated", "gate"):
            assert theme.contrast(getattr(look, name), ground) >= 4.5, name
        for name in ("primary", "viewpoint", "acceptor", "donor", "motif", "supports", "suppresses", "ref", "alt"):
            assert theme.contrast(getattr(look, name), ground) >= 3, name
    assert min(theme.contrast(colour, look.background) for colour in look.categorical) >= 4.5


def test_white_reads_on_buttons_and_links_on_the_page() -> None:
    for dark, link in ((False, theme.LINK_LIGHT), (True, theme.LINK_DARK)):
        look = theme.palette(dark)
        assert theme.contrast("#FFFFFF", look.primary) >= 4.5
        assert min(theme.contrast(link, look.background), theme.contrast(link, look.panel)) >= 4.5


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("bases", ["safe", "classic"])
def test_letters_on_tiles_have_contrast(dark: bool, bases: theme.BaseColours) -> None:
    look = theme.palette(dark, bases)
    for colour in (*look.bases.values(), *look.elements.values()):
        assert theme.contrast(theme.ink_on(colour), colour) >= 4.0


def test_contrast_known_values() -> None:
    assert theme.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert theme.contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_light_base_colours_are_those_of_the_conventions() -> None:
    assert {k: v for k, v in theme.base_colours().items() if k != "N"} == {"A": "#009980", "C": "#59B3E6", "G": "#E69B04", "U": "#1A1A1A"}
    classic = theme.base_colours("classic")
    assert (classic["A"], classic["C"], classic["G"], classic["U"]) == ("#008000", "#0000FF", "#FFA600", "#FF0000")


def test_unknown_base_colours_are_refused() -> None:
    with pytest.raises(InvalidOptionError, match="'safe' or 'classic'"):
        theme.base_colours("rainbow")  # type: ignore[arg-type]


def test_scales_darken_evenly() -> None:
    luminance = [theme.relative_luminance(colour) for colour in theme.SEQUENTIAL]
    assert luminance == sorted(luminance, reverse=True)
    middle = len(theme.DIVERGING) // 2
    half = [theme.relative_luminance(colour) for colour in theme.DIVERGING]
    assert half[: middle + 1] == sorted(half[: middle + 1])
    assert half[middle:] == sorted(half[middle:], reverse=True)


def test_paper_text_is_at_least_seven_points_and_stays_text() -> None:
    rc = theme.matplotlib_rc()
    assert min(value for key, value in rc.items() if key.endswith("size")) >= 7
    assert (rc["svg.fonttype"], rc["pdf.fonttype"]) == ("none", 42)
