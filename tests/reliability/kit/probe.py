"""Asks cheap things all the time and writes how long each took.

A process of its own, so that what the kit does beside it costs it nothing:
`probe.py HOST PORT PATH…` until its input closes; then one line of JSON a path.
"""

import http.client
import json
import subprocess
import sys
import threading
import time

INTERVAL_S = 0.02
TIMEOUT_S = 10.0


def measure(host, port, path):
    """Seconds that one request on a new connection took, or None when it failed."""
    begun = time.monotonic()
    connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT_S)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        return time.monotonic() - begun if response.status in (200, 304) else None
    except OSError:
        return None
    except http.client.HTTPException:
        return None
    finally:
        connection.close()


def main():
    host, port, paths = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
    over = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
    times = {path: [] for path in paths}
    failures = dict.fromkeys(paths, 0)
    while not over.wait(INTERVAL_S):
        for path in paths:
            took = measure(host, port, path)
            if took is None:
                failures[path] += 1
            else:
                times[path].append(took)
    for path in paths:
        print(json.dumps({"path": path, "times": times[path], "failures": failures[path]}))


class Probe:
    """Runs the probe beside a block of work, then holds what it measured."""

    def __init__(self, server, *paths):
        self.arguments = [server.host, str(server.port), *paths]

    def __enter__(self):
        self.process = subprocess.Popen(
            [sys.executable, __file__, *self.arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(self, *_):
        written, _ = self.process.communicate(timeout=60)
        self.measured = {line["path"]: line for line in map(json.loads, written.splitlines())}

    def percentile_ms(self, path, share):
        times = sorted(self.measured[path]["times"])
        return 1000 * times[min(len(times) - 1, int(share * len(times)))] if times else float("inf")

    def longest_ms(self, path):
        return 1000 * max(self.measured[path]["times"], default=float("inf"))

    def failures(self, path):
        return self.measured[path]["failures"]


if __name__ == "__main__":
    main()
