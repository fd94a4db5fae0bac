"""256 clients on reads, matches and queries mixed with hostile ones. The clients
are a program of their own, tests/it/reliability/load.rs: Python would be slower
than what it measures."""

import re
import shutil
import subprocess
from pathlib import Path

from .server import environment

ROOT = Path(__file__).parents[3]
TEST = ["cargo", "test", "--release", "--test", "it", "--", "--ignored", "--nocapture", "--exact"]
NAME = "reliability::load::cheap_reads_stay_quick_beside_hostile_clients"
FIGURES = re.compile(r"p99 of cheap reads: (.*); answers (\{.*\})")


def run(kit, report):
    if not shutil.which("cargo"):
        return report.skip("all", "cargo is not installed")
    seconds = 120 if kit.full else 15
    done = subprocess.run(
        [*TEST, NAME], cwd=ROOT, env=environment() | {"LOAD_SECONDS": str(seconds)}, capture_output=True, text=True
    )
    found = FIGURES.search(done.stdout)
    panic = re.search(r"panicked at .*\n(.*)", done.stdout + done.stderr)
    words = panic[1] if panic else done.stderr[-300:]
    ran = "1 passed" in done.stdout
    report.case("256 clients", None if done.returncode == 0 and ran else words or "the test was not found")
    if found:
        report.figure("p99", found[1])
        report.figure("answers", found[2])
