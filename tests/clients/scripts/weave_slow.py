"""Logs calls slowly until told to stop, so that the server can be killed meanwhile.

Usage: weave_slow.py <project> <file whose being there means stop>. Prints how many it logged.
"""
import os
import sys
import time

import weave

project, stop = sys.argv[1:]
client = weave.init(project)


@weave.op
def square(n: int) -> int:
    return n * n


logged = 0
while not os.path.exists(stop) and logged < 10_000:
    square(logged)
    logged += 1
    time.sleep(0.02)
client.flush()
weave.finish()
print("LOGGED", logged)
