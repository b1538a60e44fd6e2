"""Saves files by each policy and writes to them afterwards: save_policies.py RUN_ID"""

import sys
import time

import wandb


def write(name, text):
    with open(name, "w") as file:
        file.write(text)


def wait_for(name, text):
    """Until the server has the file with this content."""
    for _ in range(120):
        for file in wandb.Api().run(run.path).files([name]):
            with file.download(replace=True, root="downloaded") as downloaded:
                if downloaded.read() == text:
                    return
        time.sleep(0.5)
    raise SystemExit(f"{name} never came")


run = wandb.init(project="files", id=sys.argv[1])
for name in ["now.txt", "live.txt", "end.txt"]:
    write(name, "as it was saved")
    run.save(name, policy=name.removesuffix(".txt"))
wait_for("now.txt", "as it was saved")
wait_for("live.txt", "as it was saved")
print("END", len(list(wandb.Api().run(run.path).files(["end.txt"]))))
# A watched file is looked at once its time of modification has moved by a second.
time.sleep(1.5)
write("live.txt", "written to while the run goes on")
wait_for("live.txt", "written to while the run goes on")
for name in ["now.txt", "live.txt", "end.txt"]:
    write(name, "as it was at the end, which is longer than before")
run.finish()
