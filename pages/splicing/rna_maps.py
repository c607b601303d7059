"""RNA maps: which proteins support or suppress splice sites, by the distance of their motifs from them."""

from rbpviz.ui import rna_map_view, shell

shell.page_setup(
    "From where do proteins act on a splice site?",
    "What the motifs of each protein do to acceptors and donors, by their distance: each motif site is knocked out once.",
)

rna_map_view.show_page()
