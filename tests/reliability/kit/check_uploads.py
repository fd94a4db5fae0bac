"""Uploads to /store: what is refused leaves every graph as it was, whatever it
was, and is refused with the right status. The cases are in corpus/uploads.toml."""

import contextlib
import http.client
import socket
import struct
import time
from pathlib import Path

from . import corpus
from .codecs import pack
from .check_queries import CHEAP, Canary, judge_probe
from .probe import Probe
from .server import Answer, Down, MemoryWatch, Server, command

FIXTURES = Path(__file__).parents[2] / "fixtures" / "invalid"
GRAPH = "https://example.org/graph/uploads"
LIMIT_MIB = 64
SETTINGS = {"upload_max_mib": LIMIT_MIB}
MEMORY_MIB = 2048
COUNTS = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
RECORDED = {f"https://w3id.org/passerelle/graph/{name}" for name in ("catalogue", "changes")}
BEFORE = b'<https://example.org/before> <https://example.org/is> "here", "still"@en .'


def body_of(case, values):
    """The bytes that go on the wire."""
    if "file" in case:
        return (FIXTURES / case["file"]).read_bytes()
    text = corpus.expand(case.get("body", ""), **values)
    if case.get("lines") == "crlf":
        text = text.replace("\n", "\r\n")
    body = text.encode(case.get("bytes", "utf-8"))
    if "codec" in case:
        body = pack(case["codec"], body, case.get("bomb", 1))
    return body[: len(body) - case.get("cut", 0)]


def head_of(server, case, path, more):
    """A request's head as bytes, for clients that do not behave."""
    lines = [f"{case.get('method', 'PUT')} {path} HTTP/1.1", "Host: localhost", f"Authorization: Bearer {server.key}"]
    lines += [f"Content-Type: {case['type']}", *more, "", ""]
    return "\r\n".join(lines).encode()


def misbehave(server, case, path):
    """Sends in a way that no library would; the answer, or None when gone."""
    line = b'<urn:gone> <urn:p> "%d" .\n'
    block = b"".join(line % number for number in range(20_000))
    kind = case["behaviour"]
    chunked = ["Transfer-Encoding: chunked"]
    heads = {
        "endless": chunked,
        "gone-in-chunks": chunked,
        "huge-length": [f"Content-Length: {10 << 40}"],
        "gone": [f"Content-Length: {2 * len(block)}"],
        "gone-at-the-end": [f"Content-Length: {len(block) + 1}"],
    }
    with socket.create_connection((server.host, server.port), timeout=60) as connection:
        connection.sendall(head_of(server, case, path, heads[kind]))
        chunk = b"%x\r\n%s\r\n" % (len(block), block)
        with contextlib.suppress(ConnectionError):
            if kind == "endless":
                sent = 0
                while sent < 4 * LIMIT_MIB << 20 and not readable(connection):
                    connection.sendall(chunk)
                    sent += len(block)
            else:
                connection.sendall(chunk if kind == "gone-in-chunks" else block)
        if kind.startswith("gone"):
            # A reset, as from a machine that lost its power.
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return None
        response = http.client.HTTPResponse(connection, method="PUT")
        response.begin()
        return Answer(response.status, response.headers, response.read(4096))


def readable(connection):
    """Whether the server has said something already."""
    connection.settimeout(0)
    try:
        return bool(connection.recv(1, socket.MSG_PEEK))
    except BlockingIOError:
        return False
    finally:
        connection.settimeout(60)


def send(server, case, values):
    path = case.get("path", server.store_path(GRAPH))
    if case.get("behaviour", "chunks") != "chunks":
        return misbehave(server, case, path)
    body = body_of(case, values)
    headers = {}
    if "type" in case:
        headers["Content-Type"] = corpus.expand(case["type"], **values)
    if "encoding" in case:
        headers["Content-Encoding"] = corpus.expand(case["encoding"])
    if case.get("behaviour") == "chunks":
        body = iter([body[at : at + 1000] for at in range(0, len(body), 1000)])
    return server.request(case.get("method", "PUT"), path, body, headers, server.key, timeout=120)


def state(server):
    """How many triples each graph has, and what the one written to says."""
    counts = {name: int(triples) for name, triples in server.select(COUNTS) if name not in RECORDED}
    graph = server.get(server.store_path(GRAPH), headers={"Accept": "application/n-triples"})
    return counts, sorted(graph.text().splitlines())


def reset(server):
    """Puts the graph back to what it was before."""
    answer = server.request("PUT", server.store_path(GRAPH), BEFORE, {"Content-Type": "text/turtle"}, server.key)
    if answer.status not in (200, 201, 204):
        raise Down(f"the graph cannot be put: {answer}")


def ended(server, case, values):
    """The answer to an upload, or in words why there is none."""
    try:
        return send(server, case, values), None
    except (ConnectionError, http.client.HTTPException) as error:
        # Whoever sends more than is allowed may be cut off.
        return None, None if 413 in case["expect"] else f"no answer: {error!r}"
    except TimeoutError:
        return None, "no answer in time"


def fault(server, case, values, before):
    """What is wrong with how an upload ended, or None."""
    answer, words = ended(server, case, values)
    after = state(server)
    if after != before:
        reset(server)
    if words:
        return words
    if answer and answer.status not in case["expect"]:
        return f"{answer}, expected {' or '.join(map(str, case['expect']))}"
    if answer and answer.status < 300:
        triples = after[0].get(GRAPH, 0)
        return None if triples == case["triples"] else f"{triples} triples are there, not {case['triples']}"
    return None if after == before else f"{answer}, and the graphs are not as they were"


def one(kit, server, case, values, before):
    """The same, and a new server with a new store when this one was killed by it."""
    try:
        return fault(server, case, values, before)
    except (OSError, http.client.HTTPException, Down) as error:
        if server.survived():
            reset(server)
            return f"no answer: {error!r}"
        server.stop()
        server.data = kit.folder(f"uploads-after-{case['name']}")
        server.start()
        server.key = server.create_key()
        kit.warm(server)
        reset(server)
        return f"the server died: {server.log_tail(200)}"


def quads(server):
    """All that the stopped store holds, but for what the program records."""
    dumped = command(server.binary, "dump", "--format", "nq", "--data", server.data)
    return sorted(line for line in dumped.stdout.splitlines() if not any(f"<{name}>" in line for name in RECORDED))


def run(kit, report):
    cases = kit.chosen(corpus.read("uploads.toml"))
    canary = Canary()
    server = Server(kit.binary, kit.folder("uploads"), SETTINGS | kit.settings)
    first = server.data
    with server:
        server.key = server.create_key()
        kit.warm(server, CHEAP)
        reset(server)
    stored = quads(server)
    with server, MemoryWatch(server, MEMORY_MIB) as memory:
        kit.warm(server, CHEAP)
        with Probe(server, "/livez", CHEAP) as idle:
            time.sleep(kit.idle_s)
        before = state(server)
        with Probe(server, "/livez", CHEAP) as probe:
            for case in cases:
                report.case(case["name"], one(kit, server, case, {"CANARY": canary.address}, before))
        judge_probe(report, idle, probe)
    peak = memory.take_peak()
    canary.close()
    if server.data == first:
        now = quads(server)
        report.case("same quads at the end", None if now == stored else f"{len(set(now) ^ set(stored))} quads differ")
    report.case("memory", None if peak < MEMORY_MIB else f"{peak:.0f} MiB resident, {MEMORY_MIB} are allowed")
    report.case("nobody called", None if canary.calls == 0 else f"{canary.calls} connections were made")
    report.figure("peak MiB", peak)
