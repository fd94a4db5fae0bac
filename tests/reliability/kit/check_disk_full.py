"""A full disk: writes fail in words, reads go on, nothing is half there, and
writes resume by themselves once there is space."""

import time

from .check_queries import CHEAP
from .crash_disk import SmallDisk, Unable
from .probe import Probe
from .server import Server
from .writers import compare, insert

GRAPH = "https://example.org/graph/full"
UPLOADED = "https://example.org/graph/full-upload"
SIZE_MIB = 384
LEAVE_BYTES = 4 << 20
TRIES_MAX = 20_000
RESUME_S = 30
TURTLE = {"Content-Type": "text/turtle"}
# Insufficient storage, or not now.
REFUSALS = (507, 503)


def write_until_refused(server, prefix, acknowledged, padding):
    """The first answer that is no success."""
    for number in range(TRIES_MAX):
        batch = f"{prefix}{number}"
        text = insert(GRAPH, batch) + f" ; INSERT DATA {{ GRAPH <{GRAPH}-padding> {{ <urn:{batch}> <urn:p> \"{padding}{number}\" }} }}"
        answer = server.update(text)
        if answer.status not in (200, 204):
            return answer
        acknowledged.add(batch)
    return None


def refusal_fault(answer):
    if answer is None:
        return f"{TRIES_MAX} writes went into a full disk"
    if answer.status not in REFUSALS:
        return f"{answer}, expected {' or '.join(map(str, REFUSALS))}"
    words = answer.text().lower()
    if "disk" not in words and "space" not in words and "storage" not in words:
        return f"the reason is not said: {answer}"
    return None


def resumes(server, acknowledged):
    """Seconds until a write is accepted again, or None."""
    begun = time.monotonic()
    while time.monotonic() - begun < RESUME_S:
        batch = f"after-{len(acknowledged)}"
        if server.update(insert(GRAPH, batch)).status in (200, 204):
            acknowledged.add(batch)
            return time.monotonic() - begun
        time.sleep(0.1)
    return None


def upload(server, triples):
    lines = (f'<urn:item:{item}> <urn:p> "{"x" * 200} {item}" .\n' for item in range(triples))
    return server.request("PUT", server.store_path(UPLOADED), "".join(lines).encode(), TURTLE, server.key, timeout=120)


def run(kit, report):
    try:
        disk = SmallDisk(kit.root / "full", SIZE_MIB).__enter__()
    except Unable as error:
        return report.skip("all", str(error))
    try:
        on(kit, report, disk)
    finally:
        disk.__exit__()


def on(kit, report, disk):
    acknowledged = set()
    server = Server(kit.binary, disk.folder / "data", kit.settings)
    server.log_path = kit.root / "full.log"
    with server:
        server.key = server.create_key()
        kit.warm(server, CHEAP)
        for cycle in range(5 if kit.full else 2):
            disk.fill(LEAVE_BYTES)
            with Probe(server, "/livez", CHEAP) as probe:
                refused = write_until_refused(server, f"{cycle}-", acknowledged, "x" * 20_000)
                report.case(f"write refused in words {cycle}", refusal_fault(refused))
                answer = upload(server, 100_000)
                report.case(f"upload refused in words {cycle}", refusal_fault(answer if answer.status > 299 else None))
                fault, _, _ = compare(server, GRAPH, acknowledged)
                report.case(f"reads go on {cycle}", fault)
            failures = probe.failures(CHEAP) + probe.failures("/livez")
            report.case(f"cheap reads go on {cycle}", f"{failures} failed" if failures else None)
            server.stop()
            server.start()
            kit.warm(server, CHEAP)
            fault, _, _ = compare(server, GRAPH, acknowledged)
            report.case(f"starts on the full disk {cycle}", fault)
            disk.relieve()
            took = resumes(server, acknowledged)
            report.case(f"writes resume {cycle}", None if took is not None else f"not within {RESUME_S} s")
            report.figure(f"resumed after s ({cycle})", took if took is not None else float("inf"))
            present = server.get(server.store_path(UPLOADED)).status
            report.case(f"nothing of the upload {cycle}", None if present == 404 else f"the graph is there: {present}")
    with server:
        kit.warm(server)
        fault, _, _ = compare(server, GRAPH, acknowledged)
        report.case("all there after a restart", fault)
    report.figure("batches acknowledged", len(acknowledged))
