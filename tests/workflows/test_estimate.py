"""What work will cost: counted, and in words."""

from pathlib import Path

import pytest

from rbpviz.structure.folding import FoldOptions
from rbpviz.workflows.estimate import Estimate, about_seconds, estimate_file


def test_an_estimate_counts_records_and_seconds(tmp_path: Path) -> None:
    path = tmp_path / "x.fa"
    path.write_text(">a\n" + "ACGU" * 50 + "\n>bad\n!\n>long\n" + "ACGU" * 1000 + "\n")
    one, two = (estimate_file(path, FoldOptions(), workers=n) for n in (1, 2))
    assert (one.n_records, one.longest, one.n_local) == (2, 4000, 1)
    assert one.seconds == pytest.approx(2 * two.seconds)
    assert one.seconds > 0
    assert "2 records, longest 4,000 nt" in one.describe()
    assert "1 beyond 3,000 nt gets its structure from the local algorithm" in one.describe()


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.0, "less than a second"),
        (0.99, "less than a second"),
        (1.0, "about 1 s"),
        (4.4, "about 4 s"),
        (89, "about 89 s"),
        (90, "about 2 min"),
        (200, "about 3 min"),
        (9_000, "about 2 h 30 min"),
    ],
)
def test_times_in_words(seconds: float, text: str) -> None:
    assert about_seconds(seconds) == text


def test_an_estimate_in_words() -> None:
    one = Estimate(n_records=1, longest=5, n_local=0, seconds=0.01, workers=1).describe()
    assert one == "1 record, longest 5 nt: folding takes less than a second with 1 process, less where folds are in the cache."
    many = Estimate(n_records=2_000, longest=4_000, n_local=1, seconds=200, workers=2).describe()
    assert many.startswith("2,000 records, longest 4,000 nt: folding takes about 3 min with 2 processes")
    assert many.endswith("; 1 beyond 3,000 nt gets its structure from the local algorithm.")
