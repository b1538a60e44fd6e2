"""Logs tables that stand in artifacts: joined, in parts, joined with one of another artifact; and a long one."""

import sys

import wandb
from wandb.sdk.data_types.table import JoinedTable, PartitionedTable

project, name = sys.argv[1:3]
with wandb.init(project=project, id=name) as run:
    people = wandb.Table(
        columns=["id", "name"], data=[[i, f"<b>person {i}</b>"] for i in range(6)]
    )
    scores = wandb.Table(
        columns=["id", "score"], data=[[i, float("nan") if i == 4 else i / 2] for i in range(3, 9)]
    )
    artifact = wandb.Artifact("tables", "dataset")
    joined = JoinedTable(people, scores, "id")
    artifact.add(joined, "joined")
    for part in range(3):
        rows = [[part, i] for i in range(part * 100, part * 100 + 100)]
        artifact.add(wandb.Table(columns=["part", "row"], data=rows), f"parts/{part}")
    parts = PartitionedTable("parts")
    artifact.add(parts, "parts")
    run.log_artifact(artifact).wait()
    run.log({"joined": joined, "in parts": parts})

    # The tables of a join may stand in another artifact.
    source = wandb.Artifact("source", "dataset")
    source.add(wandb.Table(columns=["key", "left"], data=[[1, "a"], [2, "b"]]), "one")
    source.add(wandb.Table(columns=["code", "right"], data=[[2, "x"], [3, "y"]]), "two")
    run.log_artifact(source).wait()
    used = run.use_artifact("source:latest")
    other = wandb.Artifact("others", "dataset")
    linked = JoinedTable(
        used.get_entry("one.table.json"), used.get_entry("two.table.json"), ["key", "code"]
    )
    other.add(linked, "linked")
    run.log_artifact(other).wait()
    run.log({"linked": linked})

    words = ["warp", "weft", "loom", "heddle"]
    wandb.Table.MAX_ROWS = 300_000
    long = [[i, (i * 7919) % 200_003, words[i % 4], i / 3] for i in range(200_000)]
    run.log({"long": wandb.Table(columns=["id", "shuffled", "word", "third"], data=long)})
