"""Times log_artifact of many files, and the bare PUT of the same files (argv: files, bytes, url, name)."""

import http.client
import os
import pathlib
import sys
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor

from timed_log import timed_log

count, size, url, name = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]
folder = pathlib.Path(name)


folder.mkdir()
for index in range(count):
    (folder / f"{index:06}.bin").write_bytes(os.urandom(size))

ours, used = timed_log(folder, name)

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
