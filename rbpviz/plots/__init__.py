"""Results in, figure out: plotly figures for the screen (`plot_...`), matplotlib figures for paper (`draw_...`).

A module here knows `results` and no model; it computes nothing but heights, colours and places. Every colour comes from `theme`.
"""
