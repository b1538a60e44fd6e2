"""Prints what is hard on a console log, as a terminal is emulated: offline_console.py RUN"""

import sys
import time

import wandb

with wandb.init(project="console", id=sys.argv[1], mode="offline"):
    for step in range(21):
        print(f"\r{'#' * (step * 5):<100}| {step}/20", end="")
        time.sleep(0.05)
    print()
    print("LOG" * 1_000_000)
    print("\x1b[31m\x1b[1mHello\x01\x1b[22m\x1b[39m" * 100)
    print("QWERT\nYUIOP\n12345")
    # Up a line and all below it away; up another and all before the cursor away.
    print("\x1b[A\r\x1b[J\x1b[A\r\x1b[1J")
    print("===finish===")
