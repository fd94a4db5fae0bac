"""Two services that ask each other, each at a public address: run within a
network of its own, `unshare -rn`, in which such addresses are the machine's.
Argument: our program. `federate.py` is the other way round: a peer asks us."""

import json
import os
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request

PROGRAM = sys.argv[1]
ASKED, ASKING, PRIVATE = "http://11.1.1.1:8001", "http://11.1.1.2:8002", "http://10.1.1.1:8001"
KENYA = "<https://w3id.org/passerelle/id/country/ke>"
LABEL = "<http://www.w3.org/2004/02/skos/core#prefLabel>"


def started(directory, address, **settings):
    environment = {f"PASSERELLE_{name.upper()}": value for name, value in settings.items()}
    host = address.removeprefix("http://")
    server = subprocess.Popen(
        [PROGRAM, "serve", "--listen", host, "--data", directory, *(["--no-seed"] if settings else [])],
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert server.stdout.readline().strip() == f"listening on {address}"
    return server


def key(directory):
    """An administrator's."""
    create = [PROGRAM, "keys", "create", "--role", "admin", "--data", directory]
    return subprocess.run(create, check=True, capture_output=True, text=True).stdout.strip()


def call(address, body, **headers):
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(address, body and body.encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def select(query, address=ASKING):
    address = f"{address}/sparql?{urllib.parse.urlencode({'query': query})}"
    status, text = call(address, None, Accept="application/sparql-results+json")
    if status != 200:
        return status, text
    rows = json.loads(text)["results"]["bindings"]
    return status, sorted(term["value"] for row in rows for term in row.values())


def services_are_asked(update):
    names = ["Kenia", "Kenya", "Kenya"]
    pattern = f"{{ SERVICE <{ASKED}/sparql> {{ {KENYA} {LABEL} ?name }} }}"
    assert select(f"SELECT ?name {pattern}") == (200, names)
    by_variable = f"VALUES ?s {{ <{ASKED}/sparql> }} LATERAL {{ SERVICE ?s {{ {KENYA} {LABEL} ?name }} }}"
    assert select(f"SELECT ?name {{ {by_variable} }}") == (200, names)
    status, explained = select(f"SELECT (COUNT(*) AS ?n) {{ SERVICE <{ASKED}/sparql> {{ ?s ?p ?o }} }}")
    assert status == 200 and int(explained[0]) > 20_000, explained


def documents_are_loaded(update):
    status, text = update(f"LOAD <{ASKED}/store?graph=urn:notes> INTO GRAPH <urn:copy>")
    assert status == 204, text
    assert select("SELECT ?o { GRAPH <urn:copy> { ?s <urn:p> ?o } }") == (200, ["one", "two"])


def what_fails_is_told(update):
    for service, status, words in (
        (f"{ASKED}/nowhere", 502, "status 404"),
        ("http://11.1.1.1:8009/sparql", 502, "refuses connections"),
        (f"{PRIVATE}/sparql", 422, "private address"),
        ("http://11.1.1.3:8001/sparql", 422, "not on the list"),
    ):
        for found in (select(f"SELECT * {{ SERVICE <{service}> {{ ?s ?p ?o }} }}"), update(f"LOAD <{service}>")):
            assert found[0] == status and words in found[1], (service, found)


with tempfile.TemporaryDirectory() as work:
    servers = [started(f"{work}/asked", ASKED)]
    try:
        allowed = ",".join([ASKED, PRIVATE, "http://11.1.1.1:8009"])
        servers.append(started(f"{work}/asking", ASKING, federation_allow=allowed))
        bearers = [f"Bearer {key(f'{work}/{name}')}" for name in ("asked", "asking")]
        notes = "INSERT DATA { GRAPH <urn:notes> { <urn:s> <urn:p> 'one', 'two' } }"

        def update(text, address=ASKING, bearer=bearers[1]):
            kind = "application/sparql-update"
            return call(f"{address}/update", text, Content_Type=kind, Authorization=bearer)

        assert update(notes, ASKED, bearers[0])[0] == 204
        for check in (services_are_asked, documents_are_loaded, what_fails_is_told):
            check(update)
            print(f"federation {check.__name__}: ok")
    finally:
        for server in servers:
            server.terminate()
            server.wait()
