"""The index of shipped checkpoints."""

from rbpviz.models.catalog import list_models
from rbpviz.workflows.index import checkpoint_index


def test_a_row_a_model() -> None:
    text = checkpoint_index(list_models())
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    assert [row.split("`")[1] for row in rows] == ["rnassrnet-paper/PARCLIP_QKI", "rnassrnet/PARCLIP_QKI", "rnassrnet/PARCLIP_TAF15"]
    header = next(line for line in text.splitlines() if line.startswith("| model"))
    assert all(row.count("|") == header.count("|") for row in rows)
    assert "0.900 (0.010)" in rows[0]
    assert "\\\n" in text, "the command goes on in its next line"
    assert "\\\\" not in text
