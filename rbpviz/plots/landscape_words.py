"""What is written on a landscape: titles, the kind of run, hover texts; the same words on screen and on paper."""

import math

from rbpviz.plots.screen import plain
from rbpviz.results.landscapes import Landscape, LandscapePanel, MotifEffect

FAMILY_TITLES = {
    "lssi": "splice sites alone (LSSI)",
    "sam-fm": "fixed motifs (FM)",
    "sam-am": "adjusted motifs (AM)",
}
RUN_WORDS = {
    "full": "full run: a window of 5,000 nt around the region, 200 nt of context on either side",
    "short": "short run: the region alone with 200 nt of context on either side, as in the paper's figure",
}
KEY = (
    "Up: splice sites, normalised ln p (0 certain, −1 at the call threshold), circle acceptor, diamond donor, ringed where called, "
    "triangle where annotated. Down: motif sites, filled where the other motif model has the same protein there. "
    "Arrows: green with a head supports, red with a bar suppresses; dotted below a 1.5-fold change."
)
SEEDS_KEY = "Grey bar: range of the score over {} seeds of the model."
_LISTED = 4


def family_of(panel: LandscapePanel) -> str:
    """Return the family of a panel's model."""
    return panel.model.partition("/")[0]


def panel_title(panel: LandscapePanel) -> str:
    """Return what a panel shows, and its model."""
    title = FAMILY_TITLES.get(family_of(panel), "model")
    return f"{title[0].upper()}{title[1:]}: {panel.model}"


def title_of(landscape: Landscape) -> str:
    """Return gene, transcript and region, 1-based and inclusive."""
    names = " ".join(part for part in (landscape.gene, landscape.transcript) if part)
    return f"{names}, {landscape.start + 1:,}–{landscape.end:,}"


def run_words(landscape: Landscape, *, short: bool = False) -> str:
    """Return the kind of run in words, with the edits if there are any; `short` names the run alone."""
    edits = f" · changed: {'; '.join(landscape.edits)}" if landscape.edits else ""
    run = RUN_WORDS[landscape.run]
    return (run.partition(":")[0] if short else run) + edits


def place_words(landscape: Landscape, position: int) -> str:
    """Return a position in all the ways in which it can be told."""
    words = [f"{position + 1:,}"]
    if landscape.exon is not None:
        acceptor, donor = landscape.exon[0], landscape.exon[1] - 1
        nearest = min((("acc", position - acceptor), ("don", position - donor)), key=lambda pair: abs(pair[1]))
        words.append(nearest[0] if nearest[1] == 0 else f"{nearest[0]} {nearest[1]:+d}".replace("-", "−"))
    if landscape.genome is not None:
        place = landscape.genome
        words.append(f"{place.assembly} {place.chromosome}:{place.base1(position):,} ({place.strand})".strip())
    return " · ".join(words)


def effect_words(effect: MotifEffect) -> str:
    """Return an effect in words: how many times as likely the site is with the motif."""
    verb = "supports" if effect.effect > 0 else "suppresses"
    number = f"{effect.effect:+.2f}".replace("-", "−")
    return f"{verb} {math.exp(abs(effect.effect)):.2f}-fold (e = {number})"


def site_hover(panel: LandscapePanel, index: int, landscape: Landscape) -> str:
    """Return the hover text of a splice site: place, scores, whether called and annotated, the strongest motifs."""
    site = panel.sites[index]
    score = "below the floor" if math.isinf(site.normalised) else f"{site.normalised:.2f}"
    state = ", ".join(["called" if site.called else "not called", *(["annotated"] if site.annotated else [])])
    lines = [
        f"<b>{site.kind} at {plain(place_words(landscape, site.position), 90)}</b>",
        f"p {math.exp(site.log_probability):.3f}, normalised ln p {score}, {state}",
    ]
    mine = sorted((e for e in panel.effects if e.site == index and abs(e.effect) > 0.01), key=lambda e: -abs(e.effect))
    for effect in mine[:_LISTED]:
        motif = panel.motifs[effect.motif]
        lines.append(f"{plain(motif.rbp, 20)} at {motif.position + 1:,} {effect_words(effect)}")
    return "<br>".join([*lines, plain(panel.model)])


def motif_hover(panel: LandscapePanel, index: int, landscape: Landscape) -> str:
    """Return the hover text of a motif site: protein, place, strength, whether the other model has it, its strongest effects."""
    motif = panel.motifs[index]
    both = "also in the other motif model" if motif.shared else "not in the other motif model"
    lines = [
        f"<b>{plain(motif.rbp, 20)} at {plain(place_words(landscape, motif.position), 90)}</b>",
        f"activation {motif.activation:.3g} above the threshold, {both}",
    ]
    mine = sorted((e for e in panel.effects if e.motif == index and abs(e.effect) > 0.01), key=lambda e: -abs(e.effect))
    for effect in mine[:_LISTED]:
        site = panel.sites[effect.site]
        lines.append(f"{effect_words(effect)} the {site.kind} at {site.position + 1:,}")
    if panel.effects and not mine:
        lines.append("changes no splice site here by more than 1 %")
    return "<br>".join([*lines, plain(panel.model)])
