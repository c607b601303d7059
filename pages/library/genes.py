"""Genes: the library, and the chosen gene with its exons."""

from rbpviz.ui import genes_panel, genes_table, shell

shell.page_setup(
    "Which gene, and where are its exons?", "Genes of yours, from Ensembl or shipped; the chosen one goes with you to all pages."
)

genes_panel.show_problems()
text = genes_table.show_strip()
if text:  # what was found comes first
    genes_table.show_library(text)
genes_panel.show_gene()
if not text:
    genes_table.show_library(text)
