"""Times log_artifact of many files, and the bare PUT of the same files (argv: files, bytes, url, name)."""

import glob
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


def processor_seconds_of_children():
    """What the client's own service has used, which no server can take away."""
    ticks = 0
    for children in glob.glob("/proc/self/task/*/children"):
        for pid in pathlib.Path(children).read_text().split():
            stat = pathlib.Path(f"/proc/{pid}/stat").read_text()
            ticks += sum(map(int, stat[stat.rindex(")") + 2 :].split()[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


folder.mkdir()
for index in range(count):
    (folder / f"{index:06}.bin").write_bytes(os.urandom(size))

with wandb.init(project="many-files") as run:
    artifact = wandb.Artifact(name, "dataset")
    artifact.add_dir(str(folder))
    # What was written until now would have to be waited for by whoever syncs first.
    os.sync()
    used = processor_seconds_of_children()
    started = time.monotonic()
    run.log_artifact(artifact).wait(timeout=600)
    ours = time.monotonic() - started
    used = processor_seconds_of_children() - used

host = urllib.parse.urlparse(url).netloc
paths = sorted(folder.iterdir())


def send(slice_of_paths):
    connection = http.client.HTTPConnection(host)
    for path in slice_of_paths:
        connection.request("PUT", f"/{path.name}", path.read_bytes())
        connection.getresponse().read()


os.sync()
started = time.monotonic()
with ThreadPoolExecutor(64) as pool:
    list(pool.map(send, [paths[start::64] for start in range(64)]))
theirs = time.monotonic() - started
print("SECONDS", round(ours, 3), round(theirs, 3), round(used, 2))
