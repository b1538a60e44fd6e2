"""Writes TensorBoard event files, which the client reads into the run: tensorboard_run.py RUN"""

import sys

import wandb
from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer import event_file_writer

STEPS = 20

wandb.tensorboard.patch(root_logdir="events")
with wandb.init(project="tensorboard", id=sys.argv[1]):
    writer = event_file_writer.EventFileWriter("events/train")
    for step in range(STEPS):
        for tag, value in {"loss": 1 / (step + 1), "accuracy": step / STEPS}.items():
            summary = Summary(value=[Summary.Value(tag=tag, simple_value=value)])
            writer.add_event(Event(step=step, wall_time=1_700_000_000 + step, summary=summary))
    writer.close()
