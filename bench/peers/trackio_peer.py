"""trackio: its public `log`, and the read that its command line and dashboard call."""

import os
import sys

os.environ["TRACKIO_DIR"] = sys.argv[2]

import trackio  # noqa: E402
from common import key_name, main, rounds, tell, timed, values  # noqa: E402


def write(run, steps, keys):
    curves = [values(run, key, steps) for key in range(keys)]
    names = [key_name(key) for key in range(keys)]

    def work():
        trackio.init(project="bench", name=f"run-{run}", embed=False, auto_log_gpu=False, auto_log_cpu=False)
        for step in range(steps):
            trackio.log({name: curve[step] for name, curve in zip(names, curves)}, step=step)
        trackio.finish()

    # What it says about itself would be read as results.
    standard, sys.stdout = sys.stdout, sys.stderr
    try:
        return timed(work)[0]
    finally:
        sys.stdout = standard


def read(run, key, most=None):
    return trackio.SQLiteStorage.get_metric_values("bench", run.name, key_name(key), run_id=run.id, max_points=most)


def ingest(home, plan):
    seconds = sum(write(run, plan["steps"], plan["keys"]) for run in range(plan["runs"]))
    count, last = 0, 0.0
    for run in trackio.Api().runs("bench"):
        for key in range(plan["keys"]):
            found = read(run, key)
            count += len(found)
            last += found[-1]["value"]
    tell(way="log, one call a step, then finish", seconds=seconds, count=count, last=last)


def chart(home, plan):
    write(0, plan["steps"], 1)
    run = trackio.Api().runs("bench")[0]
    for _ in rounds():
        for way, most in (("1,000 of its points", 1000), ("all points", None)):
            seconds, found = timed(lambda: read(run, 0, most))
            tell(way=way, seconds=seconds, count=len(found), last=found[-1]["value"])


main(ingest, chart)
