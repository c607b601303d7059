"""Fixed and adjusted motifs: how what splicing taught a model differs from what the protein binds in the test tube."""

from rbpviz.ui import motif_compare_view, shell

shell.page_setup(
    "How does splicing change a protein's motif?",
    "Motifs measured in the test tube (fixed, FM) beside those that a model adjusted by learning to splice (AM).",
)

motif_compare_view.show_page()
