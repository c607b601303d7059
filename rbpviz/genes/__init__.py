"""Genes: sequence in transcript orientation with its exons, where genes come from, labels, windows and splits for splicing models.

Nothing here scores or draws.
"""
