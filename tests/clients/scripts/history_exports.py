"""Logs, scans and downloads histories as files: history_exports.py; prints `EXPORTS {json}`."""

import json
import os
import pathlib

import wandb
from wandb.apis.public.runhistory import IncompleteRunHistoryError

CACHE = pathlib.Path(os.environ["WANDB_CACHE_DIR"])
found = {}


def dense(run, first, last):
    for step in range(first, last):
        run.log(
            {
                "loss": float("nan") if step == 3 else float("inf") if step == 4 else 1 / (step + 1),
                "past_2_53": 2**53 + 1 + 2 * step,
                "word": f"wört {step}",
                "flag": step % 2 == 0,
            }
        )


def read(path):
    return wandb.Api().run(f"admin/exports/{path}")


def scan(path, **options):
    return [json.loads(json.dumps(row)) for row in read(path).scan_history(**options)]


def cached(path):
    return sorted(file.name for file in CACHE.rglob(f"*_{path}_*.parquet"))


def download(path, **options):
    result = read(path).download_history_exports(pathlib.Path("downloads") / path, **options)
    return {
        "paths": [str(file) for file in result.paths],
        "live": result.contains_live_data,
        "errors": {str(file): text for file, text in (result.errors or {}).items()},
    }


def refused(path):
    try:
        download(path)
    except IncompleteRunHistoryError:
        return True
    return False


# Every row holds the same: the client reads the file.
with wandb.init(project="exports", id="dense") as run:
    dense(run, 0, 2500)
made = download("dense")  # Waits until the file is there.
found["dense"] = {
    "scan": scan("dense"),
    "again": scan("dense") == scan("dense", use_cache=False),
    "cached": cached("dense"),
    "keys": scan("dense", keys=["loss", "word"], min_step=2, max_step=6, use_cache=False),
    "small pages": len(scan("dense", page_size=7, use_cache=False)),
    "download": made,
}

# Rows that differ: the client would mix them up, so it is given rows.
with wandb.init(project="exports", id="sparse") as run:
    for step in range(20):
        run.log({"train": step, "deep": {"er": step}})
        if step % 5 == 4:
            run.log({"val": step / 5, "bars": wandb.Histogram([1, 2, 3])})
made = download("sparse")
found["sparse"] = {
    "scan": scan("sparse"),
    "val": scan("sparse", keys=["val"]),
    "deep": scan("sparse", keys=["deep.er"]),
    "none": scan("sparse", keys=["no such key"]),
    "cached": cached("sparse"),
    "download": made,
}

# A run that goes on, and the same with more rows than the file that the client has kept.
with wandb.init(project="exports", id="dense", resume="must") as run:
    dense(run, 2500, 2600)
    found["going on"] = refused("dense")
made = download("dense")
found["resumed"] = {
    "steps": [row["_step"] for row in scan("dense")],
    "keys": len(scan("dense", keys=["loss"])),
    "download": made,
}

# Rewound, then other rows at the same steps.
with wandb.init(project="exports", id="dense", resume_from="dense?_step=999") as run:
    for step in range(1000, 1500):
        run.log({"loss": -1.0, "past_2_53": step, "word": "new", "flag": True})
made = download("dense")
rows = scan("dense")
found["rewound"] = {
    "steps": [row["_step"] for row in rows] == list(range(1500)),
    "words": [rows[999]["word"], rows[1000]["word"], rows[1499]["loss"]],
    "download": made,
}

# A fork has what it inherited.
with wandb.init(project="exports", id="fork", fork_from="sparse?_step=9") as run:
    run.log({"train": -1})
found["fork"] = {"steps": len(scan("fork")), "download": download("fork")}

print("EXPORTS " + json.dumps(found))
