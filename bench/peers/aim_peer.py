"""Aim: `Run.track` into a local repository, and `Repo` queries."""

import subprocess
import sys
from pathlib import Path

from aim import Repo, Run
from aim.storage.context import Context
from common import accuracy, key_name, main, optimizer, rounds, tell, timed, values


def repository(home):
    return Repo.from_path(str(home), init=True)


def reader(home):
    """The repository with its index, which `aim up` keeps in the background and `track` does not."""
    command = [str(Path(sys.executable).parent / "aim"), "storage", "--repo", str(home), "reindex", "--yes"]
    subprocess.run(command, check=True, stdout=sys.stderr)
    return Repo(str(home))


def new_run(repo):
    return Run(repo=repo, experiment="bench", system_tracking_interval=None, log_system_params=False)


def write(repo, run, steps, keys):
    curves = [values(run, key, steps) for key in range(keys)]
    names = [key_name(key) for key in range(keys)]

    def work():
        own = new_run(repo)
        own["number"] = run
        for step in range(steps):
            own.track({name: curve[step] for name, curve in zip(names, curves)}, step=step)
        own.close()

    return timed(work)[0]


def points(metric, most=None):
    """Values in the order of their steps; only `data` sorts them, `values` does not."""
    data = metric.data.view(["val"])
    return (data if most is None else data.sample(most)).numpy()[1][0].tolist()


def ingest(home, plan):
    repo = repository(home)
    seconds = sum(write(repo, run, plan["steps"], plan["keys"]) for run in range(plan["runs"]))
    count, last = 0, 0.0
    for run in reader(home).iter_runs():
        for metric in run.metrics():
            found = points(metric)
            count += len(found)
            last += found[-1]
    tell(way="Run.track, one call a step, then close", seconds=seconds, count=count, last=last)


def chart(home, plan):
    repo = repository(home)
    write(repo, 0, plan["steps"], 1)
    metric = next(iter(reader(home).query_metrics(f"metric.name == '{key_name(0)}'").iter()))
    for _ in rounds():
        seconds, found = timed(lambda: points(metric, 1000))
        tell(way="sample of 1,000", seconds=seconds, count=len(found), last=found[-1])
        seconds, found = timed(lambda: points(metric))
        tell(way="all points", seconds=seconds, count=len(found), last=found[-1])


def search(home, plan):
    repo = repository(home)
    for run in range(plan["runs"]):
        own = new_run(repo)
        own["optimizer"] = optimizer(run)
        own.track(accuracy(run), name="acc", step=0)
        own.close()
    indexed = reader(home)
    question = "run.metrics['acc', {}].last > 0.5 and run.optimizer == 'adam'"

    def work():
        found = [each.run for each in indexed.query_runs(question, report_mode=0).iter_runs()]
        return sorted((points(run.get_metric("acc", Context({})))[-1] for run in found), reverse=True)

    for _ in rounds():
        seconds, found = timed(work)
        tell(way="query_runs, sorted in the client", seconds=seconds, count=len(found), last=found[0] if found else 0.0)


main(ingest, chart, search)
