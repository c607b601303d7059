"""DeepRKE: RBP binding from embedded words of sequence and structural context (Deng et al. 2020)."""
