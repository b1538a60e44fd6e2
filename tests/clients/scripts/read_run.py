"""Prints what wandb.Api() says of a run as one line `RUN {json}`: read_run.py PATH SAMPLES [KEY ...]"""

import json
import sys

import wandb


def plain(value):
    """Summary values arrive as wrappers around dicts."""
    if hasattr(value, "items"):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


path, samples, *keys = sys.argv[1:]
run = wandb.Api().run(path)
print(
    "RUN "
    + json.dumps(
        {
            "name": run.name,
            "state": run.state,
            "tags": list(run.tags),
            "notes": run.notes,
            "group": run.group,
            "jobType": run.job_type,
            "config": plain(run.config),
            "summary": plain(run.summary),
            "history": run.history(samples=int(samples), pandas=False),
            "scan": list(run.scan_history()),
            "scanOfKeys": list(run.scan_history(keys=keys)) if keys else [],
            "files": {file.name: file.size for file in run.files()},
            "lastStep": run.lastHistoryStep,
        }
    )
)
