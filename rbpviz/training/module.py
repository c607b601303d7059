"""The Lightning module: loss, optimiser and schedule of the published recipe, and validation AUROC."""

from typing import Any

import lightning
import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from rbpviz.models.feeding import move_batch
from rbpviz.models.metrics import binary_metrics
from rbpviz.training.batches import LabelledBatch
from rbpviz.training.presets import FitOptions


class BinaryModule(lightning.LightningModule):
    """Fit a network that gives one logit a record.

    Parameters
    ----------
    network : nn.Module
        Takes what its feeder makes, returns an output with `logit`.
    fit : FitOptions
        Recipe.
    steps : int
        Optimiser steps of the whole run, for the cycle schedule.
    """

    def __init__(self, network: nn.Module, fit: FitOptions, *, steps: int) -> None:
        super().__init__()
        self.network = network
        self.fit_options = fit
        self.steps = steps
        self.averaged = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(fit.average), use_buffers=True) if fit.average else None
        self._train_loss: list[Tensor] = []
        self._seen: list[tuple[Tensor, Tensor]] = []

    @property
    def kept(self) -> nn.Module:
        """The network that is validated and kept: the running average where there is one."""
        return self.network if self.averaged is None else self.averaged.module

    def transfer_batch_to_device(self, batch: LabelledBatch, device: torch.device, dataloader_idx: int) -> LabelledBatch:
        """Move a batch."""
        return LabelledBatch(move_batch(batch.rnas, device), batch.labels.to(device))

    def training_step(self, batch: LabelledBatch, index: int) -> Tensor:
        """Return the loss of one batch."""
        loss = binary_cross_entropy_with_logits(self.network(batch.rnas).logit.float(), batch.labels)
        self._train_loss.append(loss.detach())
        return loss

    def on_train_batch_end(self, outputs: Any, batch: LabelledBatch, batch_idx: int) -> None:  # noqa: ANN401
        """Update the running average of weights."""
        if self.averaged is not None:
            self.averaged.update_parameters(self.network)

    def on_validation_epoch_start(self) -> None:
        """Forget the scores of the last validation."""
        self._seen = []
        self.kept.eval()

    def validation_step(self, batch: LabelledBatch, index: int) -> None:
        """Score one batch."""
        self._seen.append((self.kept(batch.rnas).logit.float().cpu(), batch.labels.cpu()))

    def on_validation_epoch_end(self) -> None:
        """Log loss and metrics over all validation records."""
        logits = torch.cat([logit for logit, _ in self._seen])
        labels = torch.cat([label for _, label in self._seen])
        found = binary_metrics(labels.numpy(), torch.sigmoid(logits.double()).numpy())
        self.log("validation_loss", binary_cross_entropy_with_logits(logits, labels))
        for name in ("auroc", "auprc"):
            self.log(f"validation_{name}", found[name])
        if self._train_loss:
            self.log("train_loss", torch.stack(self._train_loss).mean())
        self._train_loss = []

    def configure_optimizers(self) -> Any:  # noqa: ANN401
        """Return Adam with L2 (published) or AdamW, and the schedule."""
        fit = self.fit_options
        make = torch.optim.AdamW if fit.decoupled else torch.optim.Adam
        optimiser = make(self.network.parameters(), lr=fit.learning_rate, weight_decay=fit.weight_decay)
        if fit.schedule == "cycle":
            cycle = torch.optim.lr_scheduler.OneCycleLR(optimiser, fit.learning_rate, total_steps=max(self.steps, 2))
            return {"optimizer": optimiser, "lr_scheduler": {"scheduler": cycle, "interval": "step"}}
        plateau = torch.optim.lr_scheduler.ReduceLROnPlateau(optimiser, mode="min", factor=0.5, patience=fit.patience)
        # Lightning would step it after the state is saved, so that a resumed run would miss one step: `EpochKeeper` steps it.
        never = {"monitor": "validation_loss", "frequency": fit.max_epochs + 1}
        return {"optimizer": optimiser, "lr_scheduler": {"scheduler": plateau, **never}}
