"""The RNA maps page: stored maps at once, one protein for all views, a user's genes as a job, and what is told where nothing is stored."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from rbpviz.ui import gene_sets, state
from tests.interpret.test_splicing_events import rmats
from tests.pages.helpers import charts, check, figure_text, words
from tests.training.splicing.samples import simulated_genes
from tests.ui.fixtures import ROOT, SECONDS
from tests.ui.splicing_models import write_splicing_models
from tests.workflows.test_train_splicing import write_gene_files

PAGE = "pages/splicing/rna_maps.py"


@pytest.fixture(scope="module")
def splicing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_splicing_models(tmp_path_factory.mktemp("splicing"))


@pytest.fixture
def app(splicing: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("RBPVIZ_CHECKPOINTS", str(splicing))
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=SECONDS).run()


def test_stored_maps_are_drawn_at_once(app: AppTest) -> None:
    check(app.switch_page(PAGE).run())
    assert len(charts(app)) == 3
    assert "Adjusted motifs (AM), 2 seeds" in figure_text(app)
    assert "TRA2A" in figure_text(app, 1)
    text = words(app)
    assert "**2 of 3** have the expected sign (1 of 2 SR (+), 1 of 1 hnRNP (-))" in text
    assert "40 genes" in text
    assert app.selectbox(key="map_rbp").value == "TRA2A"


def test_both_models_stand_beside_each_other_with_all_proteins(app: AppTest) -> None:
    app.switch_page(PAGE).run()
    app.segmented_control(key="map_models").set_value("Both").run()
    check(app.segmented_control(key="map_groups").set_value("All").run())
    text = figure_text(app)
    assert "Adjusted motifs (AM)" in text
    assert "Fixed motifs (FM)" in text
    assert "QKI" in text


def test_a_protein_is_chosen_for_all_splicing_pages(app: AppTest) -> None:
    app.switch_page(PAGE).run()
    check(app.selectbox(key="map_rbp").select("HNRNPA1").run())
    assert app.session_state[state.RBP] == "HNRNPA1"
    assert "HNRNPA1" in figure_text(app, 1)
    check(app.switch_page("pages/splicing/motifs.py").run())
    assert app.selectbox(key="motif_rbp").value == "HNRNPA1"
    assert app.query_params["rbp"] == "HNRNPA1"


def test_the_users_genes_are_offered_as_a_job_with_its_time(app: AppTest, tmp_path: Path) -> None:
    fasta, table = write_gene_files(simulated_genes(2, length=700, exons=2), tmp_path, "x")
    kept = gene_sets.save_set("<b>mine</b>.fa", fasta.read_bytes(), table.read_bytes())
    assert (kept.genes, kept.sites) == (2, 4)
    assert gene_sets.open_set(kept.id) == kept
    app.session_state[gene_sets.GENE_SET] = kept.id
    app.switch_page(PAGE).run()
    check(app.segmented_control(key="map_genes").set_value("My genes").run())
    assert any(button.label.startswith("Map 2 genes (about") for button in app.button)
    assert "<b>mine</b>.fa: 2 genes, 4 splice sites" in words(app)


def test_without_genes_a_box_asks_for_them_and_bad_ids_are_ignored(app: AppTest) -> None:
    app.session_state[gene_sets.GENE_SET] = "../../etc"
    app.switch_page(PAGE).run()
    check(app.segmented_control(key="map_genes").set_value("My genes").run())
    assert [box.label for box in app.get("file_uploader")][0].startswith("Genes: FASTA")


def test_a_map_of_other_weights_or_a_damaged_one_is_told(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_splicing_models(tmp_path / "models")
    (root / "sam-am" / "human-binary" / "rna_map.safetensors").write_bytes(b"broken")
    foreign = root / "sam-fm" / "human-binary" / "rna_map.safetensors"
    foreign.replace(root / "sam-am" / "human-binary-seed1" / "rna_map.safetensors")
    monkeypatch.setenv("RBPVIZ_CHECKPOINTS", str(root))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=SECONDS).run()
    check(app.switch_page(PAGE).run())
    text = words(app)
    assert "cannot be read" in text
    assert "other weights" in text
    assert charts(app) == []


def test_an_experiment_is_drawn_beside_the_model_and_a_bad_file_is_told(app: AppTest) -> None:
    app.switch_page(PAGE).run()
    events, peaks = app.get("file_uploader")
    rows = [("chr1", "+", 1000, 1100, "0.01", "-0.5"), ("chr1", "-", 5000, 5100, "0.01", "0.5")]
    events.upload("se.txt", rmats(*rows))
    check(peaks.upload("<p>.bed", b"chr1\t1010\t1020\n").run())
    assert len(charts(app)) == 4
    assert "among 1 exons excluded after the knock-down less that among 1 included ones" in words(app)
    assert "Only 1 exons are excluded" in words(app)
    check(app.get("file_uploader")[1].upload("x.bed", b"no peaks here\n").run())
    assert "expected BED" in words(app)
