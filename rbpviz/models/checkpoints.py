"""Writing and loading checkpoints: a folder with `model.safetensors` and `card.json`, and nothing else is ever read."""

from collections.abc import Callable
from pathlib import Path
from threading import Lock

from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn

from rbpviz.errors import CheckpointError, InvalidOptionError
from rbpviz.models.catalog import CARD_FILE, find_model
from rbpviz.models.devices import resolve_device
from rbpviz.models.loaded import LoadedModel
from rbpviz.models.registry import build_network, get_family
from rbpviz.models.sam.loaded import LoadedSplicer
from rbpviz.models.weights import WEIGHTS_FILE, file_sha256, fill_network
from rbpviz.results.cards import ModelCard

_checked: set[str] = set()
_checked_lock = Lock()


def write_card(card: ModelCard, folder: Path) -> None:
    """Write `card.json` into a checkpoint folder, whole or not at all."""
    target = folder / CARD_FILE
    draft = target.with_suffix(".json.part")
    draft.write_text(card.model_dump_json(indent=1) + "\n", encoding="utf-8")
    draft.replace(target)


def load_model(model: str | Path, *, device: str = "auto", check: bool = True) -> LoadedModel:
    """Return a model ready to score.

    Parameters
    ----------
    model : str or Path
        Model id or checkpoint folder.
    device : str, default "auto"
        See `resolve_device`.
    check : bool, default True
        Compare the output on the card's fixed sequence with the stored one, once a process and checkpoint.

    Returns
    -------
    LoadedModel

    Raises
    ------
    CheckpointError
        If weights and card do not belong together, or the output is not what the card says.
    """
    card, network = _load_network(model, device=device, question="binding")
    loaded = LoadedModel(card, network, resolve_device(device))
    if check:
        _check_expected(card, loaded.device, lambda sequence: float(loaded.score([loaded.prepare(sequence)])[0]))
    return loaded


def load_splicer(model: str | Path, *, device: str = "auto", check: bool = True) -> LoadedSplicer:
    """Return SAM or LSSI ready to read pre-mRNAs; parameters and errors as those of `load_model`."""
    card, network = _load_network(model, device=device, question="splicing")
    loaded = LoadedSplicer(card, network, resolve_device(device))
    if loaded.has_motifs:
        loaded.sam.fixed.use_tables()
    if check:
        _check_expected(card, loaded.device, loaded.check_score)
    return loaded


def _load_network(model: str | Path, *, device: str, question: str) -> tuple[ModelCard, nn.Module]:
    card, folder = find_model(model)
    spec = get_family(card.family)
    if spec.question != question:
        other = "reads splice sites of genes; use `rbpviz evaluate --genes`" if spec.question == "splicing" else "scores RNAs for a protein"
        raise InvalidOptionError(f"Got {card.id}, which {other}; expected a model for {question}: `rbpviz models` lists what there is.")
    if card.architecture != spec.architecture:
        raise CheckpointError(f"Got {card.id} of architecture {card.architecture}; this version of rbpviz builds {spec.architecture}.")
    network = fill_network(build_network(card.family, dict(card.options)), read_weights(card, folder))
    return card, network.to(resolve_device(device))


def read_weights(card: ModelCard, folder: Path) -> dict[str, Tensor]:
    """Return the stored weights of a checkpoint after checking their sha256.

    Raises
    ------
    CheckpointError
        If the file is missing, damaged or not the one the card was written for.
    """
    path = folder / WEIGHTS_FILE
    if not path.is_file():
        raise CheckpointError(f"Got a checkpoint without {WEIGHTS_FILE} in {str(folder)!r}; fetch the project again.")
    found = file_sha256(path)
    if found != card.weights_sha256:
        raise CheckpointError(
            f"Got weights of {card.id} with sha256 {found[:12]}; the card says {card.weights_sha256[:12]}. Fetch them again."
        )
    try:
        return load_file(path)
    except SafetensorError as error:
        raise CheckpointError(f"Got a damaged {WEIGHTS_FILE} of {card.id} ({error}); fetch it again.") from error


def _check_expected(card: ModelCard, device: str, score: Callable[[str], float]) -> None:
    key = f"{device}:{card.model_dump_json()}"
    with _checked_lock:
        if key in _checked:
            return
    expected = card.expected
    got = score(expected.sequence)
    if not abs(got - expected.score) <= expected.tolerance:
        raise CheckpointError(
            f"{card.id} gives {got:.4f} on its check sequence where the card says {expected.score:.4f}; "
            "weights, ViennaRNA or torch differ from those it was made with (see requirements.txt)."
        )
    with _checked_lock:
        _checked.add(key)
