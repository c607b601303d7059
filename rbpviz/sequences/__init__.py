"""Reading, checking and reshaping sequences: the alphabet, FASTA, the front door for records, windows, borders and shuffles.

Nothing here folds, encodes or scores.
"""
