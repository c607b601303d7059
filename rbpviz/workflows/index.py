"""The index of shipped checkpoints: `python -m rbpviz.workflows.index > checkpoints/README.md`."""

import sys
from collections.abc import Sequence

from rbpviz import config
from rbpviz.models.catalog import list_models
from rbpviz.results.cards import ModelCard

_HEAD = """# Checkpoints

One folder a model: `model.safetensors` (half precision), `card.json` (data with sha256, split, seed, recipe, all metrics, controls) and
`motifs.meme` (first-layer filters by both thresholds, 7 and 9 bases wide). Nothing else is ever loaded. `rbpviz models` prints this list.

`rnassrnet/SET` are the models for RNAs of your own (trained with shifts and with borders that tell nothing, readout without absolute
position).
`rnassrnet-paper/SET` are the published configuration, for comparison with the literature.

How each was made, with the files of one set in `SET/`:

    rbpviz train FAMILY --preset paper --positives SET/train.positives.fa.gz --negatives SET/train.negatives.fa.gz \\
        --test-positives SET/test.positives.fa.gz --test-negatives SET/test.negatives.fa.gz --name SET -o RUN

then `RUN/checkpoint` was copied here. Where a card counts `dropped_by_limit`, `--max-records` with the sum of its train and validation
counts was given as well; where `options` or `training` on a card differ from the preset, so was `--option name=value`. The test files
were scored once, after the fit; validation AUROC picked the epoch.

AUROC on the test files as published, with debiased borders, and with the first 5, 20 and 60 nt cut off:

"""
_COLUMNS = ("test", "test_debiased", "test_shift_5", "test_shift_20", "test_shift_60")
_SPLICING_HEAD = """
## Splicing

`lssi/human` sees the surroundings of a splice site alone; `sam-fm` reads fixed motifs (RNA Bind-n-Seq), `sam-am` motifs adjusted to
splicing, both through a bottleneck of that density. `-seedN` are the same recipe from another seed; `-binary` models see sites as 0 and 1
and serve RNA maps.

    rbpviz train lssi --genes train.fa.gz --annotation genes.tsv --validation-genes valid.fa.gz --test-genes test.fa.gz \\
        --maxent maxent/ --name human -o RUN
    rbpviz train sam-fm (as above) --psams rbns_psams/ --preset compact --seed SEED --name human -o FM
    rbpviz train sam-am (as above) --psams rbns_psams/ --preset compact --seed SEED --start FM --name human -o AM
    rbpviz train sam-fm (as above) --binarise FM/checkpoint --name human-binary -o FM2
    rbpviz train sam-am (as above) --binarise AM/checkpoint --reader FM2/checkpoint --name human-binary -o AM2

Top-k accuracy in per cent: of k true sites, how many are among the k positions that the model ranks highest over all bases of the genes.
The validation genes drove the density and picked the period; the test genes were scored once, after the fit.

"""
_PARTS = ("validation", "test")


def checkpoint_index(cards: Sequence[ModelCard]) -> str:
    """Return the index as Markdown: what the folders hold, how they were made, and a row of figures a model."""
    binding = [card for card in cards if card.question == "binding"]
    splicing = [card for card in cards if card.question == "splicing"]
    head = "| model | protein | published (s.e.) | validation | test | debiased | shift 5 | shift 20 | shift 60 | MB |"
    text = _HEAD + "\n".join([head, "|---|---|---|---|---|---|---|---|---|---|", *(_row(card) for card in binding)]) + "\n"
    if not splicing:
        return text
    columns = [f"{part} {what}" for part in _PARTS for what in ("acceptor", "donor", "mean", "MaxEnt")]
    head = "| model | preset | density % | " + " | ".join(columns) + " | MB |"
    rule = "|" + "---|" * (len(columns) + 4)
    return text + _SPLICING_HEAD + "\n".join([head, rule, *(_splicing_row(card) for card in splicing)]) + "\n"


def _row(card: ModelCard) -> str:
    published = "".join(f"{p.value:.3f} ({p.standard_error:.3f})" for p in card.published[:1]) or "-"
    found = [card.metrics.get(part, {}).get("auroc") for part in ("validation", *_COLUMNS)]
    figures = ["-" if value is None else f"{value:.3f}" for value in found]
    cells = (f"`{card.id}`", card.protein, published, *figures, f"{card.weights_bytes / 1e6:.1f}")
    return "| " + " | ".join(cells) + " |"


def _splicing_row(card: ModelCard) -> str:
    figures = []
    for part in _PARTS:
        own, maxent = card.metrics.get(part, {}), card.metrics.get(f"{part}_maxent", {})
        found = [*(own.get(f"top_k_{kind}") for kind in ("acceptor", "donor", "mean")), maxent.get("top_k_mean")]
        figures += ["-" if value is None else f"{100 * value:.1f}" for value in found]
    density = card.controls.get("density_test")
    cells = (
        f"`{card.id}`",
        str(card.training.get("preset", "-")),
        "-" if density is None else f"{100 * density:.4f}",
        *figures,
        f"{card.weights_bytes / 1e6:.1f}",
    )
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    root = config.checkpoints_dir()
    sys.stdout.write(checkpoint_index([card for card in list_models() if (root / card.family / card.name).is_dir()]))
