"""Folding and what follows from it: structures, pairing probabilities, loop elements, drawings in the plane.

The only package that imports ViennaRNA (`RNA`), which holds the interpreter lock while it folds: `parallel` folds in processes.
"""
