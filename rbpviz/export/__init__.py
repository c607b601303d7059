"""Results out of rbpviz: tables, genome-browser tracks, figure files. Each format is read back in tests."""
