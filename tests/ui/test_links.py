"""Addresses carry ids and numbers, never a sequence."""

from urllib.parse import parse_qs, urlsplit

from streamlit.testing.v1 import AppTest

from tests.pages.helpers import check, paste, press, rna


def test_the_address_names_input_record_and_model_but_no_sequence(app: AppTest) -> None:
    letters = rna(64, 11)
    check(paste(app, f">secret_id\n{letters}"))
    shown = str(dict(app.query_params))
    assert set(app.query_params) == {"input", "record", "model"}
    assert letters not in shown
    assert "secret_id" not in shown


def test_the_link_of_a_view_can_be_copied(app: AppTest) -> None:
    check(press(app, "Where does QKI bind"))
    link = next(block.value for block in app.code if block.value.startswith("http"))
    values = parse_qs(urlsplit(link).query)
    assert values == {"input": ["example-qki"], "record": ["1"], "model": ["rnassrnet/PARCLIP_QKI"]}


def test_clearing_takes_the_input_out_of_the_address(app: AppTest) -> None:
    check(press(app, "Where does QKI bind"))
    check(press(app, "Clear"))
    assert "input" not in app.query_params
    assert "record" not in app.query_params
