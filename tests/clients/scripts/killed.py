"""Logs, says so, and then does nothing until it is killed."""

import sys
import time

import wandb

run = wandb.init(project="troubles", id=sys.argv[1])
for step in range(20):
    run.log({"loss": 1 / (step + 1)})
print("logged 20 steps", flush=True)
time.sleep(600)
