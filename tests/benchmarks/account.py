"""
Run a command and write its wall seconds, CPU seconds, peak memory (kB) and exit code to a file.

A process begins with the peak memory of the one that starts it, so what stands between it and a test must be small.
"""

import os
import sys
import time
from pathlib import Path

begun = time.perf_counter()
child = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
_, status, usage = os.wait4(child, 0)
wall = time.perf_counter() - begun
code = os.waitstatus_to_exitcode(status)
Path(sys.argv[1]).write_text(f"{wall} {usage.ru_utime + usage.ru_stime} {usage.ru_maxrss} {code}", encoding="ascii")
