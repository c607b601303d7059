"""The sparsity schedule as a callback, and which weights of a SAM run are kept (section 4.5-4.8)."""

import math
from typing import Any

import lightning
from lightning.pytorch.callbacks import Callback
from torch import Tensor

from rbpviz.models.sam.sparsity import REDUCTION
from rbpviz.models.sam.weights import sam_weights
from rbpviz.training.callbacks import EpochKeeper
from rbpviz.training.splicing.module import SamModule
from rbpviz.training.splicing.presets import SamFit
from rbpviz.training.splicing.start import keep_start

COLUMNS = (
    "epoch",
    "train_loss",
    "top_k_mean",
    "top_k_acceptor",
    "top_k_donor",
    "density",
    "realised_density",
    "learning_rate",
    "seconds",
)


class SparsitySchedule(Callback):
    """Reduce the density by a quarter whenever validation accuracy reaches a bar; then hold, with a falling learning rate.

    Parameters
    ----------
    fit : SamFit
        Plan of reductions and length of the hold.
    """

    def __init__(self, fit: SamFit) -> None:
        self.fit = fit
        self.bar: float | None = None
        self.waited = 0
        self.held = 0
        self.seen: list[float] = []

    def state_dict(self) -> dict[str, Any]:
        """Return what a resumed run needs."""
        return {"bar": self.bar, "waited": self.waited, "held": self.held, "seen": list(self.seen)}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Take up the state of a run that was broken off."""
        self.bar, self.waited, self.held = state_dict["bar"], state_dict["waited"], state_dict["held"]
        self.seen = list(state_dict["seen"])

    def on_train_start(self, trainer: lightning.Trainer, module: SamModule) -> None:  # type: ignore[override]
        """Do not go on with a run that had come to its end."""
        if self.held >= self.fit.hold:
            trainer.should_stop = True

    def on_train_batch_start(self, trainer: lightning.Trainer, *_: Any) -> None:  # noqa: ANN401
        """Set the learning rate of the next update."""
        rate = self.rate(trainer.global_step, trainer.current_epoch)
        for group in trainer.optimizers[0].param_groups:
            group["lr"] = rate

    def rate(self, step: int, period: int) -> float:
        """Return the learning rate: it rises over the first updates, decays from period to period, and falls along a cosine at the end.

        Parameters
        ----------
        step, period : int
            Updates and periods done.
        """
        fit = self.fit
        rise = min(1.0, (step + 1) / max(1, fit.rise))
        falling = max(1, fit.hold // 2)
        fallen = self.held - (fit.hold - falling)
        fall = 1.0 if fallen < 0 else 0.5 * (1 + math.cos(math.pi * min(1.0, (fallen + 0.5) / falling)))
        return fit.learning_rate * rise * fit.decay**period * fall

    def on_validation_end(self, trainer: lightning.Trainer, module: SamModule) -> None:  # type: ignore[override]
        """Reduce, wait or hold."""
        if trainer.sanity_checking:
            return
        self.seen.append(100 * float(trainer.callback_metrics["top_k_mean"]))
        plan, density = self.fit.sparsity, module.network.density
        if density <= plan.target * 1.001:
            self._hold(trainer)
        elif len(self.seen) >= plan.warm_up:
            self._compare(module, density)

    def _compare(self, module: SamModule, density: float) -> None:
        recent = self.seen[-self.fit.sparsity.smooth :]
        value = sum(recent) / len(recent)
        self.waited += 1
        bar = value if self.bar is None else self.bar - self.fit.sparsity.slack * self.waited
        self.bar = max(bar, value)
        if value >= self.bar:
            module.network.finder.set_density(max(self.fit.sparsity.target, density * REDUCTION))
            self.waited = 0

    def _hold(self, trainer: lightning.Trainer) -> None:
        self.held += 1
        if self.held >= self.fit.hold:
            trainer.should_stop = True


class SamKeeper(EpochKeeper):
    """Keep the best weights among those at the target density, and on the way those that adjusted motifs may begin from."""

    measure = "top_k_mean"
    columns = COLUMNS

    def on_validation_end(self, trainer: lightning.Trainer, module: SamModule) -> None:  # type: ignore[override]
        """Write the row of this period and its weights where they are kept."""
        super().on_validation_end(trainer, module)
        if module.network.options.motifs == "fixed":
            keep_start(module.network, self.run)

    def weights(self, module: SamModule) -> dict[str, Tensor]:
        """Return what is kept of a module."""
        return sam_weights(module.network)

    def may_keep(self, module: SamModule) -> bool:
        """Return whether the target density is reached."""
        return module.network.density <= module.fit_options.sparsity.target * 1.001
