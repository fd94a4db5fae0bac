"""Start and stop: not ready while loading, nothing acknowledged is lost by a
stop, limits that were hit are counted, and the log can be read by machines."""

import contextlib
import http.client
import json
import socket
import threading
import time

from .server import Server
from .writers import Writers, compare

GRAPH = "https://example.org/graph/stop"
PRODUCT = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"
STOP_S = 15
LIMITS = ("time", "memory", "rows", "bytes")


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def readiness(kit, report):
    """What /readyz says from the first moment that somebody listens."""
    server = Server(kit.binary, kit.folder("loading"), kit.settings)
    server.host, server.port = "127.0.0.1", free_port()
    starting = threading.Thread(target=server.start)
    seen = []
    starting.start()
    deadline = time.monotonic() + 60
    while (not seen or seen[-1] != 200) and time.monotonic() < deadline:
        with contextlib.suppress(OSError, http.client.HTTPException):
            seen.append(server.get("/readyz", timeout=5).status)
        time.sleep(0.005)
    starting.join()
    server.stop()
    order = sorted(set(seen), reverse=True)
    words = f"/readyz said {order}"
    report.case("not ready while loading", None if order in ([503, 200], [200]) else words)
    report.figure("readyz while loading", " then ".join(map(str, order)))


def stop_under_load(kit, report):
    """SIGTERM amid writes and a long query."""
    server = Server(kit.binary, kit.folder("stop"), {"query_timeout_s": 5} | kit.settings)
    with server:
        server.key = server.create_key()
        kit.warm(server)
        writers, endings = Writers(server, GRAPH), []
        long_query = threading.Thread(target=lambda: endings.append(ask(server)))
        with writers:
            long_query.start()
            time.sleep(1)
            took = server.stop()
        long_query.join()
    report.case("stops in time", None if took is not None and took < STOP_S else f"{took} s")
    report.case("a long query ends in order", None if endings[0] != "cut" else "it looks whole and is not")
    with server:
        kit.warm(server)
        fault, _, _ = compare(server, GRAPH, writers.acknowledged)
        report.case("acknowledged writes survive a stop", fault)
    report.figure("stopped after s", took if took is not None else float("inf"))
    report.figure("batches acknowledged", len(writers.acknowledged))


def ask(server):
    headers = {"Content-Type": "application/sparql-query"}
    try:
        answer = server.request("POST", "/sparql", PRODUCT.encode(), headers)
    except (OSError, http.client.HTTPException):
        return "connection closed"
    return "cut" if answer.status == 200 and not answer.whole and not answer.body else str(answer.status)


def sum_of(metrics, words):
    """Samples whose line holds all the words, added up."""
    lines = [line for line in metrics.splitlines() if not line.startswith("#")]
    return sum(float(line.split()[-1]) for line in lines if all(word in line for word in words))


def outcomes(server):
    """How many queries were stopped at a limit, and how many refused."""
    metrics = server.get("/metrics").text()
    count = lambda outcome: sum_of(metrics, ["passerelle_queries_total", f'outcome="{outcome}"'])
    return {"stopped": sum(map(count, LIMITS)), "refused": count("refused")}


def metrics_and_logs(kit, report):
    settings = {"query_timeout_s": 1, "log_json": "true"} | kit.settings
    with Server(kit.binary, kit.folder("metrics"), settings) as server:
        server.key = server.create_key()
        kit.warm(server)
        answer = server.get("/metrics")
        if answer.status != 200:
            return report.case("metrics", str(answer))
        before = outcomes(server)
        ask(server)
        server.request("POST", "/sparql", b"SELECT * " + b"{" * 5000, {"Content-Type": "application/sparql-query"})
        after = outcomes(server)
        for name in before:
            words = f"{before[name]} then {after[name]}"
            report.case(f"{name} queries are counted", None if after[name] == before[name] + 1 else words)
        made = server.get("/livez", headers={"X-Request-Id": "kit-1"})
        report.case("request id comes back", None if made.headers.get("X-Request-Id") else "there is none")
        server.update("INSERT DATA { <urn:a> <urn:b> <urn:c> }")
        key = server.key
    log = server.log_path.read_text(errors="replace")
    lines = [line for line in log.splitlines() if line.startswith("{")]
    parsed = [json.loads(line) for line in lines]
    report.case("log lines are JSON", None if parsed else "there are none")
    named = [line for line in lines if "request_id" in line or "requestId" in line or "x-request-id" in line]
    report.case("log lines name the request", None if named else "none does")
    report.case("no key in the log", None if key not in log else "there is one")


def run(kit, report):
    readiness(kit, report)
    stop_under_load(kit, report)
    metrics_and_logs(kit, report)
