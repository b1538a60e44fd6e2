"""Fills registries of the organization lab with the client: versions of models and a dataset with metadata, links and aliases.

Usage: registry_shelf.py
"""

import os
import tempfile

import wandb

api = wandb.Api()
api.create_registry(
    "models",
    "organization",
    organization="lab",
    description="What we ship. <img src=x onerror=alert(1)>",
    artifact_types=["model"],
)
api.create_registry("datasets", "restricted", organization="lab")


def log(run, name, text, kind, **options):
    with tempfile.TemporaryDirectory() as folder:
        os.makedirs(os.path.join(folder, "deep"))
        for path in ("weights.txt", "deep/notes.txt"):
            with open(os.path.join(folder, path), "w") as file:
                file.write(text)
        artifact = wandb.Artifact(name, type=kind, **options)
        artifact.add_dir(folder)
        run.log_artifact(artifact)
        return artifact.wait()


with wandb.init(entity="vision", project="train", name="maker") as run:
    for at, (accuracy, stage) in enumerate([(0.8, "first"), (0.9, "second"), (0.95, "third")]):
        net = log(
            run,
            "net",
            f"weights {at}",
            "model",
            metadata={"accuracy": accuracy, "stage": stage, "nested": {"layers": [1, 2, 3]}},
            description="Trained on looms" if at == 2 else None,
        )
        if at < 2:
            aliases = ["staging", "production"] if at == 0 else ["staging"]
            run.link_artifact(net, "wandb-registry-models/net", aliases=aliases)
    words = log(run, "words", "words", "dataset")
    run.link_artifact(words, "wandb-registry-datasets/words")
    odd = log(run, "odd", "odd", "model", metadata={"html": "<b>bold</b>"})
    run.link_artifact(odd, 'wandb-registry-models/\u202e<script>alert("x")</script>'.replace("/script", "script"))
