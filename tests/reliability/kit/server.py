"""A server as a process of its own: started on a free port, watched, stopped by its id."""

import contextlib
import http.client
import os
import re
import signal
import subprocess
import threading
import time
from pathlib import Path
from urllib.parse import quote, urlencode

START_S = 60
STOP_S = 20
PAGE = os.sysconf("SC_PAGE_SIZE")


class Down(Exception):
    """The server did not start, or is gone."""


def environment(settings=None):
    """Without the settings of whoever runs the kit, with those given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PASSERELLE_")}
    own = {f"PASSERELLE_{name.upper()}": str(value) for name, value in (settings or {}).items()}
    return kept | own


def command(binary, *arguments, settings=None, check=True):
    """Runs one command of the binary to its end."""
    done = subprocess.run(
        [binary, *map(str, arguments)], env=environment(settings), capture_output=True, text=True, timeout=300
    )
    if check and done.returncode:
        raise Down(f"{' '.join(map(str, arguments))}: {done.stderr.strip()[-600:]}")
    return done


class Answer:
    """A status, headers, a body, and whether the body came whole."""

    def __init__(self, status, headers, body, whole=True, seconds=0.0):
        self.status, self.headers, self.body = status, headers, body
        self.whole, self.seconds = whole, seconds

    def text(self):
        return self.body.decode("utf-8", "replace")

    def __str__(self):
        return f"{self.status} {self.text()[:160].strip()}"


class Server:
    """Started when entered, stopped when left."""

    def __init__(self, binary, data, settings=None, flags=(), limits=None):
        self.binary, self.data, self.settings, self.flags = binary, Path(data), settings or {}, list(flags)
        self.limits = limits
        self.key, self.port = None, 0
        self.process = None
        self.log_path = self.data.parent / f"{self.data.name}.log"

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self, deadline_s=START_S):
        """Returns how many seconds it took until the server said that it listens.

        Started again, it listens on the port it had.
        """
        begun = time.monotonic()
        log = open(self.log_path, "ab")
        self.process = subprocess.Popen(
            [self.binary, "serve", "--listen", f"127.0.0.1:{self.port}", "--data", str(self.data), *self.flags],
            env=environment(self.settings),
            stdout=subprocess.PIPE,
            stderr=log,
            preexec_fn=self.limits,
        )
        log.close()
        line = read_line(self.process.stdout, deadline_s)
        found = re.search(r"listening on http://([\d.]+):(\d+)", line or "")
        if not found:
            self.kill()
            raise Down(f"no start within {deadline_s} s: {self.log_tail()}")
        self.host, self.port = found[1], int(found[2])
        return time.monotonic() - begun

    def stop(self):
        """Asks it to stop; returns the seconds it took, or None when it had to be killed."""
        if self.process is None:
            return 0.0
        begun = time.monotonic()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                self.kill()
                return None
        self.process.stdout.close()
        self.process = None
        return time.monotonic() - begun

    def kill(self):
        """kill -9, and nothing else: what it leaves is what a crash leaves."""
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def alive(self):
        return self.process is not None and self.process.poll() is None

    def log_tail(self, size=600):
        with contextlib.suppress(OSError):
            return self.log_path.read_text(errors="replace")[-size:].strip()
        return ""

    def create_key(self, role="admin", *more):
        """A key by the command line; works beside the running server."""
        made = command(self.binary, "keys", "create", "--role", role, "--data", self.data, *more)
        return made.stdout.strip().splitlines()[-1]

    def request(self, method, path, body=None, headers=None, key=None, timeout=30.0):
        """One request on a connection of its own. A body that breaks off is marked so."""
        sent = dict(headers or {})
        if key:
            sent["Authorization"] = f"Bearer {key}"
        begun = time.monotonic()
        connection = http.client.HTTPConnection(self.host, self.port, timeout=timeout)
        try:
            connection.request(method, path, body=body, headers=sent)
            response = connection.getresponse()
            body, whole = read_body(response, begun + timeout)
            return Answer(response.status, response.headers, body, whole, time.monotonic() - begun)
        finally:
            connection.close()

    def get(self, path, **more):
        return self.request("GET", path, **more)

    def select(self, query, timeout=30.0):
        """The bindings of a SELECT, each as plain values."""
        path = f"/sparql?{urlencode({'query': query})}"
        answer = self.get(path, headers={"Accept": "text/csv"}, timeout=timeout)
        if answer.status != 200 or not answer.whole:
            raise Down(f"{query}: {answer}")
        return [line.split(",") for line in answer.text().splitlines()[1:]]

    def update(self, text, key=None, timeout=30.0):
        headers = {"Content-Type": "application/sparql-update"}
        return self.request("POST", "/update", text.encode(), headers, key or self.key, timeout)

    def store_path(self, graph):
        return f"/store?graph={quote(graph, safe='')}"


def read_line(stream, deadline_s):
    """A line of a pipe, or None when it does not come in time."""
    got = []
    reader = threading.Thread(target=lambda: got.append(stream.readline()), daemon=True)
    reader.start()
    reader.join(deadline_s)
    return got[0].decode() if got else None


def read_body(response, deadline, keep=1 << 20):
    """The body, of which the first MiB is kept, and whether it ended as it should."""
    kept = bytearray()
    try:
        while time.monotonic() < deadline:
            part = response.read(1 << 20)
            if not part:
                return bytes(kept), True
            if len(kept) < keep:
                kept += part[: keep - len(kept)]
    except (http.client.IncompleteRead, ConnectionError, TimeoutError) as error:
        kept += getattr(error, "partial", b"")[: max(0, keep - len(kept))]
    return bytes(kept), False


def tree(root):
    """The ids of a process and of all that descend from it."""
    parents = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            with contextlib.suppress(OSError, IndexError, ValueError):
                stat = Path(f"/proc/{entry}/stat").read_text()
                parents[int(entry)] = int(stat.rsplit(")", 1)[1].split()[1])
    found = [root]
    for process in found:
        found += [child for child, parent in parents.items() if parent == process and child not in found]
    return found


def resident_mib(root):
    """Memory that is resident for a process and its descendants."""
    pages = 0
    for process in tree(root):
        with contextlib.suppress(OSError, IndexError, ValueError):
            pages += int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * PAGE / (1 << 20)


class MemoryWatch:
    """Looks at the resident memory of a server's processes, ten times a second.

    One that takes twice the ceiling is killed: the machine belongs to others too.
    """

    def __init__(self, server, ceiling_mib):
        self.server, self.peak_mib, self._stop = server, 0.0, threading.Event()
        self.kill_mib = 2 * ceiling_mib
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def _watch(self):
        while not self._stop.wait(0.1):
            process = self.server.process
            if process is None or process.poll() is not None:
                continue
            resident = resident_mib(process.pid)
            self.peak_mib = max(self.peak_mib, resident)
            if resident > self.kill_mib:
                process.kill()

    def take_peak(self):
        """The peak since the last time it was taken."""
        peak, self.peak_mib = self.peak_mib, 0.0
        return peak

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        self._thread.join()
