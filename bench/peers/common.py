"""What all peers share: the numbers they log, how long things take, and how results are told.

`<peer>_peer.py ingest|chart|search HOME JSON` prints one JSON object a line. HOME is an empty
folder where the peer keeps its data; the driver measures it after the process has ended.
`chart` and `search` fill the peer, say `{"ready": true}`, and read once for each line on the
standard input, so that the driver can let all systems read in turn.
"""

import json
import signal
import sys
import time
from pathlib import Path

import numpy as np


def values(run: int, key: int, steps: int) -> list[float]:
    """A falling curve with noise, rounded to 32-bit floats; workload.ts computes the same."""
    step = np.arange(steps, dtype=np.float64)
    noise = ((step * 2654435761.0 + key * 40503.0 + run * 97.0) % 4294967296.0) / 4294967296.0
    curve = 1.0 / (1.0 + step / 1000.0) + 0.05 * (noise - 0.5) + key
    return curve.astype(np.float32).astype(np.float64).tolist()


def key_name(key: int) -> str:
    return f"train/metric_{key}"


def accuracy(run: int) -> float:
    """The metric that a search filters and sorts by: all different, in no order."""
    return (run * 7919 % 10007) / 10007


def optimizer(run: int) -> str:
    return ("adam", "adamw", "sgd", "lion")[run % 4]


def timed(work) -> tuple[float, object]:
    before = time.perf_counter()
    result = work()
    return time.perf_counter() - before, result


def tell(**fields) -> None:
    print(json.dumps(fields), flush=True)


def rounds():
    """One item for each round of reads that the driver asks for; ends with its input."""
    tell(ready=True)
    for line in sys.stdin:
        yield line
        tell(done=True)


def main(ingest, chart, search=None) -> None:
    command, home, plan = sys.argv[1], Path(sys.argv[2]), json.loads(sys.argv[3])
    # A peer that is told to end has servers to end first: `finally` runs when SystemExit is raised.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    home.mkdir(parents=True, exist_ok=True)
    {"ingest": ingest, "chart": chart, "search": search}[command](home, plan)
