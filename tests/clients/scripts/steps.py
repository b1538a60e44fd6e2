"""Logs steps that come again and steps that go down; prints `STEPS {json}`: steps.py RUN_ID"""

import json
import sys

import wandb

(run_id,) = sys.argv[1:]
with wandb.init(project="steps", id=run_id) as run:
    run.log({"a": 1}, step=5)
    run.log({"a": 2, "b": 3}, step=5)  # Joins the row of step 5.
    run.log({"a": -1}, step=3)  # The client itself leaves this out, with a warning.
    run.log({"a": 4}, step=6, commit=False)
    run.log({"c": 5})  # Step 6 still.
    run.log({"a": 7})

run = wandb.Api().run(f"admin/steps/{run_id}")
rows = [
    {key: value for key, value in row.items() if key in ("_step", "a", "b", "c")}
    for row in run.scan_history()
]
print("STEPS " + json.dumps({"rows": rows, "last": run.lastHistoryStep, "a": run.summary["a"]}))
