"""Runs `wandb login --relogin` in a terminal of its own, without which it would not ask for a key."""

import os
import pty
import sys

pty.spawn([os.path.join(os.path.dirname(sys.executable), "wandb"), "login", "--relogin"])
