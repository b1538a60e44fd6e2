"""Starts, forks, rewinds or resumes a run: branched.py ACTION RUN_ID FROM STEPS

ACTION is new, fork, rewind or resume; FROM is RUN?_step=N for a fork or rewind.
"""

import sys

import wandb

action, run_id, origin, steps = sys.argv[1:]
branch = {
    "new": {"id": run_id},
    "fork": {"id": run_id, "fork_from": origin},
    "rewind": {"resume_from": origin},
    "resume": {"id": run_id, "resume": "must"},
}[action]
run = wandb.init(project="branched", config={f"by_{action}": True}, **branch)
first = run.starting_step
print(f"{run.id} starts at step {first}")
for step in range(first, first + int(steps)):
    run.log({"value": step, f"by_{action}": step * 10, "text": f"{action} {step}"})
    print(f"{action} {step}")
run.finish()
