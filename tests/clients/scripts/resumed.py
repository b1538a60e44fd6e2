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
# Not `run.step`: until the first log() the client says 0, whatever it goes on from.
first = run.starting_step
print(f"starts at step {first}, resumed: {run.resumed}")
for step in range(int(steps)):
    run.log({"value": first + step, "squared": (first + step) ** 2})
    print(f"line of step {first + step}")
run.finish()
