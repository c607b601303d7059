"""One package per system, with what they share: registry, catalogue, checkpoints, devices, batched prediction, metrics."""
