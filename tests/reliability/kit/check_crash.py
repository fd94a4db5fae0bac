"""kill -9 under concurrent acknowledged writes: none lost, none half there, and
a quick start afterwards. Uploads, queries and backups go on beside them."""

import http.client
import threading
import time

from .server import Down, Server, command
from .writers import Writers, compare

RESTART_S = 2.0
GRAPH = "https://example.org/graph/crash-"
UPLOADED = "https://example.org/graph/crash-upload"
VERSION = "https://example.org/version"
UPLOAD_TRIPLES = 5000
LIVED_S = (0.3, 2.0)


class Uploads:
    """Replaces one graph again and again, each time with triples of a new version."""

    def __init__(self, server, first):
        self.server, self.sent, self.acknowledged = server, first, None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._upload)

    def _upload(self):
        path = self.server.store_path(UPLOADED)
        while not self._stop.is_set():
            self.sent += 1
            lines = (f"<urn:item:{item}> <{VERSION}> {self.sent} .\n" for item in range(UPLOAD_TRIPLES))
            try:
                answer = self.server.request("PUT", path, "".join(lines).encode(), {"Content-Type": "text/turtle"}, self.server.key)
            except (OSError, http.client.HTTPException):
                return
            if answer.status in (200, 201, 204):
                self.acknowledged = self.sent

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        self._thread.join()


class Reads:
    """Asks counts all the while, so that queries and checkpoints are under way too."""

    def __init__(self, server):
        self.server, self._stop = server, threading.Event()
        self._thread = threading.Thread(target=self._read)

    def _read(self):
        while not self._stop.is_set():
            try:
                self.server.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o . ?o ?q ?r }")
            except (OSError, Down, http.client.HTTPException):
                if not self.server.alive():
                    return

    __enter__, __exit__ = Uploads.__enter__, Uploads.__exit__


def back_up(server, folder):
    """A backup that the kill may interrupt."""
    return threading.Thread(
        target=lambda: command(server.binary, "backup", folder, "--data", server.data, check=False)
    )


def upload_fault(server, uploads, acknowledged):
    """The graph holds exactly one version, not older than the last acknowledged."""
    query = f"SELECT ?v (COUNT(*) AS ?n) WHERE {{ GRAPH <{UPLOADED}> {{ ?s <{VERSION}> ?v }} }} GROUP BY ?v"
    found = [(int(version), int(triples)) for version, triples in server.select(query)]
    if not found and acknowledged is None:
        return None
    if len(found) != 1 or found[0][1] != UPLOAD_TRIPLES:
        return f"the uploaded graph is no version: {found}"
    if not (acknowledged or 0) <= found[0][0] <= uploads.sent:
        return f"version {found[0][0]} is there, {acknowledged} was acknowledged"
    return None


def ready_after(server):
    """Seconds from the start of the process until it is ready."""
    begun = time.monotonic()
    server.start()
    while server.get("/readyz").status != 200:
        if time.monotonic() - begun > 60:
            raise Down("not ready")
        time.sleep(0.01)
    return time.monotonic() - begun


def run(kit, report):
    rounds = 200 if kit.full else 10
    server = Server(kit.binary, kit.folder("crash"), kit.settings)
    lost = half = batches = 0
    slowest, version, acknowledged = 0.0, 0, None
    with server:
        server.key = server.create_key()
        kit.warm(server)
        history = {}
        for number in range(rounds):
            graph = f"{GRAPH}{number}"
            with Writers(server, graph) as writers, Uploads(server, version) as uploads, Reads(server):
                backup = back_up(server, kit.root / f"crash-backup-{number}") if number % 5 == 4 else None
                if backup:
                    backup.start()
                time.sleep(kit.random.uniform(*LIVED_S))
                server.kill()
            if backup:
                backup.join()
            took = ready_after(server)
            slowest = max(slowest, took)
            fault, gone, torn = compare(server, graph, writers.acknowledged)
            version = uploads.sent
            acknowledged = uploads.acknowledged or acknowledged
            fault = fault or upload_fault(server, uploads, acknowledged)
            lost, half, batches = lost + gone, half + torn, batches + len(writers.acknowledged)
            history[graph] = writers.acknowledged
            if not fault and not writers.acknowledged:
                fault = f"nothing was acknowledged: {writers.answers}"
            if not fault and took > RESTART_S:
                fault = f"the restart took {took:.1f} s"
            report.case(f"kill {number}", fault)
        for graph, batches_of_round in list(history.items())[:: max(1, rounds // 20)]:
            fault, _, _ = compare(server, graph, batches_of_round)
            report.case(f"still there: {graph[-12:]}", fault)
    report.figure("kills", rounds)
    report.figure("batches acknowledged", batches)
    report.figure("lost", lost)
    report.figure("half there", half)
    report.figure("slowest restart s", slowest)
