"""Empty states: what a page shows, with a small picture, before there is any input."""

import streamlit as st

_CNN = "M10 62 C60 58 90 66 130 60 S220 64 255 50 S295 14 315 16 S350 48 380 58 S470 66 520 60 S600 64 630 60"
_GRAPH = "M10 140 C70 132 110 142 160 134 S235 138 265 118 S300 96 320 98 S360 120 395 134 S490 142 540 134 S605 140 630 136"
_PICTURE = f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 170" width="640" height="170" font-family="DejaVu Sans, Arial">
<rect x="255" y="12" width="120" height="146" fill="#E0B84C" fill-opacity="0.22" stroke="#A87400" stroke-dasharray="4 3"/>
<path d="{_CNN}" fill="none" stroke="#0B6FA4" stroke-width="2.5"/>
<path d="{_GRAPH}" fill="none" stroke="#B4530A" stroke-width="2.5"/>
<text font-size="13" text-anchor="middle" fill="#7A8894">LETTERS</text></svg>"""


def _picture() -> str:
    letters = "GCUAAUCUUACUAAUACUAAUUCUUAACUAAUUUUAUGC"
    step = 620 / len(letters)
    tiles = "".join(f'<tspan x="{10 + (i + 0.5) * step:.1f}" y="88">{letter}</tspan>' for i, letter in enumerate(letters))
    return _PICTURE.replace("LETTERS", tiles)


def show_response_empty() -> None:
    """Say what the response page will show."""
    st.image(_picture(), alt="Sketch of two response curves over a sequence with a shaded viewpoint")
    st.caption(
        "Two curves over the letters of your RNA: where the sequence network and where the structure network respond. "
        "Below them the folded RNA painted with the response, and the scores of all your records."
    )
