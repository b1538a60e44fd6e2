"""Runs the ClickHouse that the chdb package brings as a server with its real HTTP interface.

Usage: clickhouse-listener.py LIBRARY DIRECTORY HTTP_PORT TCP_PORT

Ends with the process that started it. No registry has a current ClickHouse server; this one is
the same engine with all formats, settings and sessions, without Keeper and replication.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1

library, directory, http_port, tcp_port = sys.argv[1:]

parent = os.getppid()
ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
if os.getppid() != parent:
    sys.exit("The process that started the listener is gone.")

# One statement that never ends keeps the listeners up; a single wait is at most 3 s.
QUERY = """
SYSTEM START LISTEN HTTP;
SYSTEM START LISTEN TCP;
SELECT sleepEachRow(3) FROM system.numbers
SETTINGS max_block_size = 1, function_sleep_max_microseconds_per_block = 0
FORMAT Null
"""

arguments = [
    b"clickhouse",
    b"--path=" + directory.encode(),
    b"--http_port=" + http_port.encode(),
    b"--tcp_port=" + tcp_port.encode(),
    b"--listen_host=127.0.0.1",
    b"--query=" + QUERY.encode(),
]
engine = ctypes.CDLL(library)
engine.chdb_query_cmdline.restype = ctypes.c_void_p
values = (ctypes.c_char_p * len(arguments))(*arguments)
engine.chdb_query_cmdline(len(arguments), values)
sys.exit("The listener ended.")
