"""Errors and warnings of rbpviz.

Every error that a user can cause derives from `RbpvizError` and carries one sentence: what was got, what is expected, how to mend it.
Nothing here computes.
"""


class RbpvizError(Exception):
    """Base of all errors that rbpviz raises on purpose."""


class InvalidSequenceError(RbpvizError):
    """A record is not a usable RNA sequence.

    Parameters
    ----------
    message : str
        One sentence naming record, position and letter.
    record_id : str, default ""
        Id of the record, as read (untrusted text).
    """

    def __init__(self, message: str, *, record_id: str = "") -> None:
        super().__init__(message)
        self.record_id = record_id


class InputLimitError(RbpvizError):
    """An input is larger than a stated limit."""


class GeneError(RbpvizError):
    """A gene's exons, or the file that states them, cannot be used."""


class NetworkError(RbpvizError):
    """Something that lies elsewhere could not be fetched."""


class InvalidOptionError(RbpvizError):
    """A setting has a value outside its documented range."""


class FoldingError(RbpvizError):
    """ViennaRNA could not fold a sequence."""


class UnknownModelError(RbpvizError):
    """No model or checkpoint has this name."""


class CheckpointError(RbpvizError):
    """A checkpoint is damaged, of another version, or not what its card says."""


class DataSetError(RbpvizError):
    """A data set cannot be trained or evaluated on."""


class DeviceError(RbpvizError):
    """The requested device is not available."""


class JobError(RbpvizError):
    """A job does not exist or cannot do what was asked."""


class CancelledError(RbpvizError):
    """The user cancelled a running operation."""


class RbpvizWarning(UserWarning):
    """Base of all warnings of rbpviz, so that callers can filter them."""
