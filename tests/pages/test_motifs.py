"""The page of fixed and adjusted motifs: grid, one protein, tables, and what is told where nothing is stored."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from rbpviz.results.motif_comparisons import MotifComparison
from rbpviz.ui import state
from rbpviz.ui.motif_compare_files import meme_bytes, overlap_seeds
from rbpviz.ui.motif_compare_view import SORTS, sort_names
from tests.pages.helpers import charts, check, figure_text, words
from tests.results.comparisons import small_comparison
from tests.ui.fixtures import ROOT, SECONDS
from tests.ui.splicing_models import write_splicing_models

PAGE = "pages/splicing/motifs.py"


@pytest.fixture(scope="module")
def splicing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_splicing_models(tmp_path_factory.mktemp("splicing"))


@pytest.fixture
def app(splicing: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("RBPVIZ_CHECKPOINTS", str(splicing))
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=SECONDS).run()


@pytest.fixture(scope="module")
def comparison() -> MotifComparison:
    return small_comparison()


def test_the_stored_comparison_is_shown_at_once(app: AppTest) -> None:
    check(app.switch_page(PAGE).run())
    text = words(app)
    assert "All 3 proteins" in text
    assert "tells **90%** of the 30 gained and 20 lost sites" in text
    assert "right for **60%**; on another seed's sites 70%" in text
    assert len(charts(app)) == 3
    assert "[10.5]" in figure_text(app)
    assert app.dataframe[0].value["position"].tolist() == [8, 6]  # 1-based on the page


def test_another_seed_and_order_and_protein(app: AppTest) -> None:
    app.switch_page(PAGE).run()
    app.selectbox(key="motif_seed").select("seed 1").run()
    app.selectbox(key="motif_rbp").select("HNRNPA1").run()
    check(app.selectbox(key="motif_sort").select(SORTS[1]).run())
    assert app.session_state[state.RBP] == "HNRNPA1"
    assert "tells **80%**" in words(app)
    assert app.dataframe[0].value["class"].tolist() == ["gained"]
    check(app.segmented_control(key="motif_table").set_value("All proteins").run())
    assert app.dataframe[0].value["rbp"].tolist() == ["TRA2A", "HNRNPA1", "PCBP1"]


def test_a_protein_without_sites_is_told(app: AppTest) -> None:
    app.session_state[state.RBP] = "PCBP1"
    check(app.switch_page(PAGE).run())
    assert "no classifier can be measured" in words(app)


def test_orders_of_the_grid(comparison: MotifComparison) -> None:
    assert sort_names(comparison, 0, SORTS[0]) == ["TRA2A", "HNRNPA1", "PCBP1"]
    assert sort_names(comparison, 0, SORTS[1]) == ["TRA2A", "HNRNPA1", "PCBP1"]
    assert sort_names(comparison, 1, SORTS[2])[-1] == "PCBP1"


def test_motifs_of_all_models_go_into_meme(comparison: MotifComparison) -> None:
    text = meme_bytes(comparison, ["TRA2A"]).decode()
    assert [line for line in text.splitlines() if line.startswith("MOTIF")] == [
        "MOTIF TRA2A sam-fm/human",
        "MOTIF TRA2A sam-am/human",
        "MOTIF TRA2A sam-am/human-seed1",
    ]
    assert overlap_seeds(comparison, 1) == (1, 0)


def test_models_without_a_comparison_are_told(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_splicing_models(tmp_path / "models")
    (root / "sam-am" / "human" / "motif_comparison.safetensors").unlink()
    monkeypatch.setenv("RBPVIZ_CHECKPOINTS", str(root))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=SECONDS).run()
    check(app.switch_page(PAGE).run())
    assert "No comparison is stored" in "".join(element.value for element in app.info)
