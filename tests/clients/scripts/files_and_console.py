"""Saves files and prints what terminals have to redraw."""

import os
import sys
import time

import wandb

run = wandb.init(project="files", id=sys.argv[1])
os.makedirs("models/deep folder", exist_ok=True)
with open("notes.txt", "w") as file:
    file.write("hello from the run\n")
with open("models/deep folder/weights 100%.bin", "wb") as file:
    file.write(bytes(range(256)) * 40)
with open("empty.txt", "w"):
    pass
run.save("notes.txt")
run.save("models/deep folder/weights 100%.bin", base_path=".")
run.save("empty.txt")

print("plain line")
print("\x1b[31mred\x1b[0m and \x1b[1mbold\x1b[0m")
print("warning from stderr", file=sys.stderr)
for percent in range(0, 101, 20):
    print(f"\rprogress {percent}%", end="", flush=True)
    time.sleep(0.02)
print()
print("<script>alert('x')</script>")
print("last line ✓")
run.log({"done": 1})
run.finish()
