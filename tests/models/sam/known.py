"""Splicing models made by hand, whose answers are known: ENH supports every acceptor around it, SIL suppresses it, nothing else acts.

Acceptors are U-rich stretches before AG, donors GUAAGU. A motif site counts the less the farther it lies from an acceptor.
"""

from pathlib import Path

import torch
from torch import nn

from rbpviz.models.catalog import read_card
from rbpviz.models.checkpoints import write_card
from rbpviz.models.sam.loaded import LoadedSplicer
from rbpviz.models.sam.lssi import ACCEPTOR_REACH, DONOR_REACH, Lssi
from rbpviz.models.sam.motif_models import AdjustedMotifs
from rbpviz.models.sam.network import Sam, SamOptions
from tests.models.sam.cards import small_card, write_checkpoint

CHANNELS = ("ENH", "SIL", "IDLE")
MOTIFS = {"ENH": "AAAGAAGG", "SIL": "UAGGGUUA", "IDLE": "CACACACU"}
NAMES = ("human", "human-seed1", "human-seed2")
THRESHOLDS = {"threshold_acceptor": 0.05, "threshold_donor": 0.05}
_SIZE = len(MOTIFS["ENH"])


@torch.no_grad()
def known_lssi() -> Lssi:
    """Return splice-site networks that know a U-rich stretch with AG, and GUAAGU."""
    lssi = Lssi()
    for parameter in lssi.parameters():
        parameter.zero_()
    acceptor, donor = lssi.acceptor, lssi.donor
    own = ACCEPTOR_REACH[0]
    acceptor.window.weight[0, 0, own - 2] = acceptor.window.weight[0, 2, own - 1] = 1
    acceptor.window.bias[0] = -1
    acceptor.window.weight[1, 3, own - 16 : own - 3] = 1 / 13
    for place, base in enumerate("GUAAGU", start=DONOR_REACH[0] + 1):
        donor.window.weight[0, "ACGU".index(base), place] = 1 / 6
    for part in (acceptor, donor):
        for layer in part.layers:
            layer.weight[:2, :2, 0] = torch.eye(2)
    acceptor.out.weight[1, :2, 0] = torch.tensor([8.0, 6.0])
    acceptor.out.bias[1] = -15
    donor.out.weight[2, 0, 0] = 24
    donor.out.bias[2] = -25
    return lssi.eval().requires_grad_(False)


@torch.no_grad()
def known_sam(motifs: str = "fixed", *, strength: float = 1.0) -> Sam:
    """Return SAM with one enhancer, one silencer and one protein that does nothing; `strength` scales both effects."""
    sizes = {"channels": 8, "adjust_channels": 4, "psams": 3, "width": _SIZE, "rbps": 3, "spare": 1, "density": 0.01}
    network = Sam(SamOptions(motifs, **sizes))  # type: ignore[arg-type]
    network.lssi.load_state_dict(known_lssi().state_dict())
    network.fixed.matrices.fill_(2**-10)
    for row, name in enumerate(CHANNELS):
        for place, base in enumerate(MOTIFS[name]):
            network.fixed.matrices[row, place, "ACGU".index(base)] = 1
    network.fixed.weights.copy_(torch.eye(3))
    network.finder.norm.weight.fill_(1)
    network.finder.sparse.threshold.fill_(0.25 if motifs == "adjusted" else 0.5)
    model = network.finder.model
    if isinstance(model, AdjustedMotifs):
        model.sparse.threshold.fill_(0.25)
        _silence(model.adjust)
    _read_by_hand(network, strength)
    return network.eval().requires_grad_(False)


def _silence(stack: nn.Module) -> None:
    for parameter in stack.parameters():
        parameter.zero_()


def _read_by_hand(network: Sam, strength: float) -> None:
    """Let the LSTM sum up enhancers and silencers on either side with a memory of some 100 nt."""
    aggregator = network.reader.aggregator
    for stack in (aggregator.before, aggregator.after):
        _silence(stack)
    aggregator.before.last.bias.fill_(5)
    aggregator.after.first.weight[:6, :6, 0] = torch.eye(6)
    aggregator.after.last.weight[:6, :6, 0] = torch.eye(6)
    for layer in (aggregator.influence.query, aggregator.influence.key):
        _silence(layer)
    lstm, size = aggregator.lstm, aggregator.lstm.hidden_size
    for parameter in lstm.parameters():
        parameter.zero_()
    for suffix in ("", "_reverse"):
        bias, weight = getattr(lstm, "bias_ih_l0" + suffix), getattr(lstm, "weight_ih_l0" + suffix)
        bias[:size], bias[size : 2 * size], bias[3 * size :] = 4, 4.6, 4
        weight[2 * size, 2] = weight[2 * size + 1, 3] = 0.25
    aggregator.out.weight.zero_()
    aggregator.out.bias.zero_()
    for unit, sign in ((0, 1.0), (1, -1.0)):
        aggregator.out.weight[1, [unit, unit + size]] = 3.0 * sign * strength


def known_rna() -> str:
    """Return a pre-mRNA whose exon, in upper case, holds an enhancer, with a silencer in the intron after it."""
    filler = "CAUCCAUUCACGCAUUACCUCAUACGUCCA"
    upstream = (filler * 12)[:330] + "uuuuuuuuuuuuuuuucag"
    exon = "CAUCCUUCACC" + MOTIFS["ENH"] + "CAUUCACUCGCAUUACCUCAUAC" + MOTIFS["IDLE"] + "CAUCCUCAG"
    downstream = "guaaguCAUCCAUCAC" + MOTIFS["SIL"] + (filler * 12)[:320]
    return upstream.lower() + exon + downstream.lower()


def known_models() -> list[LoadedSplicer]:
    """Return LSSI, FM and AM, loaded."""
    made = (("lssi", known_lssi()), ("sam-fm", known_sam("fixed")), ("sam-am", known_sam("adjusted")))
    cards = [small_card(family).model_copy(update={"channels": CHANNELS, "metrics": {"validation": THRESHOLDS}}) for family, _ in made]
    return [LoadedSplicer(card, network, "cpu") for card, (_, network) in zip(cards, made, strict=True)]


def write_known_models(root: Path) -> Path:
    """Write LSSI and three seeds of FM and AM as checkpoints under `root` and return it; later seeds act less."""
    write_known(known_lssi(), "lssi", "human", root)
    for seed, name in enumerate(NAMES):
        for family, motifs in (("sam-fm", "fixed"), ("sam-am", "adjusted")):
            write_known(known_sam(motifs, strength=1 - 0.4 * seed), family, name, root)
    return root


def write_known(network: Sam | Lssi, family: str, name: str, root: Path) -> None:
    """Write one model with an honest card."""
    folder = write_checkpoint(network, family, root / family / name)
    channels = CHANNELS if isinstance(network, Sam) else ()
    changes = {"name": name, "channels": channels, "metrics": {"validation": THRESHOLDS}, "summary": "A test model made by hand."}
    write_card(read_card(folder).model_copy(update=changes), folder)
