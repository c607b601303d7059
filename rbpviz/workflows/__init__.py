"""The use cases: a frozen request goes in, a report comes out. Pages, jobs and the command line call the same functions."""
