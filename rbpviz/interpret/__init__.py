"""What a trained model looks at: filters as motifs, controls of its response curves."""
