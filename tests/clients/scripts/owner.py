"""Prints who made a run, as `wandb.Api()` says: owner.py PATH"""

import sys

import wandb

run = wandb.Api().run(sys.argv[1])
print(f"OWNER {run.user.username}")
