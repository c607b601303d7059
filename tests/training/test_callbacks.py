"""The table of epochs."""

from pathlib import Path

from rbpviz.training.callbacks import METRIC_COLUMNS, append_row, read_rows


def test_rows_are_added_in_order_and_later_ones_dropped_on_a_second_try(tmp_path: Path) -> None:
    path = tmp_path / "metrics.csv"
    assert read_rows(path) == []
    for epoch in (1, 2, 3, 2):
        append_row(path, {"epoch": epoch, "train_loss": 0.1 * epoch, "unknown": 7})
    rows = read_rows(path)
    assert [row["epoch"] for row in rows] == ["1", "2"]
    assert tuple(rows[0]) == METRIC_COLUMNS
    assert float(rows[1]["train_loss"]) == 0.2
    assert rows[1]["validation_auroc"] == ""
    assert [p.name for p in tmp_path.iterdir()] == ["metrics.csv"]
