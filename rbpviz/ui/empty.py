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


def show_rna_map_empty() -> None:
    """Say what the RNA maps page will show."""
    cells = [(14, 0, 0.8), (15, 0, 0.5), (3, 0, -0.6), (10, 1, -0.7), (4, 1, 0.7), (5, 1, 0.4), (16, 2, 0.6), (11, 2, 0.9), (22, 3, -0.8)]
    tiles = "".join(
        f'<rect x="{60 + 22 * x}" y="{38 + 26 * y}" width="21" height="24" fill="{"#B2182B" if v > 0 else "#2166AC"}" opacity="{abs(v)}"/>'
        for x, y, v in cells
    )
    picture = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 160" width="640" height="160">'
        '<path d="M60 22H300M340 22H590" stroke="#7A8894" stroke-width="2"/><rect x="180" y="14" width="120" height="16" fill="#7A8894"/>'
        f'<rect x="340" y="14" width="120" height="16" fill="#7A8894"/>{tiles}</svg>'
    )
    st.image(picture, alt="Sketch of a heat map around the two ends of an exon")
    st.caption(
        "A row for each protein, a column for each position around acceptor and donor: red where its motifs support the splice site, blue "
        "where they suppress it."
    )


def show_motifs_empty() -> None:
    """Say what the page of fixed and adjusted motifs will show."""
    bars = "".join(
        f'<rect x="{60 + 24 * k}" y="{y - h}" width="20" height="{h}" fill="{c}" opacity="0.8"/>'
        for y, row in ((60, (6, 14, 40, 46, 30, 44, 12, 5)), (130, (5, 26, 44, 50, 18, 48, 30, 8)))
        for k, (h, c) in enumerate(zip(row, ("#009980", "#E69B04", "#009980", "#E69B04") * 2, strict=True))
    )
    rings = '<circle cx="420" cy="72" r="56" fill="#0B6FA4" opacity="0.35"/><circle cx="470" cy="80" r="52" fill="#B4530A" opacity="0.35"/>'
    picture = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 150" width="640" height="150">{bars}{rings}</svg>'
    st.image(picture, alt="Sketch of two logos over each other and of two circles that overlap")
    st.caption(
        "For each protein the motif measured in the test tube over the one that a model made of it by learning to splice, and which sites "
        "it kept, gained and lost."
    )


_LANDSCAPE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 170" width="640" height="170" font-family="DejaVu Sans, Arial">
<rect x="255" y="8" width="150" height="150" fill="#E0B84C" fill-opacity="0.22"/>
<path d="M10 36 H630" stroke="#7A8894" stroke-dasharray="2 4"/><path d="M10 88 H630" stroke="#7A8894"/>
<g stroke="#C77A0E" fill="#C77A0E" stroke-width="2.5"><path d="M255 88 V24"/><circle cx="255" cy="24" r="6"/></g>
<circle cx="255" cy="24" r="11" fill="none" stroke="#7A8894" stroke-width="2"/>
<g stroke="#740EC7" fill="#740EC7" stroke-width="2.5"><path d="M405 88 V52"/><path d="M405 44 l7 8 l-7 8 l-7 -8 z"/></g>
<g stroke="#0E83B2" stroke-width="1.8"><path d="M190 88 V122 M300 88 V134 M360 88 V116"/></g>
<g fill="#0E83B2"><circle cx="190" cy="122" r="6"/><circle cx="300" cy="134" r="6"/></g>
<circle cx="360" cy="116" r="5.5" fill="#FFFFFF" stroke="#0E83B2" stroke-width="2"/>
<path d="M190 122 Q252 122 252 98" fill="none" stroke="#117733" stroke-width="2.5"/><path d="M246 101 l6 -9 l6 9 z" fill="#117733"/>
<path d="M300 134 Q402 134 402 97" fill="none" stroke="#BB2A12" stroke-width="2.5"/>
<path d="M393 95 h18" stroke="#BB2A12" stroke-width="4"/>
<g font-size="12" text-anchor="middle" fill="#7A8894"><text x="190" y="146">QKI</text><text x="300" y="157">HNRNPA1</text></g></svg>"""


def show_landscape_empty() -> None:
    """Say what the landscape page will show."""
    st.image(_LANDSCAPE, alt="Sketch of a landscape: splice sites above a line, motifs below it, arrows from motifs to splice sites")
    st.caption(
        "Which splice sites a model sees in an exon and around it, which motifs of proteins it reads there, and what each of them does to "
        "each splice site. Take one out with a click and see what happens."
    )
