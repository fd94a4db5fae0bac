"""Runs the checks and says what held: `python3 -m kit BINARY [--full] [CHECK…]`."""

import argparse
import importlib
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

from .report import Report, write
from .server import Down

CHECKS = [
    "queries", "uploads", "http", "authorisation", "crash", "power_cut",
    "disk_full", "damaged_log", "backup", "operations", "load",
]
RULER = "-" * 60


class Kit:
    """What every check gets: the binary, folders of its own, and how much to do."""

    def __init__(self, arguments):
        self.binary, self.full = arguments.binary, arguments.full
        self.only, self.settings = arguments.case, {}
        self.idle_s = 3
        self.random = random.Random(arguments.seed)
        self.root = Path(tempfile.mkdtemp(prefix="passerelle-reliability-"))

    def folder(self, name):
        """A path for a data directory that does not exist yet."""
        folder = self.root / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder / "data"

    def chosen(self, cases):
        """All cases, or those named on the command line."""
        return [case for case in cases if not self.only or any(part in case["name"] for part in self.only)]

    def warm(self, server, *paths):
        """Asks each path until it answers."""
        deadline = time.monotonic() + 30
        for path in ("/readyz", *paths):
            while server.get(path).status != 200:
                if time.monotonic() > deadline:
                    raise Down(f"{path} does not answer")
                time.sleep(0.05)


def main():
    parser = argparse.ArgumentParser(prog="tests/reliability/run", description=__doc__)
    parser.add_argument("binary")
    parser.add_argument("checks", nargs="*", help=f"of {', '.join(CHECKS)}; all when none is named")
    parser.add_argument("--full", action="store_true", help="as long as the promises say, instead of minutes")
    parser.add_argument("--case", action="append", help="only cases whose name contains this")
    parser.add_argument("--seed", type=int, default=1, help="of what is random")
    parser.add_argument("--keep", action="store_true", help="keep data directories and logs")
    parser.add_argument("--json", type=Path, help="write results and figures to this file")
    arguments = parser.parse_args()
    unknown = set(arguments.checks) - set(CHECKS)
    if unknown:
        parser.error(f"no such check: {', '.join(unknown)}")
    kit, reports = Kit(arguments), []
    try:
        for name in arguments.checks or CHECKS:
            reports.append(run_check(kit, name))
    finally:
        if arguments.keep:
            print(f"kept: {kit.root}")
        else:
            shutil.rmtree(kit.root, ignore_errors=True)
    print(RULER, *(report.line() for report in reports), sep="\n")
    if arguments.json:
        write(reports, arguments.json)
    return 1 if any(report.failed for report in reports) else 0


def run_check(kit, name):
    print(f"{name} …", flush=True)
    report, begun = Report(name), time.monotonic()
    try:
        importlib.import_module(f".check_{name}", __package__).run(kit, report)
    except (Down, OSError) as error:
        report.case("check ran to its end", f"{type(error).__name__}: {error}")
    report.figure("took s", time.monotonic() - begun)
    print(report.line(), flush=True)
    return report


sys.exit(main())
