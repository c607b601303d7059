"""Frozen containers of what rbpviz computes: NumPy and pandas only, so that plots and pages need to know no model.

A module here may import the foundations (`errors`, `types`, `config`) and nothing else of rbpviz.
"""
