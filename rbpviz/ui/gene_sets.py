"""Gene files that a user gave to a splicing page, kept on this machine by a hash of their content, as a reload and a job need them."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from rbpviz import config
from rbpviz.errors import GeneError
from rbpviz.ui import shell
from rbpviz.ui.words import shorten

GENE_SET = "gene_set"
"""Name in the address, and key of the session: id of the chosen set."""
GENES_FILE, ANNOTATION_FILE = "genes.in", "annotation.in"
MAX_BYTES = 200_000_000
"""Largest file that a page takes; the command line takes larger ones."""
_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class GeneSet:
    """Gene files of a user.

    Parameters
    ----------
    id : str
        Hash of their content.
    title : str
        Names of the files (untrusted text).
    genes, sites : int
        Genes that can be read, and their splice sites.
    bases : int
        Bases of their pre-mRNAs.
    folder : Path
        Where the files are.
    """

    id: str
    title: str
    genes: int
    sites: int
    bases: int
    folder: Path

    def files(self) -> Mapping[str, bytes]:
        """Return the files as a job takes them."""
        return {name: (self.folder / name).read_bytes() for name in (GENES_FILE, ANNOTATION_FILE) if (self.folder / name).is_file()}


def save_set(title: str, genes: bytes, annotation: bytes | None = None) -> GeneSet:
    """Read gene files once to see that they can be used, keep them, and return them with their id.

    Raises
    ------
    RbpvizError
        If no gene can be read, or a file is too large.
    """
    from rbpviz.workflows.splicing_data import GeneFiles

    for content in (genes, annotation or b""):
        if len(content) > MAX_BYTES:
            raise GeneError(f"Got a file of {len(content):,} bytes; expected at most {MAX_BYTES:,}: use the command line for it.")
    digest = hashlib.sha256(genes + b"\0" + (annotation or b"")).hexdigest()[:32]
    folder = _folder(digest)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / GENES_FILE).write_bytes(genes)
    if annotation is not None:
        (folder / ANNOTATION_FILE).write_bytes(annotation)
    found = GeneFiles(folder / GENES_FILE, folder / ANNOTATION_FILE if annotation is not None else None).read(rejected=[])
    kept = GeneSet(digest, shorten(title, 120), len(found), int((found.labels > 0).sum()), len(found.codes), folder)
    about = {"title": kept.title, "genes": kept.genes, "sites": kept.sites, "bases": kept.bases}
    (folder / "about.json").write_text(json.dumps(about), encoding="utf-8")
    return kept


def open_set(wanted: str) -> GeneSet | None:
    """Return a kept set by its id; None for any other text, also when it was removed."""
    if not _ID.fullmatch(wanted):
        return None
    try:
        about = json.loads((_folder(wanted) / "about.json").read_text(encoding="utf-8"))
        return GeneSet(wanted, str(about["title"]), int(about["genes"]), int(about["sites"]), int(about["bases"]), _folder(wanted))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def chosen_set() -> GeneSet | None:
    """Return the set of this session, or the one that the address names."""
    wanted = st.session_state.get(GENE_SET) or st.query_params.get(GENE_SET, "")
    return open_set(str(wanted))


def show_box(place: str) -> None:
    """Ask for gene files; `place` tells apart the boxes of several pages."""
    with st.form(f"genes_{place}", border=False):
        left, right = st.columns(2)
        genes = left.file_uploader("Genes: FASTA, GenBank or LRG XML", key=f"genes_file_{place}")
        exons = right.file_uploader("Exons of FASTA genes: GTF, GFF3 or a table", key=f"exons_file_{place}")
        pressed = st.form_submit_button("Take these genes", icon=":material/upload_file:")
    if pressed and genes is None:
        shell.show_error("Got no gene file; expected FASTA with a file of exons, GenBank, or LRG XML.")
    elif pressed and genes is not None:
        with shell.told_in_words():
            names = " with ".join(file.name for file in (genes, exons) if file is not None)
            kept = save_set(names, genes.getvalue(), exons.getvalue() if exons is not None else None)
            st.session_state[GENE_SET] = kept.id
            st.query_params[GENE_SET] = kept.id
            st.rerun()


def _folder(wanted: str) -> Path:
    return config.home_dir() / "gene_sets" / wanted
