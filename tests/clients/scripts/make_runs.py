"""Makes runs to list: make_runs.py PROJECT COUNT"""

import sys

import wandb

project, count = sys.argv[1], int(sys.argv[2])
api = wandb.Api()
for number in range(count):
    api.create_run(project=project, run_id=f"run-{number:03d}")
    run = api.run(f"admin/{project}/run-{number:03d}")
    run.display_name = f"name {number % 7}"
    run.config.update(
        {
            "number": number,
            "lr": 10.0 ** -(number % 4),
            "optimizer": ["adam", "sgd", "lion"][number % 3],
            "model": {"layers": number % 5, "name": f"net-{number % 2}"},
            "dotted.key": number % 6,
            "flag": number % 2 == 0,
        }
    )
    if number % 10 == 0:
        run.tags = ["tenth", f"tag-{number}"]
    if number % 4 == 0:
        run.group = "fourths"
    run.notes = f"note {number}" if number % 3 == 0 else ""
    run.update()
    if number % 5 != 4:
        value = float("nan") if number == 50 else float("inf") if number == 51 else (number * 37 % count) / count
        run.summary["acc"] = value
        run.summary["best"] = {"f1": number % 11}
        run.summary.update()
    if number % 3 == 1:
        run.update_state("failed")
print("MADE", count)
