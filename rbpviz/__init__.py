"""rbpviz: how proteins read RNA. This module holds the version and the public names, each imported when it is first used.

`import rbpviz` itself loads nothing heavy: no torch, no Streamlit, no ViennaRNA.
"""

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

_HOMES: dict[str, str] = {
    "Flag": "rbpviz.types",
    "FoldOptions": "rbpviz.structure.folding",
    "Interval": "rbpviz.types",
    "ModelCard": "rbpviz.results.cards",
    "Motif": "rbpviz.results.motifs",
    "PredictRequest": "rbpviz.workflows.predict",
    "Prediction": "rbpviz.results.predictions",
    "RbpvizError": "rbpviz.errors",
    "RbpvizWarning": "rbpviz.errors",
    "RespondRequest": "rbpviz.workflows.respond",
    "ResponseCurves": "rbpviz.results.curves",
    "RnaRecord": "rbpviz.types",
    "Structure": "rbpviz.results.structures",
    "as_records": "rbpviz.sequences.records",
    "find_model": "rbpviz.models.catalog",
    "fold": "rbpviz.structure.folding",
    "fold_many": "rbpviz.structure.parallel",
    "list_models": "rbpviz.models.catalog",
    "predict": "rbpviz.workflows.predict",
    "read_fasta": "rbpviz.sequences.fasta",
    "read_meme": "rbpviz.motifs.meme",
    "respond": "rbpviz.workflows.respond",
    "write_meme": "rbpviz.motifs.meme",
}

if TYPE_CHECKING:
    from rbpviz.errors import RbpvizError, RbpvizWarning
    from rbpviz.models.catalog import find_model, list_models
    from rbpviz.motifs.meme import read_meme, write_meme
    from rbpviz.results.cards import ModelCard
    from rbpviz.results.curves import ResponseCurves
    from rbpviz.results.motifs import Motif
    from rbpviz.results.predictions import Prediction
    from rbpviz.results.structures import Structure
    from rbpviz.sequences.fasta import read_fasta
    from rbpviz.sequences.records import as_records
    from rbpviz.structure.folding import FoldOptions, fold
    from rbpviz.structure.parallel import fold_many
    from rbpviz.types import Flag, Interval, RnaRecord
    from rbpviz.workflows.predict import PredictRequest, predict
    from rbpviz.workflows.respond import RespondRequest, respond

__all__ = [
    "Flag",
    "FoldOptions",
    "Interval",
    "ModelCard",
    "Motif",
    "PredictRequest",
    "Prediction",
    "RbpvizError",
    "RbpvizWarning",
    "RespondRequest",
    "ResponseCurves",
    "RnaRecord",
    "Structure",
    "__version__",
    "as_records",
    "find_model",
    "fold",
    "fold_many",
    "list_models",
    "predict",
    "read_fasta",
    "read_meme",
    "respond",
    "write_meme",
]


def __getattr__(name: str) -> object:
    """Import a public name from its module when it is first asked for."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'rbpviz' has no attribute {name!r}; its public names are {', '.join(sorted(_HOMES))}")
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, imported already or not."""
    return sorted({*globals(), *_HOMES})
