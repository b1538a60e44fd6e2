"""Logs an artifact of files whose bytes follow from their names, and reads it back (argv: project, files)."""

import hashlib
import pathlib
import sys

import wandb

project, count = sys.argv[1], int(sys.argv[2])
folder = pathlib.Path("many")
folder.mkdir()
for index in range(count):
    seed = hashlib.sha256(str(index).encode()).digest()
    (folder / f"{index}.bin").write_bytes(seed * 2000)

with wandb.init(project=project) as run:
    artifact = wandb.Artifact("many", "dataset")
    artifact.add_dir(str(folder))
    print("SENDING", flush=True)
    run.log_artifact(artifact).wait(timeout=170)

found = wandb.Api().artifact(f"{project}/many:latest")
root = pathlib.Path(found.download(root="back"))
found.verify(root=str(root))
same = all((root / path.name).read_bytes() == path.read_bytes() for path in folder.iterdir())
print("READ", found.version, found.file_count, same, flush=True)
