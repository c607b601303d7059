"""Response curves: empty, done, long, stale, error, links."""

from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from rbpviz.sequences.records import as_records
from rbpviz.ui import cache, job_panel, state, stored
from rbpviz.ui.orders import order_scores
from rbpviz.workflows.predict import PredictRequest, predict
from tests.pages.helpers import RESPONSE, charts, check, fasta, figure_text, paste, press, rna, words
from tests.ui.fixtures import ROOT, SECONDS

QKI = "rnassrnet/PARCLIP_QKI"


def scores(app: AppTest) -> dict[str, float]:
    frame = next(table.value for table in app.dataframe if "score" in table.value)
    return dict(zip(frame["record"], frame["score"], strict=True))


def test_without_an_input_the_page_says_what_it_shows(app: AppTest) -> None:
    check(app.switch_page(RESPONSE).run())
    assert "where the sequence network and where the structure network respond" in words(app)
    assert not charts(app)
    check(press(app, "Load the example"))
    assert len(charts(app)) == 2


def test_the_scores_are_those_of_the_workflow(app: AppTest) -> None:
    check(press(app, "Where does QKI bind"))
    found = scores(app)
    records = stored.open_input("example-qki").records
    expected = {p.id: p.score for p in predict(PredictRequest(models=(QKI,), device="cpu", workers=1), records)}
    assert list(found) == [record.id for record in records]
    assert found == pytest.approx(expected, abs=1e-9)


def test_the_curves_are_drawn_with_their_menu(app: AppTest) -> None:
    check(press(app, "Where does QKI bind"))
    figure = figure_text(app)
    assert "CNN response" in figure
    assert "Graph response" in figure
    assert "viewpoint 151" in figure
    labels = [button.proto.label for button in app.get("download_button")]
    assert {"SVG", "PDF", "PNG", "Table (TSV)", "bedGraph: CNN"} <= set(labels)


def test_stepping_to_the_next_record(app: AppTest) -> None:
    check(press(app, "Where does QKI bind"))
    check(app.number_input(key="record_number").set_value(2).run())
    assert app.session_state[state.RECORD] == 1
    assert "QKI_bound_550" in figure_text(app)
    assert app.query_params["record"] == "2"


def test_a_link_opens_the_same_view(models: Path, home: Path) -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=SECONDS)
    app.query_params["input"] = "example-qki"
    app.query_params["record"] = "3"
    app.query_params["position"] = "170"
    app.query_params["model"] = "rnassrnet/PARCLIP_TAF15"
    check(app.switch_page(RESPONSE).run())
    assert app.selectbox(key=state.MODEL).value == "rnassrnet/PARCLIP_TAF15"
    assert "QKI_bound_577" in figure_text(app)
    assert "Base 170" in words(app)


@pytest.mark.parametrize("wanted", ["../../etc/passwd", "0" * 32, "example-nothing", "<script>"])
def test_a_link_to_nothing_is_ignored(models: Path, home: Path, wanted: str) -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=SECONDS)
    app.query_params["input"] = wanted
    check(app.switch_page(RESPONSE).run())
    assert app.session_state[state.INPUT] is None


def test_a_device_that_is_not_there_is_told_in_one_sentence(app: AppTest) -> None:
    check(app.selectbox(key=state.DEVICE).set_value("mps").run())
    check(press(app, "Where does QKI bind"))
    assert len(app.error) == 1
    assert "Got the device 'mps'" in app.error[0].value.replace("\\", "")
    assert app.session_state[state.INPUT] == "example-qki"


def test_flags_are_shown_on_the_records_they_concern(app: AppTest) -> None:
    check(paste(app, f">short\nACGRYN{rna(30, 7)}"))
    frame = next(table.value for table in app.dataframe if "score" in table.value)
    assert list(frame["flags"].iloc[0]) == ["ambiguous", "short context"]
    assert "ambiguous" in words(app)


def test_settings_change_the_figure_and_paper_models_are_offered(app: AppTest) -> None:
    check(press(app, "Where does QKI bind"))
    assert len(app.selectbox(key=state.MODEL).options) == 2
    app.toggle(key=state.PAPER_MODELS).set_value(True)
    app.select_slider(key="smoothing").set_value("9 nt")
    check(app.run())
    assert len(app.selectbox(key=state.MODEL).options) == 4
    assert "moving average over 9 nt" in figure_text(app)
    check(app.selectbox(key=state.MODEL).select("QKI (PARCLIP_QKI, published configuration)").run())
    assert "rnassrnet-paper/PARCLIP_QKI" in figure_text(app)


def test_a_large_input_waits_for_a_word_with_an_estimate(app: AppTest) -> None:
    check(paste(app, fasta(400, 200)))
    assert [button.label for button in app.button if button.label.startswith("Score 400 records (about")]
    assert len(charts(app)) == 2, "the curves of the chosen record are there all the same"


def test_a_long_rna_waits_for_a_word(app: AppTest) -> None:
    check(paste(app, rna(2_500, 8)))
    assert [chart.key.split("_")[0] for chart in charts(app)] == ["profile"], "the scores by window are quick, the curves wait"
    assert "This RNA has 2,500 nt" in words(app)
    assert [button for button in app.button if button.label.startswith("Fold and show the curves (about")]


def test_a_long_rna_is_scored_in_windows_and_has_a_profile(app: AppTest) -> None:
    check(paste(app, rna(700, 9)))
    frame = next(table.value for table in app.dataframe if "score" in table.value)
    assert frame["windows"].iloc[0] == 8
    assert list(frame["flags"].iloc[0]) == ["windowed"]
    assert len(charts(app)) == 3


def finished_job(app: AppTest, model: str) -> stored.StoredInput:
    """Write a finished scoring job of the loaded input, as its worker would have."""
    loaded = stored.open_input(app.session_state[state.INPUT])
    store = job_panel.runner().store
    order = order_scores(loaded, cache.shelf().cards[model], "cpu")
    job = store.begin(store.submit(order.kind, order.request, title="t", owner=loaded.id).id)
    rows = [f"{record.id}\t0\t200\t{model}\t0.{i % 10}00000\t50.00\t" for i, record in enumerate(loaded.records)]
    (job.folder / "scores.tsv").write_text("id\tstart\tend\tmodel\tscore\tpercentile\tflags\n" + "\n".join(rows) + "\n", encoding="utf-8")
    store.finish(job.id, job.attempt, job_panel.JobState.DONE)
    return loaded


def test_scores_of_a_finished_job_are_found_again(app: AppTest) -> None:
    check(paste(app, fasta(400, 200)))
    finished_job(app, QKI)
    check(app.run())
    found = scores(app)
    assert len(found) == 400
    assert np.isclose(found["rec_7"], 0.7)


def test_scores_of_another_model_are_stale(app: AppTest) -> None:
    check(paste(app, fasta(400, 200)))
    finished_job(app, "rnassrnet/PARCLIP_TAF15")
    check(app.run())
    assert "These scores are of rnassrnet/PARCLIP_TAF15; another model is chosen now." in words(app)
    assert [button for button in app.button if button.label.startswith("Run again")]


def test_records_of_the_example_hold_the_known_motif_in_their_viewpoint() -> None:
    records = as_records(stored.get_example("qki").path)
    inside = [record.sequence[record.viewpoint.start : record.viewpoint.end] for record in records if record.viewpoint]
    assert len(inside) == len(records) == 5
    assert ["ACUAA" in part for part in inside] == [True] * 4 + [False]
