"""Training LSSI and SAM: labelled pre-mRNAs on disk, windows drawn from them, presets, schedules and fitting."""
