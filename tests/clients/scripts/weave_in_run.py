"""Logs a training run and calls inside of it."""
import json
import sys

import wandb
import weave

entity, project = sys.argv[1].split("/")
run = wandb.init(entity=entity, project=project, id="trained")
client = weave.init(sys.argv[1])


@weave.op
def judge(step: int) -> int:
    return step * 2


for step in range(3):
    run.log({"loss": 1 / (step + 1)})
    judge(step)
client.flush()
found = list(client.get_calls(filter={"wb_run_ids": [f"{sys.argv[1]}/trained"]}))
print("TOUR " + json.dumps([[call.inputs["step"], call.wb_run_id, call.wb_run_step] for call in found]))
run.finish()
