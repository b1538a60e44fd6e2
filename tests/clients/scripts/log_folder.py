"""Times log_artifact of a folder that is there already (argv: folder, name)."""

import sys

from timed_log import timed_log

seconds, used = timed_log(sys.argv[1], sys.argv[2])
print("SECONDS", round(seconds, 3), round(used, 2))
