"""Which records train and which validate."""

import numpy as np
from sklearn.model_selection import StratifiedGroupKFold

from rbpviz.errors import DataSetError

MIN_CLASS = 20


def split_validation(sequences: list[str], labels: np.ndarray, *, seed: int, folds: int = 10) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows that train and those that validate.

    The split is stratified by label and seeded; identical sequences stay on one side.

    Parameters
    ----------
    sequences : list of str
        One a record.
    labels : ndarray of int, shape (n,)
        0 or 1.
    seed : int
        Seed of the split.
    folds : int, default 10
        One of so many parts validates.

    Returns
    -------
    tuple of (ndarray of int64, ndarray of int64)
        Rows for training and for validation, each ascending.

    Raises
    ------
    DataSetError
        If a class has fewer than `MIN_CLASS` records.
    """
    positives = int(labels.sum())
    if min(positives, len(labels) - positives) < MIN_CLASS:
        raise DataSetError(
            f"Got {positives} positives and {len(labels) - positives} negatives; "
            f"expected at least {MIN_CLASS} of each to train and validate."
        )
    groups = np.unique(np.asarray(sequences), return_inverse=True)[1]
    splitter = StratifiedGroupKFold(n_splits=folds, shuffle=True, random_state=seed)
    train, validation = next(iter(splitter.split(np.zeros(len(labels)), labels, groups)))
    return np.sort(train), np.sort(validation)
