"""Logs tables that stand in artifacts (joined, in parts, joined by reference), a long one, and molecules."""

import io
import math
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

    # A helix of alanine's backbone, and ethanol.
    lines = []
    backbone = {
        "N": (1.55, -27, -0.9),
        "CA": (2.28, 0, 0),
        "C": (1.65, 26, 1.1),
        "O": (2.0, 21, 2.3),
    }
    for residue in range(12):
        for atom, (radius, phase, height) in backbone.items():
            angle = math.radians(residue * 100 + phase)
            x, y, rise = radius * math.cos(angle), radius * math.sin(angle), residue * 1.5 + height
            lines.append(
                f"ATOM  {len(lines) + 1:5d}  {atom:<3} ALA A{residue + 1:4d}    "
                f"{x:8.3f}{y:8.3f}{rise:8.3f}  1.00  0.00           {atom[0]}"
            )
    ethanol = """ethanol
  made

  3  2  0  0  0  0  0  0  0  0999 V2000
   -0.7480   -0.0150    0.0240 C   0  0
    0.5580    0.4200   -0.2780 O   0  0
   -1.2930   -0.2020   -0.9010 C   0  0
  1  2  1  0
  1  3  1  0
M  END
$$$$
"""
    run.log(
        {
            "helix": wandb.Molecule(io.StringIO("\n".join([*lines, "END"])), file_type="pdb"),
            "ethanol": wandb.Molecule(io.StringIO(ethanol), file_type="sdf"),
            "broken": wandb.Molecule(io.StringIO("</script><script>x"), file_type="pdb"),
        }
    )
