"""From a data set to a registered model: scikit-learn trains on an artifact, the model is logged, linked into
a registry and downloaded again (argv: project, organization). Prints digests and names as JSON."""

import hashlib
import json
import pathlib
import pickle
import struct
import sys
import zlib

import wandb
from sklearn.datasets import load_digits
from sklearn.linear_model import SGDClassifier
from sklearn.model_selection import train_test_split
from wandb.sdk.artifacts.artifact_manifest_entry import ArtifactManifestEntry

project, organization = sys.argv[1:3]
told = {}


def write(path, content):
    target = pathlib.Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content if isinstance(content, bytes) else content.encode())


def refer(artifact):
    """As the client writes it, which would want boto3 for it."""
    entry = ArtifactManifestEntry(path="raw.tar", ref="s3://bucket/raw/digits.tar", digest="etag", size=5)
    artifact.manifest.add_entry(entry)


def picture(size, shade):
    """A grey PNG."""
    rows = b"".join(b"\0" + bytes([shade] * size) for _ in range(size))
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", size, size, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


inputs, labels = load_digits(return_X_y=True)


def write_rows(folder, rows):
    lines = [",".join([str(label), *(str(int(value)) for value in row)]) for row, label in zip(inputs[:rows], labels[:rows])]
    write(f"{folder}/digits.csv", "\n".join(["label," + ",".join(f"p{n}" for n in range(64)), *lines]))


write("data/readme.md", "# Digits\n\nEight by eight, **grey**.\n")
write("data/notes.ipynb", json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [
    {"cell_type": "markdown", "metadata": {}, "source": ["# A look at it"]}]}))
write("data/images/first.png", picture(16, 90))
write("data/images/second.png", picture(16, 200))
write("data/odd/<img src=x onerror=alert(1)>.txt", "a hostile name")
write("data/odd/\u202etxt.exe", "another one")
write("data/lines.txt", "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\n")
write_rows("data", 1000)

with wandb.init(project=project, id="make-data", name="make data", job_type="prepare") as run:
    data = wandb.Artifact("digits", "dataset", description="# Digits\n\nThe digits of *scikit-learn*.",
                          metadata={"rows": 1000, "source": {"name": "sklearn", "split": "all"},
                                    "nan": float("nan"), "<b>odd</b>": "<script>alert(1)</script>"})
    data.add_dir("data")
    refer(data)
    data.add(wandb.Table(columns=["id", "digit", "score"], data=[[n, int(labels[n]), n / 10] for n in range(20)]), "sample")
    run.log_artifact(data, aliases=["raw"], tags=["small"]).wait()
    told["first"] = data.digest

    write("data/lines.txt", "one\ntwo\n3\nfour\nfive\nsix\nseven\neight\nnine\n")
    write("data/more.txt", "new")
    pathlib.Path("data/images/second.png").unlink()
    write_rows("data", 1400)
    more = wandb.Artifact("digits", "dataset", metadata={"rows": 1400, "source": {"name": "sklearn"}, "nan": float("nan")})
    more.add_dir("data")
    refer(more)
    rows = [[n, int(labels[n]), n / 10 + (5 if n == 3 else 0)] for n in range(1, 21)]
    more.add(wandb.Table(columns=["id", "digit", "score"], data=rows), "sample")
    run.log_artifact(more).wait()

digests = {}
entity = run.entity
for number in range(8):
    with wandb.init(project=project, id=f"train-{number}", name=f"train {number}", job_type="train",
                    config={"alpha": 10.0 ** -(number + 1)}) as run:
        used = run.use_artifact("digits:raw" if number == 0 else "digits:latest")
        # The reference stays where it is: its bytes are nowhere.
        folder = pathlib.Path(used.download(path_prefix="digits.csv"))
        table = [line.split(",") for line in (folder / "digits.csv").read_text().splitlines()[1:]]
        rows = [[int(value) / 16 for value in row[1:]] for row in table]
        train_x, test_x, train_y, test_y = train_test_split(rows, [int(row[0]) for row in table], random_state=0)
        model = SGDClassifier(loss="log_loss", alpha=run.config.alpha, random_state=0).fit(train_x, train_y)
        run.log({"accuracy": model.score(test_x, test_y)})
        content = pickle.dumps(model)
        write("model.pkl", content)
        logged = wandb.Artifact("classifier", "model", metadata={"accuracy": model.score(test_x, test_y)})
        logged.add_file("model.pkl")
        run.log_artifact(logged).wait()
        digests[logged.version] = hashlib.md5(content).hexdigest()
        if number == 7:
            run.link_artifact(logged, "wandb-registry-models/digits", aliases=["staging"])
told["sent"] = digests

api = wandb.Api()
path = f"{entity}/{project}/classifier"
got = {}
for version in digests:
    folder = pathlib.Path(api.artifact(f"{path}:{version}").download(root=f"got/{version}"))
    got[version] = hashlib.md5((folder / "model.pkl").read_bytes()).hexdigest()
told["got"] = got
registered = api.artifact(f"{organization}/wandb-registry-models/digits:staging")
told["registered"] = [registered.source_name, registered.version]
print("TOLD", json.dumps(told))
