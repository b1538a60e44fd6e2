"""Logs calls slowly, so that the server can be killed meanwhile."""
import sys
import time

import weave

client = weave.init(sys.argv[1])


@weave.op
def square(n: int) -> int:
    return n * n


for n in range(int(sys.argv[2])):
    square(n)
    time.sleep(0.02)
client.flush()
weave.finish()
