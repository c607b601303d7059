"""Motif files and scanning. The container itself is `rbpviz.results.motifs.Motif`."""

from rbpviz.motifs.meme import read_meme, write_meme

__all__ = ["read_meme", "write_meme"]
