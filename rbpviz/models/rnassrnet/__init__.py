"""RNASSR-Net: per-base response of a sequence CNN and a base-pair graph network (Ling et al. 2022)."""
