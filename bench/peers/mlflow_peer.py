"""MLflow: `mlflow server` with SQLite, and `MlflowClient` over HTTP."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from common import accuracy, key_name, main, optimizer, rounds, tell, timed, values
from mlflow import MlflowClient
from mlflow.entities import Metric, Param

BATCH = 1000
START_SECONDS = 240


@contextmanager
def server(home):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    command = [str(Path(sys.executable).parent / "mlflow"), "server", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--backend-store-uri", f"sqlite:///{home}/mlflow.db", "--artifacts-destination", f"{home}/artifacts"]
    # A worker that answers late on a busy machine would be replaced for ever.
    command += ["--uvicorn-opts", "--timeout-worker-healthcheck 60"]
    with open(home.parent / f"{home.name}.log", "wb") as log:
        own = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True, cwd=home)
    try:
        wait_for(url, own)
        yield MlflowClient(tracking_uri=url), url
    finally:
        os.killpg(own.pid, signal.SIGTERM)
        try:
            own.wait(60)
        except subprocess.TimeoutExpired:
            os.killpg(own.pid, signal.SIGKILL)
            own.wait()


def wait_for(url, own):
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and own.poll() is None:
        try:
            if urllib.request.urlopen(f"{url}/health", timeout=5).status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("mlflow server does not answer")


def batches(run, steps, keys):
    """Batches of 1,000 metrics, the most that the API takes in one call."""
    curves = [(key_name(key), values(run, key, steps)) for key in range(keys)]
    points = [Metric(name, curve[step], 1_700_000_000_000 + step, step) for step in range(steps) for name, curve in curves]
    return [points[first : first + BATCH] for first in range(0, len(points), BATCH)]


def write(client, experiment, runs, steps, keys, synchronous=True):
    plans = [(client.create_run(experiment).info.run_id, batches(run, steps, keys)) for run in range(runs)]

    def send(plan):
        answers = [client.log_batch(plan[0], metrics=batch, synchronous=synchronous) for batch in plan[1]]
        for answer in answers:
            if answer is not None:
                answer.wait()

    def work():
        with ThreadPoolExecutor(runs) as pool:
            list(pool.map(send, plans))

    return timed(work)[0], [plan[0] for plan in plans]


def ingest(home, plan):
    with server(home) as (client, _):
        ways = (("log_batch of 1,000 over HTTP, a thread a run", True), ("the same, asynchronous, then waited for", False))
        for way, synchronous in ways:
            experiment = client.create_experiment(way)
            seconds, runs = write(client, experiment, plan["runs"], plan["steps"], plan["keys"], synchronous)
            count, last = 0, 0.0
            for run in runs:
                for key in range(plan["keys"]):
                    found = client.get_metric_history(run, key_name(key))
                    count += len(found)
                    last += max(found, key=lambda point: point.step).value
            tell(way=way, seconds=seconds, count=count, last=last)


def chart(home, plan):
    with server(home) as (client, url):
        _, runs = write(client, client.create_experiment("bench"), 1, plan["steps"], 1)
        question = urllib.parse.urlencode({"run_ids": runs[0], "metric_key": key_name(0), "max_results": 1000})
        address = f"{url}/ajax-api/2.0/mlflow/metrics/get-history-bulk-interval?{question}"
        for _ in rounds():
            seconds, text = timed(lambda: urllib.request.urlopen(address).read())
            found = json.loads(text)["metrics"]
            tell(way="what its charts ask for, 1,000 points", seconds=seconds, count=len(found), last=found[-1]["value"])
            seconds, found = timed(lambda: client.get_metric_history(runs[0], key_name(0)))
            last = max(found, key=lambda point: point.step).value
            tell(way="all points", seconds=seconds, count=len(found), last=last)


def search(home, plan):
    with server(home) as (client, _):
        experiment = client.create_experiment("bench")

        def make(run):
            own = client.create_run(experiment).info.run_id
            metric = Metric("acc", accuracy(run), 1_700_000_000_000, 0)
            client.log_batch(own, metrics=[metric], params=[Param("optimizer", optimizer(run))])

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(make, range(plan["runs"])))
        question = "metrics.acc > 0.5 and params.optimizer = 'adam'"
        for _ in rounds():
            seconds, found = timed(
                lambda: client.search_runs([experiment], question, max_results=50, order_by=["metrics.acc DESC"])
            )
            tell(way="search_runs, 50 a page", seconds=seconds, count=len(found), last=found[0].data.metrics["acc"] if found else 0.0)


main(ingest, chart, search)
