"""Home: paste, upload, example, what could not be read."""

from streamlit.testing.v1 import AppTest

from rbpviz.ui import state
from tests.pages.helpers import HOME, check, paste, press, rna, words


def test_the_example_opens_the_curves_in_one_click(app: AppTest) -> None:
    check(press(app, "Where does QKI bind"))
    assert app.title[0].value == "Where does it bind?"
    assert app.session_state[state.MODEL] == "rnassrnet/PARCLIP_QKI"


def test_the_example_names_its_source(app: AppTest) -> None:
    assert "Maticzka et al. 2014" in words(app)
    assert "Hafner et al. 2010" in words(app)


def test_a_clean_paste_goes_to_the_curves(app: AppTest) -> None:
    check(paste(app, rna(60, 1).replace("U", "T").lower()))
    assert app.title[0].value == "Where does it bind?"
    assert "1 record, 60 nt" in words(app)


def test_bad_records_are_named_and_the_good_ones_wait(app: AppTest) -> None:
    check(paste(app, f">good\n{rna(50, 2)}\n>bad\nACGUXX\n>empty\n\n"))
    text = words(app)
    assert app.title[0].value == "Which proteins read this RNA?"
    assert "1 record can be used, 2 records cannot" in text
    assert "'bad'" in text
    assert "'X' at position 5" in text
    assert "'empty' is empty" in text
    check(press(app, "Use the 1 good record"))
    assert app.title[0].value == "Where does it bind?"
    assert "2 records left out" in words(app)


def test_what_is_no_sequence_gives_one_sentence_and_stays_in_the_box(app: AppTest) -> None:
    check(paste(app, ">protein\nMKWVTFISLL"))
    assert len(app.error) == 1
    assert "protein" in app.error[0].value
    assert app.text_area[0].value == ">protein\nMKWVTFISLL"
    assert app.session_state[state.INPUT] is None


def test_nothing_at_all_gives_one_sentence(app: AppTest) -> None:
    check(press(app, "Show where it binds"))
    assert "Got no sequence" in app.error[0].value


def test_an_uploaded_file_is_read(app: AppTest) -> None:
    app.file_uploader[0].set_value(("<b>rna</b>.fa", f">one\n{rna(40, 3)}\n".encode(), "text/plain"))
    check(press(app, "Show where it binds"))
    assert "<b>rna</b>.fa" in words(app)


def test_names_never_become_markup(app: AppTest) -> None:
    check(paste(app, f">**bold**:red[x]<script> [a](http://x)\n{rna(40, 4)}"))
    shown = "\n".join(element.value for kind in (app.markdown, app.caption) for element in kind)
    assert "**bold**" not in shown
    assert "[a](" not in shown
    assert "\\*\\*bold\\*\\*\\:red\\[x\\]\\<script\\>" in shown


def test_clearing_the_tray_can_be_undone(app: AppTest) -> None:
    check(press(app, "Where does QKI bind"))
    check(press(app, "Clear"))
    assert app.session_state[state.INPUT] is None
    check(press(app, "Undo clearing"))
    assert app.session_state[state.INPUT] == "example-qki"


def test_the_input_is_kept_between_pages(app: AppTest) -> None:
    check(paste(app, rna(45, 5)))
    check(app.switch_page(HOME).run())
    assert app.text_area[0].value == rna(45, 5)
    assert "See where it binds" in [link.proto.label for link in app.get("page_link")]
