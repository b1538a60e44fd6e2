"""Logs one row every so often: slow_training.py PROJECT RUN_ID STEPS SECONDS_PER_STEP"""

import math
import sys
import time

import wandb

project, run_id, steps, pause = sys.argv[1:]
run = wandb.init(project=project, id=run_id, config={"steps": int(steps)})
print("started", flush=True)
for step in range(int(steps)):
    run.log({"step_squared": step * step, "train/loss": math.exp(-step / 100), "sine": math.sin(step / 10)})
    if step % 100 == 0:
        print(f"logged step {step}", flush=True)
    time.sleep(float(pause))
run.finish()
print("finished", flush=True)
