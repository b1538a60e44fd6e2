"""Says that its machine is about to be taken away, and then does nothing until it is killed."""

import sys
import time

import wandb

run = wandb.init(project="troubles", id=sys.argv[1])
run.log({"loss": 1})
run.mark_preempting()
print("marked as preempting", flush=True)
time.sleep(600)
