"""The builder: letters, flags, limits."""

import pytest

from rbpviz import config
from rbpviz.errors import GeneError, InputLimitError, InvalidSequenceError
from rbpviz.genes.build import build_gene, make_transcript
from rbpviz.genes.flags import GeneFlagKind
from rbpviz.genes.model import GenomicSpan
from tests.genes.toy import toy

LONG = toy(((200, 300), (150, 200), (100, 1)))


def kinds(gene: object) -> list[GeneFlagKind]:
    return [flag.kind for flag in gene.flags]  # type: ignore[attr-defined]


def test_a_plain_gene_has_no_flags() -> None:
    gene = build_gene("G1", LONG.dna.lower(), [make_transcript("t1", LONG.exons)], symbol="TOY", split="train", has_paralog=False)
    assert gene.sequence == LONG.sequence
    assert gene.flags == ()
    assert (gene.name, gene.split, gene.has_paralog) == ("TOY", "train", False)


def test_a_short_gene_is_flagged_with_its_length() -> None:
    short = toy(((50, 60), (40, 1)))
    gene = build_gene("G1", short.sequence, [make_transcript("t1", short.exons)])
    flag = gene.flag(GeneFlagKind.SHORT)
    assert flag is not None
    assert flag.count == 150


def test_unknown_bases_are_counted_with_their_longest_stretch() -> None:
    spoilt = LONG.sequence[:30] + "NNNNN" + LONG.sequence[35:300] + "R" + LONG.sequence[301:]
    flag = build_gene("G1", spoilt, [make_transcript("t1", LONG.exons)]).flag(GeneFlagKind.UNKNOWN_BASES)
    assert flag is not None
    assert (flag.count, flag.total, flag.note) == (6, len(spoilt), "longest stretch 5 nt")


def test_unusual_sites_are_counted() -> None:
    donor = LONG.exons[0][1]
    spoilt = LONG.sequence[:donor] + "AU" + LONG.sequence[donor + 2 :]
    flag = build_gene("G1", spoilt, [make_transcript("t1", LONG.exons)]).flag(GeneFlagKind.NONCANONICAL_SITES)
    assert flag is not None
    assert (flag.count, flag.total, flag.note) == (1, 4, "donors 1 of 2, acceptors 0 of 2")


def test_short_exons_and_introns_are_flagged() -> None:
    tiny = toy(((200, 300), (2, 20), (100, 1)))
    assert kinds(build_gene("G1", tiny.sequence, [make_transcript("t1", tiny.exons)])) == [
        GeneFlagKind.SHORT_EXONS,
        GeneFlagKind.SHORT_INTRONS,
    ]


def test_a_span_of_another_length_loses_its_positions() -> None:
    span = GenomicSpan("GRCh37", "chr1", "+", 0, len(LONG.sequence) + 3)
    gene = build_gene("G1", LONG.sequence, [make_transcript("t1", LONG.exons)], span=span)
    flag = gene.flag(GeneFlagKind.NO_GENOME_POSITIONS)
    assert flag is not None
    assert flag.count == 3
    with pytest.raises(GeneError):
        gene.genome_base1(0)


def test_the_first_transcript_with_an_intron_is_the_principal_one() -> None:
    whole = make_transcript("t1", [(20, 300)])
    spliced = make_transcript("t2", LONG.exons)
    assert build_gene("G1", LONG.sequence, [whole, spliced]).principal is spliced


def test_what_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    one = [make_transcript("t1", LONG.exons)]
    with pytest.raises(InvalidSequenceError, match="Gene 'TOY' .* has 'E' at position 1"):
        build_gene("G1", "E" + LONG.sequence, one, symbol="TOY")
    with pytest.raises(GeneError, match="no introns"):
        build_gene("G1", LONG.sequence, [make_transcript("t1", [(0, 9)])])
    with pytest.raises(GeneError, match="Transcript 't9': Got an exon from 9 to 9"):
        make_transcript("t9", [(0, 4), (9, 9)])
    monkeypatch.setattr(config, "MAX_GENE_LENGTH", 100)
    with pytest.raises(InputLimitError, match="expected at most 100"):
        build_gene("G1", LONG.sequence, one)


def test_long_names_are_cut_in_sentences() -> None:
    with pytest.raises(GeneError) as caught:
        build_gene("x" * 10_000, LONG.sequence, [make_transcript("t1", [(0, 9)])])
    assert len(str(caught.value)) < 300
