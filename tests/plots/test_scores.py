"""Score profiles and training courses."""

import numpy as np
import pandas as pd
import pytest

from rbpviz.errors import InvalidOptionError
from rbpviz.plots.scores import plot_scores, plot_training
from rbpviz.results.predictions import Prediction, predictions_frame


def windows(model: str = "rnassrnet/A") -> pd.DataFrame:
    return predictions_frame(Prediction("<b>rna", s, s + 100, model, 0.1 + s / 1000, 50.0) for s in (100, 0, 50))


def test_profile_runs_through_the_middles_in_order() -> None:
    bars, middles = plot_scores(windows()).data
    assert list(middles.x) == [50.5, 100.5, 150.5]
    assert list(middles.y) == pytest.approx([0.1, 0.15, 0.2])
    assert list(bars.x[:2]) == [1, 100]
    assert np.isnan(bars.x[2])
    assert "<b>rna" not in middles.name


def test_several_models_differ_by_dash_and_mark() -> None:
    figure = plot_scores(pd.concat([windows(), windows("rnassrnet/B")]), dark=True)
    lines = [trace for trace in figure.data if trace.mode == "lines+markers"]
    assert len({line.line.dash for line in lines}) == len({line.marker.symbol for line in lines}) == 2
    assert figure.layout.showlegend


def test_training_puts_losses_above_metrics() -> None:
    table = pd.DataFrame({"epoch": [1, 2], "train_loss": [0.7, 0.6], "val_auroc": [None, 0.8], "learning_rate": [0.1, 0.1]})
    figure = plot_training(table)
    assert {trace.name: trace.yaxis for trace in figure.data} == {"train loss": "y", "val auroc": "y2"}
    assert list(figure.data[1].x) == [2]


@pytest.mark.parametrize(("function", "table"), [(plot_scores, windows().iloc[:0]), (plot_training, pd.DataFrame({"loss": [1.0]}))])
def test_tables_that_cannot_be_drawn_are_refused(function, table: pd.DataFrame) -> None:
    with pytest.raises(InvalidOptionError, match="expected at least one row"):
        function(table)
