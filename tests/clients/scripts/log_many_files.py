"""Times log_artifact of many files, and the bare PUT of the same files (argv: files, bytes, url, name)."""

import http.client
import os
import pathlib
import sys
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor

import wandb

count, size, url, name = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]
folder = pathlib.Path(name)
folder.mkdir()
for index in range(count):
    (folder / f"{index:06}.bin").write_bytes(os.urandom(size))

with wandb.init(project="many-files") as run:
    artifact = wandb.Artifact(name, "dataset")
    artifact.add_dir(str(folder))
    started = time.monotonic()
    run.log_artifact(artifact).wait(timeout=600)
    ours = time.monotonic() - started

host = urllib.parse.urlparse(url).netloc
paths = sorted(folder.iterdir())


def send(slice_of_paths):
    connection = http.client.HTTPConnection(host)
    for path in slice_of_paths:
        connection.request("PUT", f"/{path.name}", path.read_bytes())
        connection.getresponse().read()


started = time.monotonic()
with ThreadPoolExecutor(64) as pool:
    list(pool.map(send, [paths[start::64] for start in range(64)]))
theirs = time.monotonic() - started
print("SECONDS", round(ours, 3), round(theirs, 3))
