"""Edits and seeds of landscapes as workflows, jobs and files; models made by hand, whose answers are known."""

import json
from pathlib import Path

import pandas as pd
import pytest

from rbpviz.errors import GeneError, InvalidOptionError, JobError
from rbpviz.export.landscapes import read_landscape, read_seeds
from rbpviz.results.landscape_edits import KnockDown, KnockOut, Mask, Substitution
from rbpviz.sequences.records import as_records
from rbpviz.types import Progress, RnaRecord
from rbpviz.workflows.landscape import LandscapeRequest, Sight, describe, look
from rbpviz.workflows.landscape_edit import apply_edits, compare
from rbpviz.workflows.landscape_files import LandscapeFilesRequest, read_span, write_landscape_files
from rbpviz.workflows.landscape_job import SUBJECT_FILE, read_subject, run_landscape_job, run_landscape_seeds_job, subject_bytes
from rbpviz.workflows.landscape_seeds import landscape_seeds, seed_models
from rbpviz.workflows.landscape_subject import Subject, record_subject
from rbpviz.workflows.threads import side_by_side
from tests.models.sam.known import known_models, known_rna, write_known_models

EXON = (349, 408)


def record() -> RnaRecord:
    return as_records(f">known\n{known_rna()}\n")[0]


@pytest.fixture(scope="module")
def subject() -> Subject:
    return record_subject(record())


@pytest.fixture(scope="module")
def sight(subject: Subject) -> Sight:
    return look(LandscapeRequest(exon=1), subject, known_models())


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_known_models(tmp_path_factory.mktemp("known"))


def test_a_marked_exon_is_what_a_sequence_is_about(subject: Subject) -> None:
    assert subject.exons == (EXON,)
    assert subject.annotated == {(EXON[0], "acceptor"), (EXON[1] - 1, "donor")}
    plain = record_subject(RnaRecord("x", "ACGU" * 20))
    assert (plain.exons, plain.annotated, plain.flags) == ((), frozenset(), ("short_context",))
    with pytest.raises(InvalidOptionError, match="has no exon: mark one"):
        plain.exon(1)


def test_knocking_out_the_enhancer_lowers_the_acceptor_in_both_models(sight: Sight) -> None:
    before = describe(sight)
    motif = next(m for m in before.panels[1].motifs if m.rbp == "ENH")
    change = compare(sight, apply_edits(sight, [KnockOut(motif.position, "ENH")]), known=before, knock_outs=False)
    own = {c.model: c.change for c in change.sites if (c.position, c.kind) == (EXON[0], "acceptor")}
    assert own["lssi/test"] == 0
    assert own["sam-fm/test"] < -0.4
    assert own["sam-am/test"] < -0.4
    assert {(m.model, m.rbp, m.status) for m in change.motifs} == {("sam-fm/test", "ENH", "lost"), ("sam-am/test", "ENH", "lost")}
    assert change.after.edits == (f"ENH at {motif.position + 1} knocked out",)
    assert change.after.panels[1].effects == ()
    effect = next(e for e in before.panels[1].effects if (e.motif, e.site) == _pair(before, motif.position))
    assert effect.effect == pytest.approx(-own["sam-fm/test"], abs=1e-4)


def _pair(landscape: object, position: int) -> tuple[int, int]:
    panel = landscape.panels[1]  # type: ignore[attr-defined]
    motif = next(k for k, m in enumerate(panel.motifs) if m.position == position)
    return motif, next(k for k, s in enumerate(panel.sites) if (s.position, s.kind) == (EXON[0], "acceptor"))


def test_a_changed_base_is_in_the_sequence_and_breaks_the_acceptor(sight: Sight) -> None:
    after = apply_edits(sight, [Substitution(EXON[0] - 1, "G", "C")])
    change = compare(sight, after, knock_outs=False)
    assert change.after.sequence[EXON[0] - 1 - change.after.start] == "C"
    assert all(c.called_before and not c.called_after for c in change.sites if (c.position, c.kind) == (EXON[0], "acceptor"))


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (KnockDown("NOBODY"), "whose motif no model here knows"),
        (KnockOut(3, "ENH"), "outside the region 250-508"),
        (Mask(200, 260), "outside the region"),
        (Substitution(EXON[0], "G", "A"), "expected the base that is there"),
    ],
)
def test_edits_that_cannot_be_made_are_refused(sight: Sight, edit: object, said: str) -> None:
    with pytest.raises(InvalidOptionError, match=said):
        apply_edits(sight, [edit])  # type: ignore[list-item]


def test_seeds_are_paired_by_number() -> None:
    names = ["sam-fm/human", "sam-fm/human-seed2", "sam-fm/human-seed1", "sam-am/human-seed2", "sam-am/human", "sam-am/human-binary"]
    assert seed_models(names) == {"sam-fm": ("sam-fm/human", "sam-fm/human-seed2"), "sam-am": ("sam-am/human", "sam-am/human-seed2")}
    assert seed_models(["lssi/human"]) == {"sam-fm": (), "sam-am": ()}


def test_seeds_agree_in_sign_and_differ_in_size(subject: Subject, models: Path) -> None:
    families = {
        family: [str(models / family / name) for name in ("human", "human-seed1", "human-seed2")] for family in ("sam-fm", "sam-am")
    }
    found = landscape_seeds(LandscapeRequest(exon=1), subject, families)
    own = [e for e in found.effects if (e.site_position, e.site_kind) == (EXON[0], "acceptor")]
    for rbp, sign in (("ENH", 1), ("SIL", -1)):
        for effect in (e for e in own if e.rbp == rbp):
            values = [sign * value for value in effect.values]
            assert values == sorted(values, reverse=True)
            assert values[-1] > 0
            assert (effect.present, effect.same_sign) == (1.0, 1.0)
    assert len(own) == 6
    (site,) = [s for s in found.sites if s.family == "sam-fm" and s.annotated and s.kind == "acceptor"]
    assert site.called == 1.0
    assert len(set(site.scores)) == 3


def test_jobs_write_what_the_page_reads(subject: Subject, models: Path, tmp_path: Path) -> None:
    (tmp_path / SUBJECT_FILE).write_bytes(subject_bytes(subject))
    assert read_subject(tmp_path / SUBJECT_FILE) == subject
    told: list[str] = []
    progress: Progress = lambda done, total, message: told.append(message)  # noqa: E731
    names = [str(models / family / "human") for family in ("lssi", "sam-fm", "sam-am")]
    summary = run_landscape_job({"exon": 1, "models": names, "run": "full"}, tmp_path, progress)
    assert summary["motifs"] == 6
    assert read_landscape(tmp_path / "landscape.json").exon == EXON
    families = {"sam-fm": names[1:2], "sam-am": names[2:]}
    assert run_landscape_seeds_job({"region": [300, 420], "families": families}, tmp_path, progress)["seeds"] == 1
    assert read_seeds(tmp_path / "seeds.json").start == 300
    assert "panels done" in told
    (tmp_path / SUBJECT_FILE).write_text("{}")
    with pytest.raises(JobError, match="run the job again"):
        read_subject(tmp_path / SUBJECT_FILE)


def test_files_hold_edits_seeds_and_figures(models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RBPVIZ_CHECKPOINTS", str(models))
    source, out = tmp_path / "rna.fa", tmp_path / "out"
    source.write_text(f">known\n{known_rna()}\n")
    request = LandscapeFilesRequest(source, out, exon=1, figures="svg", seeds=True, knock_down=["SIL"], mask=["352-356"])
    found = write_landscape_files(request)
    assert found.edits == ("SIL knocked down everywhere", "353-356 masked")
    names = {path.name for path in out.iterdir()}
    assert {
        "landscape.json",
        "landscape.bed",
        "landscape.svg",
        "effects.tsv",
        "site_changes.tsv",
        "before.json",
        "seed_effects.tsv",
    } <= names
    assert len(json.loads((out / "seeds.json").read_text())["models"]["sam-am"]) == 3
    assert pd.read_csv(out / "motif_changes.tsv", sep="\t", comment="#").rbp.unique().tolist() == ["SIL"]
    source.write_text(f">a\n{known_rna()}\n>b\n{known_rna()}\n")
    with pytest.raises(GeneError, match="expected --gene with one of: a, b"):
        write_landscape_files(LandscapeFilesRequest(source, out, exon=1))
    with pytest.raises(InvalidOptionError, match="expected A-B"):
        read_span("12")


def test_work_is_done_in_order_and_can_be_cancelled() -> None:
    assert side_by_side(lambda n: n * n, [3, 1, 2], words="") == [9, 1, 4]

    def stop(done: int, total: int | None, message: str) -> None:
        if done:
            raise InvalidOptionError("cancelled")

    with pytest.raises(InvalidOptionError, match="cancelled"):
        side_by_side(lambda n: n, [1, 2, 3], words="", progress=stop)
