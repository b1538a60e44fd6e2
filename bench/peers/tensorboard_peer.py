"""TensorBoard: its event file writer, and its own reader of event files."""

from common import key_name, main, rounds, tell, timed, values
from tensorboard.backend.event_processing.event_accumulator import SCALARS, EventAccumulator
from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.event_file_writer import EventFileWriter


def write(home, run, steps, keys):
    curves = [values(run, key, steps) for key in range(keys)]
    names = [key_name(key) for key in range(keys)]

    def work():
        writer = EventFileWriter(str(home / f"run-{run}"))
        for step in range(steps):
            for name, curve in zip(names, curves):
                value = Summary.Value(tag=name, simple_value=curve[step])
                writer.add_event(Event(step=step, wall_time=1.7e9 + step, summary=Summary(value=[value])))
        writer.close()

    return timed(work)[0]


def read(home, run, kept):
    reader = EventAccumulator(str(home / f"run-{run}"), size_guidance={SCALARS: kept})
    reader.Reload()
    return reader


def ingest(home, plan):
    seconds = sum(write(home, run, plan["steps"], plan["keys"]) for run in range(plan["runs"]))
    count, last = 0, []
    for run in range(plan["runs"]):
        reader = read(home, run, 0)
        for key in range(plan["keys"]):
            found = reader.Scalars(key_name(key))
            count += len(found)
            last.append(found[-1].value)
    tell(way="event file, one event a value", seconds=seconds, count=count, last=sum(last))


def chart(home, plan):
    write(home, 0, plan["steps"], 1)
    for _ in rounds():
        for way, kept in (("its reservoir of 1,000", 1000), ("all points", 0)):
            seconds, found = timed(lambda: read(home, 0, kept).Scalars(key_name(0)))
            tell(way=way, seconds=seconds, count=len(found), last=found[-1].value)


main(ingest, chart)
