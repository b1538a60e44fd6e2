"""Incremental and distributed writers, code, media and job artifacts (argv: project)."""

import json
import pathlib
import sys

import numpy as np
import wandb

project = sys.argv[1]
facts = {}


def add(artifact, name, text):
    with artifact.new_file(name) as file:
        file.write(text)
    return artifact


for step, incremental in enumerate([False, True, True]):
    with wandb.init(project=project) as run:
        artifact = wandb.Artifact("grows", "dataset", incremental=incremental)
        run.log_artifact(add(artifact, f"{step}.txt", str(step))).wait()

for writer in ("one", "two"):
    with wandb.init(project=project, group="writers") as run:
        artifact = wandb.Artifact("shared", "dataset")
        run.upsert_artifact(add(artifact, f"{writer}.txt", writer))
with wandb.init(project=project, group="writers") as run:
    run.finish_artifact(wandb.Artifact("shared", "dataset")).wait()

pathlib.Path("code").mkdir(exist_ok=True)
pathlib.Path("code/train.py").write_text("print('hi')\n")
with wandb.init(project=project, id="coder") as run:
    run.log_code("code")
    artifact = wandb.Artifact("pictures", "dataset")
    table = wandb.Table(columns=["image"])
    for value in (0, 255):
        table.add_data(wandb.Image(np.full((4, 4), value, dtype=np.uint8)))
    artifact.add(table, "images")
    run.log_artifact(artifact).wait()
    run.log({"seen": table})

api = wandb.Api()
path = f"{api.default_entity}/{project}"
for name in ("grows", "shared", "pictures"):
    found = api.artifact(f"{path}/{name}:latest")
    facts[name] = [found.version, sorted(found.manifest.entries)]
folder = pathlib.Path(api.artifact(f"{path}/shared:latest").download(root="shared"))
facts["texts"] = {p.name: p.read_text() for p in folder.iterdir()}
rows = api.artifact(f"{path}/pictures:latest").get("images").data
facts["pixels"] = [int(np.array(row[0].image)[0][0]) for row in rows]
facts["logged"] = sorted(
    f"{a.type} {sorted(a.manifest.entries)[0]}" for a in api.run(f"{path}/coder").logged_artifacts()
)
print("FACTS", json.dumps(facts))
