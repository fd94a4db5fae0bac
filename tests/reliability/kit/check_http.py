"""Abuse of HTTP: the right answer to each request of corpus/http.toml, and
crowds of slow, idle, greedy and hasty clients beside which /livez answers."""

import re
import resource
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from . import corpus, wire
from .check_queries import CHEAP, judge_probe
from .probe import Probe
from .server import Server, resident_mib

# Short, so that the check need not wait for long. Without --full the crowds
# meet bounds of half that, and stay for half the time.
SETTINGS = {
    "query_timeout_s": 2,
    "head_timeout_s": 4,
    "idle_timeout_s": 6,
    "body_timeout_s": 6,
    "write_timeout_s": 6,
}
AT_ONCE = 8
CROWD_S, CROWD_BRIEF_S = 8, 4
BRIEF = {"head_timeout_s": 2, "idle_timeout_s": 3, "body_timeout_s": 3, "write_timeout_s": 3}
LARGE = "/openapi.json"


def outcome(server, case):
    """What came back, in the words of the corpus, and as text."""
    if "parts" in case:
        parts = case["parts"]
    elif case.get("raw"):
        parts = [case["send"]]
    else:
        parts = [case["send"].replace("\n", "\r\n")]
    parts = [corpus.expand(part).encode("latin-1") for part in parts]
    try:
        received, state = wire.exchange(
            server.host, server.port, parts, case.get("pause_s", 0.0), case.get("within_s", 5.0)
        )
    except OSError as error:
        return f"{type(error).__name__}", ""
    method = "HEAD" if case.get("head") else "GET"
    return " ".join([*wire.statuses(received, method), state]), received.decode("latin-1")


def fault(case, came, text):
    if not re.fullmatch(case["expect"], came):
        return f"{came[:80]}, expected {case['expect']}"
    if "lacks" in case and case["lacks"].lower() in text.lower():
        return f"the answer holds {case['lacks']!r}"
    if "has" in case and case["has"].lower() not in text.lower():
        return f"the answer lacks {case['has']!r}"
    if "ends" in case and not text.endswith(case["ends"]):
        return "a body came after the head"
    return None


def crowd(server, stay_s, size, first, each_s=None):
    """Opens connections that send `first`, and `each_s` apart one byte more,
    until the crowd goes home. Those the server refuses are left out."""
    connections = []
    for _ in range(size):
        try:
            connection = socket.create_connection((server.host, server.port), timeout=2)
            connection.sendall(first)
            connections.append(connection)
        except OSError:
            continue
    until = time.monotonic() + stay_s
    while each_s and time.monotonic() < until:
        for connection in connections:
            try:
                connection.sendall(b"x")
            except OSError:
                continue
        time.sleep(each_s)
    if not each_s:
        time.sleep(stay_s)
    for connection in connections:
        connection.close()
    return len(connections)


def hasty(server, stay_s, threads=8):
    """Opens and closes connections as fast as it can; half of them say something."""
    until = time.monotonic() + stay_s
    counts = [0] * threads

    def hurry(place):
        while time.monotonic() < until:
            try:
                with socket.create_connection((server.host, server.port), timeout=2) as connection:
                    if counts[place] % 2:
                        connection.sendall(b"GET /livez HTTP/1.1\r\nHost: a\r\n\r\n")
                counts[place] += 1
            except OSError:
                continue

    run_all(hurry, range(threads))
    return sum(counts)


def run_all(work, arguments):
    threads = [threading.Thread(target=work, args=(argument,)) for argument in arguments]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def crowds(kit):
    """Name, and what it does; each returns how many took part."""
    many, stay_s = (5000, CROWD_S) if kit.full else (1500, CROWD_BRIEF_S)
    stay = lambda server, *more: crowd(server, stay_s, *more)
    request = f"GET {LARGE} HTTP/1.1\r\nHost: a\r\n\r\n".encode()
    post = b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\nContent-Length: 100000\r\n\r\n"
    product = b"SELECT * { ?a ?b ?c . ?d ?e ?f }"
    slow_query = post.replace(b"100000", b"%d" % len(product)) + product
    return {
        "idle connections": lambda server: stay(server, many, b""),
        "slow headers": lambda server: stay(server, 500, b"GET /livez HTTP/1.1\r\nX: ", 0.5),
        "slow bodies": lambda server: stay(server, 500, post + b"ASK", 0.5),
        "answers nobody reads": lambda server: stay(server, 300, 20 * request),
        "query answers nobody reads": lambda server: stay(server, 100, slow_query),
        "kept open after an answer": lambda server: stay(server, 1000, b"GET /livez HTTP/1.1\r\nHost: a\r\n\r\n"),
        "opened and closed": lambda server: hasty(server, stay_s),
    }


def run(kit, report):
    cases = kit.chosen(corpus.read("http.toml"))
    settings = SETTINGS if kit.full else SETTINGS | BRIEF
    server = Server(kit.binary, kit.folder("http"), settings | kit.settings)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with server:
        kit.warm(server, CHEAP)
        with Probe(server, "/livez", CHEAP) as idle:
            time.sleep(kit.idle_s)
        with Probe(server, "/livez", CHEAP) as probe, ThreadPoolExecutor(AT_ONCE) as clients:
            for case, (came, text) in zip(cases, clients.map(lambda case: outcome(server, case), cases)):
                report.case(case["name"], fault(case, came, text))
        judge_probe(report, idle, probe)
        for name, gather in crowds(kit).items() if not kit.only else ():
            with Probe(server, "/livez") as probe:
                took_part = gather(server)
            slowest, failures = probe.longest_ms("/livez"), probe.failures("/livez")
            words = f"/livez took up to {slowest:.0f} ms and failed {failures} times beside {took_part}"
            report.case(name, None if slowest < 1000 and not failures else words)
            report.figure(f"{name}: /livez max ms", slowest)
        report.case("server lives", None if server.alive() and server.get("/livez").status == 200 else "it is gone")
        report.figure("MiB afterwards", resident_mib(server.process.pid))
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
