"""What models eat, as NumPy arrays: encoded bases and pair graphs. No torch and no ViennaRNA here."""
