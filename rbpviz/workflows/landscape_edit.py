"""A landscape before and after edits; the runs of the models are kept, so that an edit costs a fraction of a first run."""

from collections.abc import Sequence
from itertools import chain

from rbpviz.errors import InvalidOptionError
from rbpviz.interpret.landscape_edits import change_bases, edit_seen, list_motif_changes, list_site_changes
from rbpviz.interpret.landscapes import Seen
from rbpviz.results.landscape_edits import MAX_EDITS, Edit, KnockDown, KnockOut, LandscapeChange, Mask, Substitution
from rbpviz.results.landscapes import Landscape
from rbpviz.types import Progress, ignore_progress
from rbpviz.workflows.landscape import Sight, describe
from rbpviz.workflows.threads import side_by_side


def apply_edits(sight: Sight, edits: Sequence[Edit]) -> Sight:
    """Return what the models see after some edits.

    Parameters
    ----------
    sight : Sight
        What they saw without any.
    edits : sequence of Edit
        Positions 0-based in the pre-mRNA.

    Returns
    -------
    Sight

    Raises
    ------
    InvalidOptionError
        If an edit lies outside the region, names a protein that no model knows, or a base that is not there.
    """
    if sight.edits:
        raise InvalidOptionError("Got a landscape that is edited already; expected the one before, with all edits at once.")
    check_edits(sight, edits)

    def change(one: Seen) -> Seen:
        return edit_seen(one, sight.codes, sight.region, edits=edits)

    seen = side_by_side(change, sight.seen, words="models read the change")
    return Sight(sight.subject, sight.region, sight.exon, sight.codes, tuple(seen), tuple(edits))


def check_edits(sight: Sight, edits: Sequence[Edit]) -> None:
    """Raise `InvalidOptionError` for an edit that cannot be made here; see `apply_edits`."""
    if len(edits) > MAX_EDITS:
        raise InvalidOptionError(f"Got {len(edits)} edits; expected at most {MAX_EDITS}.")
    known = set(chain.from_iterable(one.model.card.channels for one in sight.seen))
    region = sight.region
    for edit in edits:
        if isinstance(edit, KnockOut | KnockDown) and edit.rbp not in known:
            raise InvalidOptionError(f"Got the protein {edit.rbp!r}, whose motif no model here knows; expected a name such as PTBP1.")
        inside = True
        if isinstance(edit, KnockOut | Substitution):
            inside = region.start <= edit.position < region.end
        elif isinstance(edit, Mask):
            inside = region.start <= edit.start and edit.end <= region.end
        if not inside:
            raise InvalidOptionError(
                f"Got an edit outside the region {region.start + 1}-{region.end} (1-based); expected it inside: look at a wider region."
            )
    change_bases(sight.codes, edits)


def compare(
    before: Sight, after: Sight, *, known: Landscape | None = None, knock_outs: bool = True, progress: Progress = ignore_progress
) -> LandscapeChange:
    """Return the landscapes before and after edits with their differences.

    Parameters
    ----------
    before, after : Sight
        What the models saw, and what `apply_edits` returned for it.
    known : Landscape, optional
        The landscape before, where it was described already.
    knock_outs : bool, default True
        Whether every motif site that is left is knocked out after the edits too; without it the new landscape has no arrows.
    progress : Progress, optional
        Called after each panel; it may raise to cancel.

    Returns
    -------
    LandscapeChange
    """
    old = known or describe(before, knock_outs=knock_outs, progress=progress)
    new = describe(after, knock_outs=knock_outs, progress=progress)
    pairs = list(zip(before.seen, after.seen, strict=True))
    annotated = before.subject.annotated
    sites = chain.from_iterable(list_site_changes(one, other, before.region, annotated=annotated) for one, other in pairs)
    motifs = chain.from_iterable(list_motif_changes(one, other, before.region) for one, other in pairs)
    return LandscapeChange(old, new, after.edits, tuple(sites), tuple(motifs))
