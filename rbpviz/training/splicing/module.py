"""The Lightning modules of SAM and LSSI: loss, optimiser and top-k accuracy on validation."""

from typing import Any

import lightning
import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from rbpviz.models.sam.metrics import accuracies, top_k_sites
from rbpviz.models.sam.network import CONTEXT, Sam
from rbpviz.training.splicing.presets import SamFit
from rbpviz.training.splicing.windows import IGNORED, SpliceBatch


class SamModule(lightning.LightningModule):
    """Fit SAM: mean cross-entropy over all central positions, Adam (section 7).

    Parameters
    ----------
    network : Sam
        With LSSI and PSAMs already in place; LSSI stays frozen.
    fit : SamFit
        Recipe.
    """

    def __init__(self, network: Sam, fit: SamFit) -> None:
        super().__init__()
        self.network = network
        self.fit_options = fit
        self._train_loss: list[Tensor] = []
        self._seen: list[tuple[np.ndarray, np.ndarray]] = []
        self._active: list[float] = []

    @property
    def kept(self) -> Sam:
        """The network that is validated and kept."""
        return self.network

    def transfer_batch_to_device(self, batch: SpliceBatch, device: torch.device, dataloader_idx: int) -> SpliceBatch:
        """Move a batch."""
        return SpliceBatch(batch.codes.to(device), batch.labels.to(device), batch.first)

    def training_step(self, batch: SpliceBatch, index: int) -> Tensor:
        """Return the loss of one batch."""
        output = self.network(batch.codes, first=batch.first)
        loss = cross_entropy(output.logits.float()[:, :, CONTEXT:-CONTEXT], batch.labels, ignore_index=IGNORED)
        self._train_loss.append(loss.detach())
        return loss

    def on_validation_epoch_start(self) -> None:
        """Forget the last validation."""
        self._seen, self._active = [], []

    def validation_step(self, batch: SpliceBatch, index: int) -> None:
        """Score one batch."""
        output = self.network(batch.codes, first=batch.first)
        scores = torch.softmax(output.logits.float(), dim=1)[:, :, CONTEXT:-CONTEXT].cpu().numpy()
        labels = batch.labels.cpu().numpy()
        counted = labels != IGNORED
        self._seen.append((scores.transpose(0, 2, 1)[counted][:, 1:], labels[counted]))
        sites = output.sites[:, :, CONTEXT:-CONTEXT].detach().cpu().numpy() != 0
        self._active.append(float(sites.transpose(0, 2, 1)[counted].mean()))

    def on_validation_epoch_end(self) -> None:
        """Log top-k accuracies, the realised density and the loss of training."""
        scores, labels = (np.concatenate(part) for part in zip(*self._seen, strict=True))
        self.log_dict(accuracies(top_k_sites(scores.T, labels)))
        self.log("density", self.network.density)
        self.log("realised_density", float(np.mean(self._active)))
        if self._train_loss:
            self.log("train_loss", torch.stack(self._train_loss).mean())
        self._train_loss = []

    def configure_optimizers(self) -> torch.optim.Optimizer:
        """Return Adam over what is not frozen."""
        return torch.optim.Adam([p for p in self.network.parameters() if p.requires_grad], lr=self.fit_options.learning_rate)

    def on_train_epoch_start(self, *_: Any) -> None:  # noqa: ANN401
        """Keep LSSI as it is, in evaluation mode too."""
        self.network.lssi.eval()
