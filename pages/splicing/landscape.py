"""Regulatory landscape: which motifs make an exon spliced, and what happens without them."""

from rbpviz.ui import landscape_view, shell

shell.page_setup(
    "What makes this exon spliced?",
    "Splice sites, motifs of proteins, and what each motif does to each splice site; click one to take it out.",
)

landscape_view.show_page()
