"""A script that fails half-way with an exception nobody catches."""

import sys

import wandb

run = wandb.init(project="troubles", id=sys.argv[1])
for step in range(5):
    run.log({"loss": 1 / (step + 1)})
print("about to fail", file=sys.stderr)
raise ValueError("the data loader found no files")
