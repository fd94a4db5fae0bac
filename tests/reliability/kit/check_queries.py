"""Hostile queries: each answered, refused or stopped, in time and in bounded
memory, while cheap requests go on. The queries are in corpus/queries.toml."""

import http.client
import re
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from . import corpus
from .probe import Probe
from .server import MemoryWatch, Server

# With --full as a server would have it; a shorter one is no easier to keep.
LIMIT_S, LIMIT_FULL_S = 1, 2
GRACE_S = 1.0
# What the kit itself may add: two cores are shared by everything here.
SLACK_S = 0.5
AT_ONCE = 2
MEMORY_MIB = 3072
CHEAP = "/api/v1/countries/ke"
# A refusal or a stop that says what was too much says a number with it, or
# where in the text the fault is.
LIMIT_WORDS = re.compile(r"\d")


class Canary:
    """A listener that nobody should call."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = "127.0.0.1:%d" % self.socket.getsockname()[1]
        self.calls = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.calls += 1
            connection.close()

    def close(self):
        self.socket.close()


def ask(server, case, text, limit_s):
    """How it ended, what was said, and after how many seconds."""
    body = text.encode(case.get("bytes", "utf-8"))
    headers = {"Content-Type": "application/sparql-query", "Accept": case.get("accept", "*/*")}
    begun = time.monotonic()
    try:
        answer = server.request("POST", "/sparql", body, headers, timeout=limit_s + 20)
    except (ConnectionError, http.client.HTTPException) as error:
        # A body over the limit may be cut off before it was read.
        ended = "refused" if len(body) > 1 << 20 else "no answer"
        return ended, repr(error), time.monotonic() - begun
    except TimeoutError:
        return "no answer", "nothing came", time.monotonic() - begun
    if answer.status == 200:
        return "answered" if answer.whole else "cut", "", answer.seconds
    if answer.status in (400, 413, 422):
        return "refused", answer.text(), answer.seconds
    if answer.status == 503:
        return "stopped", answer.text(), answer.seconds
    # Why it failed is for the log alone.
    return f"status {answer.status}", f"{answer.text()[:80]} {crashes(server)}", answer.seconds


def crashes(server):
    """What the last process said that a query ended."""
    lines = server.log_tail(1 << 20).splitlines()
    return next((line for line in reversed(lines) if "ended its process" in line), "")


def fault(case, ended, words, seconds, limit_s):
    """What is wrong with how a query ended, or None."""
    allowed = case.get("only", ["answered", "refused", "stopped", "cut"])
    if ended not in allowed:
        return f"{ended} after {seconds:.1f} s, expected {' or '.join(allowed)}: {words[:600].strip()}"
    if seconds > limit_s + GRACE_S + SLACK_S:
        return f"{ended} only after {seconds:.1f} s"
    if ended == "stopped" and not LIMIT_WORDS.search(words):
        return f"the limit is not named: {words[:200].strip()}"
    if ended == "refused" and not words.strip():
        return "refused without a word"
    return None


def one(server, restart, case, values, limit_s):
    """Asks; starts the server anew when it did not live through it."""
    before = server.process
    ended, words, seconds = ask(server, case, corpus.expand(case["text"], **values), limit_s)
    with restart:
        if server.process is before and (ended != "no answer" or server.survived()) and server.alive():
            return ended, words, seconds
        if server.process is before:
            server.start()
    return "server died", f"{ended} {words[:80]}", seconds


def run(kit, report):
    cases = kit.chosen(corpus.read("queries.toml"))
    canary = Canary()
    limit_s = LIMIT_FULL_S if kit.full else LIMIT_S
    server = Server(kit.binary, kit.folder("queries"), {"query_timeout_s": limit_s} | kit.settings)
    longest, endings = 0.0, {}
    restart = threading.Lock()
    with server, MemoryWatch(server, MEMORY_MIB) as memory:
        values = {"CANARY": canary.address, "SELF": f"{server.host}:{server.port}"}
        kit.warm(server, CHEAP)
        with Probe(server, "/livez", CHEAP) as idle:
            time.sleep(kit.idle_s)
        asked = lambda case: one(server, restart, case, values, limit_s)
        with Probe(server, "/livez", CHEAP) as probe, ThreadPoolExecutor(AT_ONCE) as clients:
            for case, (ended, words, seconds) in zip(cases, clients.map(asked, cases)):
                report.case(case["name"], fault(case, ended, words, seconds, limit_s))
                endings[ended] = endings.get(ended, 0) + 1
                longest = max(longest, seconds)
        report.case("server lives", None if server.alive() else "it is gone")
    canary.close()
    peak = memory.take_peak()
    report.case("memory", None if peak < MEMORY_MIB else f"{peak:.0f} MiB resident, {MEMORY_MIB} are allowed")
    report.case("nobody called", None if canary.calls == 0 else f"{canary.calls} connections were made")
    judge_probe(report, idle, probe)
    report.figure("endings", " ".join(f"{name} {count}" for name, count in sorted(endings.items())))
    report.figure("longest s", longest)
    report.figure("peak MiB", peak)


def judge_probe(report, idle, probe):
    """/livez within a second, always; the p99 of a cheap read is a figure."""
    slowest = probe.longest_ms("/livez")
    failures = probe.failures("/livez") + probe.failures(CHEAP)
    report.case("livez under a second", None if slowest < 1000 else f"{slowest:.0f} ms")
    report.case("cheap requests answered", None if failures == 0 else f"{failures} failed")
    report.figure("livez max ms", slowest)
    report.figure("cheap read p99 ms", probe.percentile_ms(CHEAP, 0.99))
    report.figure("idle p99 ms", idle.percentile_ms(CHEAP, 0.99))
