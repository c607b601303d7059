"""Graphs for people to look at, made and laid out with networkx; what is drawn is a plain container of `results`."""
