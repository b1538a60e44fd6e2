"""Logs a run that is to be compared with others, alpha, beta or gamma: configs, code, media, tables and charts of wandb.plot."""

import os
import subprocess
import sys

import numpy as np
import wandb

project, name = sys.argv[1:3]
number = ["alpha", "beta", "gamma"].index(name)
home = os.getcwd()
hostile = '<img src=x onerror="document.title=1">'


def git(*words):
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
    subprocess.run(["git", *identity, *words], check=True, capture_output=True)


def code(name, lines):
    """A repository with one commit and a change that is not committed."""
    folder = os.path.join(home, f"repo-{name}")
    os.makedirs(folder)
    os.chdir(folder)
    git("init", "-q", ".")
    with open("train.py", "w") as file:
        file.write("import model\n\nlr = 0.1\nfor step in range(10):\n    model.train(lr)\n")
    with open("model.py", "w") as file:
        file.write("def train(lr):\n    return lr\n")
    git("add", ".")
    git("commit", "-q", "-m", "first")
    with open("train.py", "a") as file:
        file.write(lines)
    return folder


folder = code(name, f"print('{name}')\n")
settings = wandb.Settings(
    save_code=name != "gamma",
    program="train.py",
    program_relpath="train.py",
    program_abspath=os.path.join(folder, "train.py"),
)
config = {
    "lr": 0.1 / (number + 1),
    "model": {"depth": 4, "width": 64 * (number + 1)},
    "same": "for all",
    hostile: hostile,
    **{f"many/{index}": index for index in range(300)},
}
if name == "gamma":
    config["only gamma"] = True
with wandb.init(
    project=project, id=name, name=name, config=config, settings=settings
) as run:
    if name == "beta":
        run.log_code(folder)
    for step in range(3):
        pixels = np.full((16, 24, 3), step * 60 + number * 40, np.uint8)
        mask = np.zeros((16, 24), np.uint8)
        mask[4:10, 6:18] = 1
        box = {
            "position": {"minX": 0.25, "maxX": 0.75, "minY": 0.1, "maxY": 0.9},
            "class_id": 1,
            "box_caption": "cat 0.9",
        }
        labels = {0: "background", 1: "cat"}
        image = wandb.Image(
            pixels,
            caption=f"{name} at {step}",
            boxes={"truth": {"box_data": [box], "class_labels": labels}},
            masks={"predictions": {"mask_data": mask, "class_labels": labels}},
        )
        run.log(
            {
                "loss": 1 / (step + 1) + number / 10,
                "epoch": step * 10,
                "samples/seen": image,
                "samples/many": [
                    wandb.Image(pixels, caption=f"{hostile} {index}") for index in range(12)
                ],
                "page": wandb.Html("<h1>Hi</h1><script>parent.document.title='owned'</script>"),
            }
        )
        rows = [
            [index, f"row {index}", index * (number + 1) / 10 + step, index % 3]
            for index in range(200 - number * 50)
        ]
        run.log(
            {"predictions": wandb.Table(columns=["id", "text", "score", "class"], data=rows)}
        )
    xs = list(range(10))
    table = wandb.Table(columns=["x", "y"], data=[[x, x * (number + 1)] for x in xs])
    run.log({"curve": wandb.plot.line(table, "x", "y", title=f"Curve {hostile}")})
    run.log({"dots": wandb.plot.scatter(table, "x", "y", title="Dots")})
    bars = wandb.Table(columns=["label", "value"], data=[["a", 1], ["b", number + 2]])
    run.log({"bars": wandb.plot.bar(bars, "label", "value", title="Bars")})
    values = wandb.Table(columns=["value"], data=[[x % 7] for x in range(100)])
    run.log({"spread": wandb.plot.histogram(values, "value", title="Spread")})
    run.log(
        {
            "several": wandb.plot.line_series(
                xs=xs, ys=[xs, [x * x for x in xs]], keys=["one", "two"], title="Several"
            ),
            "confusion": wandb.plot.confusion_matrix(
                y_true=[0, 1, 2, 0, 1, 2],
                preds=[0, 1, 1, 0, number, 2],
                class_names=["cat", "dog", hostile],
            ),
        }
    )
    rates = wandb.Table(
        columns=["class", "fpr", "tpr"],
        data=[[label, x / 10, min(1, x / (8 - number))] for label in "ab" for x in range(11)],
    )
    run.log(
        {
            "roc": wandb.plot_table(
                "wandb/area-under-curve/v0",
                rates,
                {"x": "fpr", "y": "tpr", "class": "class"},
                {
                    "title": "ROC",
                    "x-axis-title": "False positive rate",
                    "y-axis-title": "True positive rate",
                },
            )
        }
    )
