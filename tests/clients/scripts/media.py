"""Logs images with boxes and masks, histograms, a page and tables; then goes on from the middle."""

import sys

import numpy as np
import wandb

project, name = sys.argv[1:3]
labels = {0: "background", 1: "cat", 2: '<img src=x onerror="alert(1)">'}
mask = np.zeros((8, 12), np.uint8)
mask[2:5, 3:9] = 1
mask[6:, :2] = 2
position = {"minX": 0.25, "maxX": 0.75, "minY": 0.1, "maxY": 0.9}
box = {"position": position, "class_id": 1, "box_caption": "cat 0.9"}

with wandb.init(project=project, id=name, save_code=True) as run:
    table = wandb.Table(columns=["step", "squared"], log_mode="INCREMENTAL")
    for step in range(4):
        table.add_data(step, step * step)
        pixels = np.full((8, 12, 3), step * 60, np.uint8)
        image = wandb.Image(
            pixels,
            caption=f"at {step}",
            boxes={"truth": {"box_data": [box], "class_labels": labels}},
            masks={"predictions": {"mask_data": mask, "class_labels": labels}},
        )
        run.log(
            {
                "seen": image,
                "nested": {"many": [wandb.Image(pixels, caption=str(i)) for i in range(3)]},
                "weights": wandb.Histogram(np.arange(100) * (step + 1), num_bins=4),
                "grown": table,
            }
        )
    scores = [[i, float("nan") if i == 7 else i / 2, f"row {i}"] for i in range(500)]
    run.log(
        {
            "scores": wandb.Table(columns=["id", "score", "text"], data=scores),
            "page": wandb.Html("<h1>Hi</h1><script>document.title='owned'</script>"),
        }
    )
    run.alert("Loss is high", 'above <b>1</b>', level=wandb.AlertLevel.WARN, wait_duration=0)

with wandb.init(project=project, id=f"{name}-fork", fork_from=f"{name}?_step=2") as run:
    run.log({"loss": 1})
