"""What tests of pages share: reading the state of an `AppTest` in words."""

import json
import random
from typing import Any

from streamlit.testing.v1 import AppTest

HOME = "pages/start/home.py"
RESPONSE = "pages/binding/response_curves.py"
MODELS = "pages/library/models.py"


def rna(length: int, seed: int) -> str:
    """Return random letters."""
    return "".join(random.Random(seed).choices("ACGU", k=length))


def fasta(count: int, length: int) -> str:
    """Return random records as FASTA."""
    return "\n".join(f">rec_{i}\n{rna(length, i)}" for i in range(count))


def press(app: AppTest, label: str) -> AppTest:
    """Press the only button whose label begins so, and run."""
    found = [button for button in app.button if button.label.startswith(label)]
    assert len(found) == 1, [button.label for button in app.button]
    return found[0].click().run()


def paste(app: AppTest, text: str) -> AppTest:
    """Paste text on Home and press its button."""
    app.text_area[0].set_value(text)
    return press(app, "Show where it binds")


def words(app: AppTest) -> str:
    """Return all text of the page, Markdown escapes taken out."""
    parts = [element.value for kind in (app.title, app.markdown, app.caption, app.text, app.error, app.subheader) for element in kind]
    return "\n".join(str(part) for part in parts).replace("\\", "")


def charts(app: AppTest) -> list[Any]:
    """Return the plotly charts of the page."""
    return list(app.get("plotly_chart"))


def figure_text(app: AppTest, number: int = 0) -> str:
    """Return a plotly chart of the page as JSON text, without escapes."""
    return json.dumps(json.loads(charts(app)[number].proto.spec), ensure_ascii=False)


def check(app: AppTest) -> AppTest:
    """Fail on an exception that the page shows; return the app."""
    assert not app.exception, [error.value for error in app.exception]
    return app
