"""SAM, sparse adjusted motifs (Gupta et al. 2024): motif model, sparsity and aggregator, each of which can be exchanged.

`lssi` reads splice sites locally; `motif_models` scores the motifs of RBPs, fixed or adjusted; `sparsity` keeps the strongest few of them;
`aggregator` reads what is left; `network` puts the parts together.
"""
