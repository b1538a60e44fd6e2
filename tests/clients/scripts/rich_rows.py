"""Logs histograms, media, tables and rows of all sizes, then reads them back: rich_rows.py RUN_ID

Prints one line `READ {json}` of what wandb.Api() says.
"""

import json
import sys

import numpy
import wandb

run_id = sys.argv[1]
run = wandb.init(project="rich", id=run_id)
logged = []


def log(row):
    run.log(row)
    print(f"logged {len(logged)}")
    logged.append(row)


for step in range(20):
    log({"value": step, "even": step} if step % 2 == 0 else {"value": step})
log({"histogram": wandb.Histogram(numpy.arange(1000) % 37)})
log({"image": wandb.Image(numpy.zeros((4, 6, 3), dtype=numpy.uint8), caption="black")})
log({"page": wandb.Html("<b>bold</b>")})
log({"table": wandb.Table(columns=["a", "b"], data=[[1, "x"], [2, "y"]])})
log({"text": "x" * 9_000_000})
log({f"group_{key % 100}/key_{key}": key for key in range(100_000)})
run.finish()

api = wandb.Api(timeout=120)
read = api.run(f"admin/rich/{run_id}")
rows = list(read.scan_history())
keys = read.history_keys["keys"]
lines = list(read.console_logs(per_page=7))
print(
    "READ "
    + json.dumps(
        {
            "rows": len(rows),
            "histogram": rows[20]["histogram"],
            "image": rows[21]["image"],
            "page": rows[22]["page"],
            "table": rows[23]["table"],
            "text": len(rows[24]["text"]),
            "wide": rows[25]["group_99/key_99999"],
            "wideKeys": len([key for key in rows[25] if key.startswith("group_")]),
            "listed": len(keys),
            "value": keys["value"],
            "even": keys["even"],
            "histogramKey": keys["histogram"]["typeCounts"],
            "steps": [row["_step"] for row in read.scan_history(min_step=3, max_step=9, page_size=2)],
            "evens": [row for row in read.scan_history(keys=["_step", "even"], page_size=4)],
            "sampled": [row["_step"] for row in read.history(samples=5, keys=["value"], pandas=False)],
            "system": len(read.history(stream="system", pandas=False)) >= 0,
            "lines": [[line.number, line.level, line.content] for line in lines],
            "lastLines": [line.content for line in read.console_logs(last=2)],
            "times": all(line.timestamp for line in lines),
        }
    )
)
