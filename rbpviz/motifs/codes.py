"""The one form in which scanners take a sequence: a row of base codes."""

import numpy as np

from rbpviz.errors import InvalidOptionError
from rbpviz.types import N_CODE


def check_codes(codes: np.ndarray) -> None:
    """Refuse what is not a row of base codes.

    Raises
    ------
    InvalidOptionError
        If the codes are not one row of whole numbers from 0 to 4.
    """
    if codes.ndim != 1 or codes.dtype.kind not in "ui" or (len(codes) and not 0 <= codes.min() <= codes.max() <= N_CODE):
        raise InvalidOptionError(f"Got codes of shape {codes.shape} and type {codes.dtype}; expected one row of whole numbers from 0 to 4.")
