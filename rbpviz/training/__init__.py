"""Fitting models: data sets, splits, presets, the training loop and the card of what came out.

Lightning runs the loop and is imported nowhere else; runs resume from safetensors and JSON alone.
"""
