"""Logs with own x axes, hidden keys and summaries: defines_metrics.py RUN_ID [derived]

With `derived` it leaves it to the server to keep the summary.
"""

import sys

import wandb

run = wandb.init(
    project="defined",
    id=sys.argv[1],
    settings=wandb.Settings(
        x_server_side_derived_summary="derived" in sys.argv,
        x_file_stream_transmit_interval=0.2,
    ),
)
run.define_metric("epoch", hidden=True)
run.define_metric("val/*", step_metric="epoch", summary="min,max")
run.define_metric("acc", summary="max,mean,first,last")
run.define_metric("secret", summary="none")
run.define_metric(r"dotted\.name", step_metric="epoch", step_sync=True)
for step in range(10):
    run.log(
        {
            "epoch": step // 2,
            "val/loss": 10 - step,
            "acc": [3, 9, 1, 4, 5, 2, 6, 5, 3, 5][step],
            "secret": step,
            "dotted.name": step,
            "plain": step * 2,
            "nest": {"a": step},
        }
    )
run.summary["by_hand"] = "kept"
run.finish()
