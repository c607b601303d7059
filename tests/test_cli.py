"""The command line: exit codes, one line an error, files that are whole or not there."""

import io
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from rbpviz import cli
from tests.ui.small_models import make_checkpoint
from tests.workflows.samples import SCAN, fasta, random_records

COLUMNS = "id\tstart\tend\tmodel\tscore\tpercentile\tflags"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="session")
def cli_checkpoints(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    make_checkpoint(folder, "PARCLIP_QKI", seed=1)
    return folder


@pytest.fixture
def run(cli_checkpoints: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], home: Path, tmp_path: Path) -> Run:
    """Return a function that runs a command in this process and returns its exit code, output and errors."""
    monkeypatch.setenv("RBPVIZ_CHECKPOINTS", str(cli_checkpoints))
    monkeypatch.setenv("RBPVIZ_WORKERS", "1")
    monkeypatch.chdir(tmp_path)

    def command(*arguments: str, stdin: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["rbpviz", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as end:
            cli.main()
        found = capsys.readouterr()
        return int(end.value.code or 0), found.out, found.err

    return command


@pytest.fixture
def records(tmp_path: Path) -> Path:
    path = tmp_path / "in.fa"
    path.write_text(fasta(random_records(70, 90)))
    return path


def test_predict_writes_a_table_to_standard_output(run: Run, records: Path) -> None:
    code, out, err = run("predict", SCAN, str(records))
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == COLUMNS
    assert [line.split("\t")[:4] for line in lines[1:]] == [["r0", "0", "70", SCAN], ["r1", "0", "90", SCAN]]
    assert all(0 <= float(line.split("\t")[4]) <= 1 for line in lines[1:])


def test_predict_reads_standard_input_and_writes_a_file(run: Run, records: Path, tmp_path: Path) -> None:
    _, expected, _ = run("predict", SCAN, str(records))
    code, out, err = run("predict", SCAN, "-", "-o", "out.tsv", stdin=records.read_bytes())
    assert (code, out, err) == (0, "", "")
    assert (tmp_path / "out.tsv").read_text() == expected
    assert not list(tmp_path.glob("*.part"))


def test_windows_are_cut_as_asked(run: Run, records: Path) -> None:
    _, out, _ = run("predict", SCAN, str(records), "--window", "60", "--step", "15")
    assert [line.split("\t")[1:3] for line in out.splitlines()[1:3]] == [["0", "60"], ["10", "70"]]


def test_a_file_appears_only_when_it_is_complete(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.fa").write_text(fasta(random_records(*[30] * 200)) + ">bad\nACGE\n")
    (tmp_path / "old.tsv").write_text("kept")
    code, _, err = run("predict", SCAN, "bad.fa", "-o", "old.tsv")
    assert code == 2
    assert "bad" in err
    assert (tmp_path / "old.tsv").read_text() == "kept"
    assert not list(tmp_path.glob("*.part"))


def test_bad_records_can_be_left_out(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.fa").write_text(">a\nACGUACGUAA\n" + "".join(f">bad{k}\nAC!\n" for k in range(12)))
    code, out, err = run("predict", SCAN, "x.fa", "--skip-bad")
    assert code == 0
    assert len(out.splitlines()) == 2
    assert err.count("left out: record ") == 10
    assert err.splitlines()[0].startswith("left out: record 2: ")
    assert err.splitlines()[-1] == "left out: 2 more"


@pytest.mark.parametrize(("arguments", "said"), [
    (("predict", "rnassrnet/PARCLIP_QKJ", "in.fa"), "did you mean rnassrnet/PARCLIP_QKI"),
    (("predict", SCAN, "none.fa"), "none.fa"),
    (("predict", SCAN, "bad.fa"), "'E' at position 4"),
    (("predict", SCAN, "empty.fa"), "empty"),
    (("predict", SCAN), "at least one model and a FASTA file"),
    (("predict", SCAN, "in.fa", "--window", "0"), "--window"),
    (("predict", SCAN, "in.fa", "--colour", "red"), "--colour"),
    (("predict", SCAN, "in.fa", "--device", "abacus"), "'abacus'"),
    (("predict", SCAN, "in.fa", "-o", "no/such/folder/x.tsv"), "no/such/folder"),
    (("predict", SCAN, "in.fa", "-o", "folder"), "folder"),
    (("response", SCAN, "in.fa", "-o", "out", "--figures", "gif"), "'gif'"),
    (("evaluate", SCAN, "--positives", "in.fa", "--negatives", "none.fa"), "none.fa"),
    (("evaluate", SCAN, "--positives", "in.fa"), "--negatives"),
    (("train", "deepnet", "--positives", "in.fa", "--negatives", "in.fa", "-o", "r"), "families that can be trained"),
    (("train", "rnassrnet", "--positives", "in.fa", "--negatives", "none.fa", "-o", "r"), "none.fa"),
    (("train", "rnassrnet", "--positives", "in.fa", "--negatives", "e.fa", "-o", "r", "--option", "depth=1"), "depth=1"),
    (("fold", "none.fa"), "none.fa"),
    (("folding",), "folding"),
])  # fmt: skip
def test_errors_of_use_and_input_are_one_line(run: Run, records: Path, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    (tmp_path / "bad.fa").write_text(">x\nACGE\n")
    (tmp_path / "empty.fa").write_text("")
    (tmp_path / "folder").mkdir()
    code, out, err = run(*arguments)
    assert code == 2
    assert out == ""
    assert said in err
    assert len(err.splitlines()) == 1
    assert err.startswith("rbpviz: ")
    assert "Traceback" not in err


def test_models_are_listed(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    code, out, _ = run("models", "--tsv")
    assert code == 0
    assert out.splitlines()[0].startswith("model\tprotein\tassay")
    assert out.splitlines()[1].split("\t")[:2] == [SCAN, "QKI"]
    assert SCAN in run("models")[1]
    monkeypatch.setenv("RBPVIZ_CHECKPOINTS", str(tmp_path))
    assert run("models") == (0, "No models here.\n", "")


def test_fold_writes_structures(run: Run) -> None:
    code, out, err = run("fold", "-", stdin=b">a\nGGGGAAAACCCC\n")
    assert (code, err) == (0, "")
    assert out == "id\tdot_bracket\tenergy\telements\na\t((((....))))\t-5.40\tSSSSHHHHSSSS\n"


def test_evaluate_prints_json(run: Run, records: Path, tmp_path: Path) -> None:
    (tmp_path / "n.fa").write_text(fasta(random_records(60, 65, 70, seed=1)))
    code, out, _ = run("evaluate", SCAN, "--positives", str(records), "--negatives", "n.fa")
    assert code == 0
    found = json.loads(out)
    assert (found["model"], found["n_positives"], found["n_negatives"]) == (SCAN, 2, 3)


def test_response_writes_a_folder(run: Run, records: Path, tmp_path: Path) -> None:
    code, out, err = run("response", SCAN, str(records), "-o", "curves", "--figures", "svg")
    assert (code, out) == (0, "")
    assert "2 records written to curves" in err
    names = {p.name for p in (tmp_path / "curves").iterdir()}
    assert names == {"index.tsv"} | {f"000{k + 1}_r{k}.{e}" for k in (0, 1) for e in ("tsv", "svg", "cnn.bedgraph", "gcn.bedgraph")}


def test_a_trained_model_can_be_used_at_once(run: Run, tmp_path: Path) -> None:
    for name, seed in (("p.fa", 1), ("n.fa", 2)):
        (tmp_path / name).write_text(fasta(random_records(*[40] * 25, seed=seed)))
    small = [part for option in ("filters=4", "channels=4", "layers=1", "hidden=4") for part in ("--option", option)]
    code, out, err = run("train", "rnassrnet", "--positives", "p.fa", "--negatives", "n.fa", "-o", "r", "--max-epochs", "1", *small)
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert found["checkpoint"] == str(Path("r") / "checkpoint")
    assert 0 <= found["metrics"]["validation"]["auroc"] <= 1
    code, out, _ = run("predict", found["checkpoint"], "p.fa")
    assert code == 0
    assert len(out.splitlines()) == 26


@pytest.mark.parametrize("code", [0, 1, 7])
def test_the_app_ends_with_its_servers_exit_code(run: Run, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    monkeypatch.setattr("rbpviz.launch.launch_app", lambda _port: code)
    assert run("app")[0] == code


def test_ctrl_c_is_a_failure_with_a_sentence(run: Run, records: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("rbpviz.workflows.fold.fold_file", stopped)
    code, _, err = run("fold", str(records), "-o", "x.tsv")
    assert (code, err) == (1, "rbpviz: Stopped; a training run can go on with --resume.\n")
    assert not Path("x.tsv").exists()


def test_an_error_of_ours_shows_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    """What no user can cause must not be dressed up as their mistake."""

    def broken() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(cli, "app", lambda **_: broken())
    with pytest.raises(ZeroDivisionError):
        cli.main()


def test_help_is_quick_and_loads_no_torch() -> None:
    code = (
        "import sys\nsys.argv = ['rbpviz', '--help']\nfrom rbpviz.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code\nassert 'torch' not in sys.modules"
    )
    seconds = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": "."})
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(seconds) < 0.5


def test_the_module_runs_in_a_process_of_its_own() -> None:
    root = Path(__file__).resolve().parents[1]
    done = subprocess.run([sys.executable, "-m", "rbpviz", "nothing"], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "Traceback" not in done.stderr


def test_options_of_the_other_kind_of_model_are_refused(run: Run, records: Path) -> None:
    code, out, err = run("train", "rnassrnet", "--positives", str(records), "--negatives", str(records), "-o", "r", "--psams", "p")
    assert (code, out) == (2, "")
    assert "got --psams, which training rnassrnet does not take" in err
    code, _, err = run("train", "lssi", "--genes", str(records), "-o", "r", "--protein", "QKI", "--max-epochs", "3")
    assert code == 2
    assert "got --protein, --max-epochs, which training lssi does not take" in err
    code, _, err = run("train", "lssi", "-o", "r")
    assert code == 2
    assert "expected --positives and --negatives, or --genes" in err
    code, _, err = run("evaluate", SCAN)
    assert code == 2
    assert "or --genes for a splicing model" in err


def test_a_binding_model_does_not_take_genes(run: Run, records: Path) -> None:
    code, _, err = run("evaluate", SCAN, "--genes", str(records))
    assert code == 2
    assert "expected a model for splicing" in err
