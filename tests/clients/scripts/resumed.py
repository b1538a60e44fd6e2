"""Goes on with a run: resumed.py RUN_ID RESUME STEPS"""

import sys

import wandb

run_id, resume, steps = sys.argv[1:]
run = wandb.init(
    project="resumed",
    id=run_id,
    resume=None if resume == "none" else resume,
    config={f"from_{resume}": True},
)
print(f"starts at step {run.step}, resumed: {run.resumed}")
first = run.step
for step in range(int(steps)):
    run.log({"value": first + step, "squared": (first + step) ** 2})
    print(f"line of step {first + step}")
run.finish()
