"""Writes to a run from several processes: shared.py RUN_ID WRITERS STEPS

Each process is a writer with a label of its own; the first is the primary one.
"""

import subprocess
import sys
import time

import wandb

run_id, writers, steps = sys.argv[1:4]


def write(rank):
    run = wandb.init(
        project="shared",
        id=run_id,
        config={f"rank_{rank}": rank},
        settings=wandb.Settings(
            mode="shared",
            x_label=f"rank_{rank}",
            x_primary=rank == 0,
            x_update_finish_state=rank == 0,
            x_file_stream_transmit_interval=0.3,
            console="wrap",
        ),
    )
    for step in range(int(steps)):
        run.log({f"loss/rank_{rank}": step + rank / 10, "everyone": step})
        print(f"rank {rank} line {step}")
        time.sleep(0.1)
    if rank == 0:
        sys.stdin.readline()
    run.finish()


if len(sys.argv) > 4:
    write(int(sys.argv[4]))
else:
    processes = [
        subprocess.Popen([sys.executable, *sys.argv, str(rank)], stdin=subprocess.PIPE)
        for rank in range(int(writers))
    ]
    codes = [process.wait() for process in processes[1:]]
    print("the others have ended", codes, flush=True)
    time.sleep(float(__import__("os").environ.get("PRIMARY_STAYS", "0")))
    processes[0].communicate(b"\n")
    sys.exit(max([*codes, processes[0].returncode]))
