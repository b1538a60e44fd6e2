"""Ends as it is told: exits.py RUN_ID code|interrupt"""

import os
import signal
import sys
import time

import wandb

run = wandb.init(project="troubles", id=sys.argv[1])
run.log({"loss": 1})
if sys.argv[2] == "interrupt":
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(60)
run.finish(exit_code=int(sys.argv[2]))
