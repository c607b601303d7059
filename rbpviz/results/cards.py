"""The card of a checkpoint: everything a reader must know to trust or distrust a model."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

CARD_FORMAT = 1
MEAN_CURVE_BIN = 5
"""Bases that each number of a mean curve stands for."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DataCard(_Frozen):
    """What a model was trained, validated and tested on."""

    source: str
    """Where the sequences come from: data set, publication, address."""
    sha256: dict[str, str]
    """File name to sha256 of the file as stored."""
    counts: dict[str, int]
    """Records by split and class, such as `train_positives`; `dropped_...` for what was left out and why."""
    split: str
    """How train, validation and test were separated, in one sentence."""
    length: dict[str, int]
    """Lengths in nt of the training records: `min p01 median p99 max`."""


class Published(_Frozen):
    """A figure of the literature on the same test set."""

    metric: str
    value: float
    standard_error: float
    """Standard error of an AUROC of this size on this test set (Hanley and McNeil 1982)."""
    source: str


class Expected(_Frozen):
    """The output on a fixed sequence, checked when a checkpoint is first loaded."""

    sequence: str
    score: float
    tolerance: float = 2e-3


class ModelCard(_Frozen):
    """All that is known about one checkpoint."""

    format: int = CARD_FORMAT
    family: str
    name: str
    architecture: str
    """Version of the network's code, such as `rnassrnet-1`."""
    role: Literal["scan", "paper", "user"]
    """`scan`: for a user's RNA; `paper`: the published configuration; `user`: trained by a user."""
    question: Literal["binding", "splicing"] = "binding"
    """What it answers: does a protein bind an RNA, or where is a gene spliced."""
    protein: str
    """HGNC symbol of the protein; empty for splicing models."""
    assay: str = ""
    summary: str
    """One sentence: what it answers and when not to use it."""
    options: dict[str, bool | int | float | str]
    """Hyper-parameters of the network."""
    training: dict[str, bool | int | float | str]
    """Preset, epochs, optimiser, seed, device, seconds."""
    data: DataCard
    metrics: dict[str, dict[str, float]]
    """Metrics by set: `validation test test_debiased test_shift_5 test_shift_20 test_shift_60 ...`, each with `auroc auprc ...`; splicing
    models have `validation` and `test`, and `_maxent` or `_lssi` after these for others on the same genes, with `top_k_acceptor ...`."""
    published: tuple[Published, ...] = ()
    controls: dict[str, float] = Field(default_factory=dict)
    """Controls of the response curves (specification section 7): where responses peak, inside against outside the viewpoint."""
    mean_curves: dict[str, list[float]] = Field(default_factory=dict)
    """Mean response in bins of `MEAN_CURVE_BIN` bases from the 5' end, such as `cnn_negatives`."""
    background: tuple[float, ...] = ()
    """Quantiles 0, 1, ... 100 % of the scores of held-out negatives; none for splicing models."""
    background_source: str = ""
    channels: tuple[str, ...] = ()
    """RBP of each motif channel of a splicing model."""
    n_parameters: int
    dtype: str
    licence: str
    created: str
    code_version: str
    weights_sha256: str
    weights_bytes: int
    expected: Expected

    @property
    def id(self) -> str:
        """The model id, `family/name`."""
        return f"{self.family}/{self.name}"
