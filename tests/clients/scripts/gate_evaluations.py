"""Evaluations as two branches of a program make them, for the gate. Argument: entity/project."""

import os
import sys

import weave

client = weave.init(sys.argv[1])


def log(name, passes, count, column="question"):
    logger = weave.EvaluationLogger(name=name, model=f"model_{count}", dataset="questions")
    for i in range(count):
        prediction = logger.log_prediction(inputs={column: i}, output={"answer": i})
        prediction.log_score("correct", passes(i))
        prediction.log_score("length", float(i % 7 + (0 if passes(i) else 1)))
        prediction.finish()
    return logger


def right(i):
    return i % 9 != 0


LOST = {1, 11, 21, 31, 41, 51, 61, 71, 91, 101, 111, 121}
WON = {0, 9}
assert len([i for i in LOST if right(i)]) == 12

log("nightly", right, 200).log_summary()
log("nothing new", lambda i: right(i) and i not in {1, 2} or i in WON, 200).log_summary()
log("five points", lambda i: right(i) and i not in LOST or i in WON, 200).log_summary()
log("few", right, 12).log_summary()
log("other rows", right, 5, column="text").log_summary()
log("cut off", right, 20)
client.flush()
print("LOGGED", flush=True)
# As a machine that is taken away.
os._exit(0)
