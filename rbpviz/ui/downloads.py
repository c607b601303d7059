"""Export menus: one for each figure, with the figure, the table behind it, tracks and a link. Files are made when they are asked for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from rbpviz.export.figures import Saveable, safe_file_name
from rbpviz.ui import cache, links

MENU_WIDTH = 340
MIMES = {"svg": "image/svg+xml", "pdf": "application/pdf", "png": "image/png", "tsv": "text/tab-separated-values"}


@dataclass(frozen=True, slots=True)
class Offer:
    """One file of a menu.

    Parameters
    ----------
    label : str
        What it is, such as `SVG`.
    ending : str
        End of the file name, such as `svg` or `cnn.bedgraph`.
    make : callable
        Returns the content; called when the reader asks for it.
    """

    label: str
    ending: str
    make: Callable[[], bytes]


def figure_offers(draw: Callable[[], Saveable]) -> list[Offer]:
    """Return the three formats of a paper figure that `draw` returns."""
    return [
        Offer("SVG", "svg", lambda: cache.export_figure(draw, "svg")),
        Offer("PDF", "pdf", lambda: cache.export_figure(draw, "pdf")),
        Offer("PNG", "png", lambda: cache.export_figure(draw, "png")),
    ]


def show_menu(name: str, title: str, offers: list[Offer], *, link: Mapping[str, str | int] | None = None) -> None:
    """Show an export menu.

    Parameters
    ----------
    name : str
        Key of the menu.
    title : str
        What the files are named after (untrusted text).
    offers : list of Offer
        The files.
    link : mapping, optional
        What a link to this view carries.
    """
    stem = safe_file_name(title)
    with st.popover("Export", icon=":material/download:"), st.container(width=MENU_WIDTH):
        with st.container(horizontal=True, gap="small"):
            for offer in offers:
                st.download_button(
                    offer.label,
                    offer.make,
                    file_name=f"{stem}.{offer.ending}",
                    mime=MIMES.get(offer.ending.rsplit(".", 1)[-1], "text/plain"),
                    key=f"{name}_{offer.ending}",
                    on_click="ignore",
                )
        if link:
            st.caption("Link to this view")
            st.code(links.view_link(link), language=None, wrap_lines=True)
