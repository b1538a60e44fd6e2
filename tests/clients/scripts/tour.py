"""What W&B's public documentation shows, one thing after the other; prints what came of it as JSON."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import wandb

PROJECT = "tour"
found = {}

# Log: config, nested metrics, media, a table, a histogram, an alert, own x axes, a file.
with wandb.init(
    project=PROJECT,
    id="first",
    name="first steps",
    notes="The tour",
    tags=["tour", "baseline"],
    group="tours",
    job_type="train",
    config={"lr": 0.01, "layers": [64, 32], "optimizer": {"name": "adam", "beta": 0.9}},
) as run:
    run.define_metric("epoch")
    run.define_metric("val/*", step_metric="epoch", summary="max")
    generator = np.random.default_rng(7)
    for step in range(30):
        run.log({"loss": 1 / (step + 1), "train": {"accuracy": step / 30}})
        if step % 10 == 9:
            run.log({"epoch": step // 10, "val/accuracy": 0.5 + step / 100})
    run.log(
        {
            "picture": wandb.Image(
                generator.integers(0, 255, (16, 16, 3), dtype=np.uint8),
                caption="noise",
                boxes={
                    "prediction": {
                        "box_data": [
                            {
                                "position": {"minX": 0.1, "maxX": 0.4, "minY": 0.2, "maxY": 0.5},
                                "class_id": 1,
                                "scores": {"confidence": 0.9},
                            }
                        ],
                        "class_labels": {1: "dot"},
                    }
                },
            ),
            "weights": wandb.Histogram(generator.normal(size=1000)),
            "answers": wandb.Table(columns=["id", "text"], data=[[1, "yes"], [2, "no"]]),
            "page": wandb.Html("<p>hello</p>"),
        }
    )
    run.alert(title="Low accuracy", text="Below 0.9", level=wandb.AlertLevel.WARN, wait_duration=0)
    Path("notes.txt").write_text("kept\n")
    run.save("notes.txt")
    run.summary["best"] = 0.97
    found["url"] = run.url

# Resume it, then fork another from its tenth step.
with wandb.init(project=PROJECT, id="first", resume="must") as run:
    found["resumed at"] = run.starting_step
    run.log({"loss": 0.01})
with wandb.init(project=PROJECT, id="second", fork_from="first?_step=9", config={"lr": 0.1}) as run:
    found["forked at"] = run.starting_step
    for step in range(5):
        run.log({"loss": 0.05})

# Offline, then sync.
with wandb.init(project=PROJECT, id="offline", mode="offline") as run:
    for step in range(5):
        run.log({"loss": step})
    folder = Path(run.dir).parent
sync = subprocess.run(
    [str(Path(sys.executable).parent / "wandb"), "sync", str(folder)], capture_output=True, text=True
)
found["sync"] = sync.returncode

# Read it back: filters, orders, history, summary, files, export.
api = wandb.Api()
found["tagged"] = [run.id for run in api.runs(PROJECT, filters={"tags": {"$in": ["baseline"]}})]
found["slow"] = sorted(run.id for run in api.runs(PROJECT, filters={"config.lr": {"$lt": 0.05}}))
found["by loss"] = [run.id for run in api.runs(PROJECT, order="+summary_metrics.loss")]
run = api.run(f"{PROJECT}/first")
found["config"] = dict(run.config)
found["summary"] = {
    name: run.summary[name] for name in ("loss", "best", "epoch") if name in run.summary
}
found["best accuracy"] = run.summary["val/accuracy"]["max"]
found["rows"] = sum(1 for _ in run.scan_history())
found["losses"] = sum(1 for _ in run.scan_history(keys=["loss"]))
found["forked losses"] = [
    row["loss"] for row in api.run(f"{PROJECT}/second").scan_history(keys=["loss"])
]
found["sampled"] = len(run.history(samples=10, pandas=False))
found["media"] = sorted(
    {file.name.split("/")[1] for file in run.files() if file.name.startswith("media/")}
)
found["file"] = run.file("notes.txt").download(root="back", replace=True).read()
run.tags.append("checked")
run.notes = "Read back"
run.update()
found["tags"] = api.run(f"{PROJECT}/first").tags
print("TOUR " + json.dumps(found))
