"""Logs one row: logs_once.py PROJECT RUN [VALUE]"""

import sys

import wandb

project, run_id, *value = sys.argv[1:]
with wandb.init(project=project, id=run_id, config={"made": "once"}) as run:
    run.log({"value": float(value[0]) if value else 1.0})
