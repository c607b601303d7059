"""The landscape page: empty, a sequence, a gene, edits, links, seeds, errors; models made by hand."""

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from rbpviz.sequences.records import as_records
from rbpviz.ui import landscape_state as own
from rbpviz.ui import state, stored
from tests.models.sam.known import known_rna, write_known_models
from tests.pages.helpers import charts, check, press, words
from tests.ui.fixtures import ROOT, SECONDS

PAGE = "pages/splicing/landscape.py"


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_known_models(tmp_path_factory.mktemp("known"))


@pytest.fixture
def splicing(known: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("RBPVIZ_CHECKPOINTS", str(known))
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=SECONDS)


def given(app: AppTest, **parameters: str) -> AppTest:
    """Open the page with the known RNA in the tray."""
    kept = stored.save_input("known", as_records(f">known\n{known_rna()}\n"))
    app.query_params["input"] = kept.id
    for name, value in parameters.items():
        app.query_params[name] = value
    return check(app.switch_page(PAGE).run())


def spec(app: AppTest, number: int = 0) -> dict[str, Any]:
    return json.loads(charts(app)[number].proto.spec)


def acceptor(app: AppTest, number: int = 0) -> float:
    """Return the height of the annotated acceptor in the panel of fixed motifs."""
    for trace in spec(app, number)["data"]:
        if trace.get("name") == "acceptor" and trace.get("customdata") and trace["customdata"][0][1] == 1:
            return float(dict(zip(trace["x"], trace["y"], strict=True))[350])
    raise AssertionError("no acceptor is drawn")


def test_without_an_input_the_page_says_what_it_shows(splicing: AppTest) -> None:
    check(splicing.switch_page(PAGE).run())
    assert "Take one out with a click" in words(splicing)
    assert not charts(splicing)


def test_a_sequence_is_drawn_with_three_panels(splicing: AppTest) -> None:
    given(splicing)
    assert len(charts(splicing)) == 1
    text = json.dumps(spec(splicing), ensure_ascii=False)
    for panel in ("lssi/human", "sam-fm/human", "sam-am/human", "full run"):
        assert panel in text
    frame = splicing.dataframe[0].value
    assert set(frame["protein"]) == {"ENH", "SIL", "IDLE"}
    strongest = frame[(frame["splice site"] == "acceptor") & (frame["site at"] == 350) & (frame["model"] == "sam-fm/human")]
    assert dict(zip(strongest["protein"], strongest["does"], strict=True)) == {"ENH": "supports", "SIL": "suppresses", "IDLE": "nothing"}


@pytest.mark.parametrize(("rbp", "lower"), [("ENH", True), ("SIL", False)])
def test_a_link_with_a_knock_down_shows_before_and_after(splicing: AppTest, rbp: str, lower: bool) -> None:
    given(splicing, edits=f"kd:{rbp}", axis="offset")
    assert len(charts(splicing)) == 2
    assert (acceptor(splicing, 1) < acceptor(splicing, 0)) is lower
    assert f"{rbp} knocked down everywhere" in json.dumps(spec(splicing, 1))
    assert "acceptor at 350 · acc under sam-fm/human" in words(splicing)
    assert splicing.query_params["edits"] in (f"kd:{rbp}", [f"kd:{rbp}"])
    for _ in range(2):
        assert "acc" in spec(splicing)["layout"]["xaxis"]["ticktext"]
        check(splicing.run())


def test_edits_can_be_undone_cleared_and_brought_back(splicing: AppTest) -> None:
    given(splicing, edits="kd:ENH,kd:SIL")
    check(press(splicing, "Undo"))
    assert "edits" in splicing.query_params
    assert splicing.query_params["edits"] in ("kd:ENH", ["kd:ENH"])
    check(press(splicing, "Clear all"))
    assert len(charts(splicing)) == 1
    assert "edits" not in splicing.query_params
    check(press(splicing, "Bring back"))
    assert len(charts(splicing)) == 2


def test_edits_by_hand_and_their_problems_in_words(splicing: AppTest) -> None:
    given(splicing)
    check(splicing.text_input(key="hand_mask").set_value("348-352").run())
    assert "348-352 masked" in json.dumps(spec(splicing, 1))
    check(press(splicing, "Undo"))
    check(splicing.text_input(key="hand_sub").set_value("nonsense").run())
    assert "such as 12C>U" in words(splicing)
    check(splicing.text_input(key="hand_sub").set_value("350G>A").run())
    assert "expected the base that is there" in words(splicing)


@pytest.mark.parametrize("edits", ["kd:NOBODY", "mask:1-5", "%%%", "sub:9999999C>U"])
def test_a_link_with_edits_that_cannot_be_made_is_told_in_words(splicing: AppTest, edits: str) -> None:
    given(splicing, edits=edits)
    assert len(splicing.error) == 1
    assert "expected" in splicing.error[0].value
    assert len(charts(splicing)) == 1, "the landscape is there all the same, unchanged"


def test_the_short_run_is_stated_on_the_figure(splicing: AppTest) -> None:
    given(splicing, run="short")
    assert "short run" in spec(splicing)["layout"]["title"]["text"]


def test_effects_can_be_filtered_and_drawn_as_a_network(splicing: AppTest) -> None:
    given(splicing)
    place = next(key for key in (w.key for w in splicing.multiselect) if str(key).startswith("filter_rbp"))
    check(splicing.multiselect(key=place).set_value(["SIL"]).run())
    assert set(splicing.dataframe[0].value["protein"]) == {"SIL"}
    splicing.session_state["landscape_part"] = "network"
    check(splicing.run())
    assert "ENH" in json.dumps(spec(splicing, 1))


def test_menu_about_and_seeds_are_there(splicing: AppTest) -> None:
    given(splicing)
    labels = {button.proto.label for button in splicing.get("download_button")}
    assert {"SVG", "PDF", "PNG", "JSON", "BED", "Effects (TSV)"} <= labels
    assert "rbpviz landscape sequence.fa --exon 1" in "\n".join(code.value for code in splicing.code)
    assert [button for button in splicing.button if button.label.startswith("Read it with 3 seeds")]
    assert splicing.session_state[own.FIRST_PANEL] >= 0


def test_a_part_of_a_sequence_can_be_asked_for(splicing: AppTest) -> None:
    given(splicing, part="300-420")
    assert "known, 300–420" in spec(splicing)["layout"]["title"]["text"]
    check(splicing.text_input(key=own.SEQUENCE_REGION).set_value("9-9999").run())
    assert "expected first and last base between 1 and 752" in words(splicing)


def test_a_gene_of_the_examples_is_drawn(splicing: AppTest) -> None:
    splicing.query_params["gene"] = "example-smn2"
    check(splicing.switch_page(PAGE).run())
    assert "SMN2" in spec(splicing)["layout"]["title"]["text"]
    assert "genome" in words(splicing).lower() or charts(splicing)
    assert splicing.session_state[state.GENE] is not None
