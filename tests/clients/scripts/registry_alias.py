"""Logs a model, and links it into the registry "guarded" with an alias.

Usage: registry_alias.py ALIAS
"""

import sys

import wandb

with wandb.init(entity="vision", project="train") as run:
    artifact = wandb.Artifact("small", type="model", metadata={"alias": sys.argv[1]})
    run.log_artifact(artifact).wait()
    run.link_artifact(artifact, "wandb-registry-guarded/small", aliases=[sys.argv[1]])
