"""Figure files and file names."""

import re
import struct
import xml.etree.ElementTree as ET
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rbpviz.errors import InvalidOptionError
from rbpviz.export.figures import figure_bytes, safe_file_name
from rbpviz.plots.curves_paper import draw_response_curves
from tests.plots.samples import sample_curves


def test_svg_text_stays_text() -> None:
    content = figure_bytes(draw_response_curves(sample_curves(40)), "svg")
    texts = {"".join(node.itertext()) for node in ET.fromstring(content).iter("{http://www.w3.org/2000/svg}text")}
    assert {"CNN response", "Graph response", "position (1-based, 5′ to 3′)", "test_rna"} <= texts


def test_pdf_embeds_truetype_fonts() -> None:
    content = figure_bytes(draw_response_curves(sample_curves(40)), "pdf")
    assert content.startswith(b"%PDF")
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    inflated = b"".join(zlib.decompress(stream) for stream in streams if stream[:1] == b"\x78")
    assert b"/FontFile2" in content + inflated
    assert b"/Type3" not in content + inflated


def test_png_has_the_size_asked_for() -> None:
    figure = draw_response_curves(sample_curves(40))
    content = figure_bytes(figure, "png", dpi=100)
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", content[16:24])
    assert (width, height) == pytest.approx(tuple(figure.get_size_inches() * 100), abs=1)


@pytest.mark.parametrize("fmt", ["svg", "pdf", "png"])
def test_same_figure_same_bytes(fmt) -> None:
    first, second = (figure_bytes(draw_response_curves(sample_curves(30)), fmt, dpi=50) for _ in range(2))
    assert first == second


def test_unknown_format_is_refused() -> None:
    with pytest.raises(InvalidOptionError, match="svg, pdf or png"):
        figure_bytes(draw_response_curves(sample_curves(10)), "gif")


@pytest.mark.parametrize(
    ("text", "name"),
    [("../../etc/passwd", "etc_passwd"), ("QKI 3'UTR", "QKI_3_UTR"), ("", "rbpviz"), (".hidden", "hidden"), ("con.svg", "rbpviz_con.svg")],
)
def test_file_names(text: str, name: str) -> None:
    assert safe_file_name(text) == name


@given(st.text())
def test_file_names_are_always_safe(text: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,90}", safe_file_name(text))
