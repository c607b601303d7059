"""The shipped and published checkpoints, read from their cards. Nothing here imports torch, so that lists stay quick."""

import difflib
import warnings
from pathlib import Path

from pydantic import ValidationError

from rbpviz import config
from rbpviz.errors import CheckpointError, RbpvizWarning, UnknownModelError
from rbpviz.results.cards import CARD_FORMAT, ModelCard

CARD_FILE = "card.json"


def read_card(folder: Path) -> ModelCard:
    """Return the card of a checkpoint folder.

    Parameters
    ----------
    folder : Path
        Folder with `card.json`.

    Returns
    -------
    ModelCard

    Raises
    ------
    CheckpointError
        If the card is missing, damaged or of another format.
    """
    path = folder / CARD_FILE
    try:
        card = ModelCard.model_validate_json(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise CheckpointError(f"Got the folder {str(folder)!r} without a {CARD_FILE}; expected a checkpoint folder.") from error
    except (ValidationError, UnicodeDecodeError) as error:
        raise CheckpointError(
            f"Got a damaged card in {str(folder)!r} ({_first_line(error)}); expected card format {CARD_FORMAT}."
        ) from error
    if card.format != CARD_FORMAT:
        raise CheckpointError(f"Got card format {card.format} in {str(folder)!r}; this version of rbpviz reads format {CARD_FORMAT}.")
    return card


def _first_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return "; ".join(lines[:3])[:300]


def model_folders() -> dict[str, Path]:
    """Return the checkpoint folder of each model id, shipped ones first, then those the user published; sorted by id."""
    found: dict[str, Path] = {}
    for root in (config.home_dir() / "models", config.checkpoints_dir()):
        for path in root.glob(f"*/*/{CARD_FILE}"):
            found[f"{path.parent.parent.name}/{path.parent.name}"] = path.parent
    return dict(sorted(found.items()))


def list_models(family: str | None = None) -> list[ModelCard]:
    """Return the cards of all models, or of one family, sorted by id; a damaged card is left out with a warning."""
    cards = []
    for name, folder in model_folders().items():
        if family is not None and name.split("/")[0] != family:
            continue
        try:
            cards.append(read_card(folder))
        except CheckpointError as error:
            warnings.warn(f"The model {name!r} is left out: {error}", RbpvizWarning, stacklevel=2)
    return cards


def find_model(model: str | Path) -> tuple[ModelCard, Path]:
    """Return card and folder of a model id (`family/name`) or of a checkpoint folder.

    Parameters
    ----------
    model : str or Path
        Model id or path to a folder with `card.json`.

    Returns
    -------
    tuple of (ModelCard, Path)

    Raises
    ------
    UnknownModelError
        If there is no such model; the message lists near matches.
    """
    folders = model_folders()
    if str(model) in folders:
        folder = folders[str(model)]
        return read_card(folder), folder
    if (Path(model) / CARD_FILE).is_file():
        return read_card(Path(model)), Path(model)
    near = difflib.get_close_matches(str(model), folders, n=3, cutoff=0.4)
    near = near or [name for name in folders if str(model).lower() in name.lower()][:3]
    hint = f"did you mean {', '.join(near)}?" if near else "`rbpviz models` lists what there is."
    raise UnknownModelError(
        f"Got the model {str(model)!r}; expected a model id such as 'rnassrnet/PARCLIP_QKI' or a checkpoint folder; {hint}"
    )
