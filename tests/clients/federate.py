"""An oxigraph server asks the service by SERVICE and joins the answer with what
it holds itself. Arguments: our address, the program `oxigraph`."""

import http.client
import json
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

BASE, OXIGRAPH = sys.argv[1:]
NOTES = """PREFIX ex: <https://example.org/>
<https://w3id.org/passerelle/id/country/ke> ex:visited 2024 .
<https://w3id.org/passerelle/id/country/dk> ex:visited 2025 ."""
VISITED = """PREFIX ex: <https://example.org/> PREFIX pes: <https://w3id.org/passerelle/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?member ?year ?name WHERE {
  ?country ex:visited ?year .
  SERVICE <OURS> { ?member a pes:Member ; pes:country ?country . ?country skos:prefLabel ?name }
  FILTER(LANG(?name) = "en")
} ORDER BY ?year""".replace("OURS", f"{BASE}/sparql")


def call(address, body=None, content_type=None):
    headers = {"Accept": "application/sparql-results+json"}
    if content_type:
        headers["Content-Type"] = content_type
    request = urllib.request.Request(address, body, headers)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.read().decode()


def started(peer, address):
    for _ in range(100):
        assert peer.poll() is None, "oxigraph ended"
        try:
            return call(f"{address}/query?query=ASK%7B%7D")
        except urllib.error.URLError:
            time.sleep(0.1)
    raise AssertionError("oxigraph did not start")


def select(address, query):
    answer = json.loads(call(f"{address}/query", query.encode(), "application/sparql-query"))
    return [{name: term["value"] for name, term in row.items()} for row in answer["results"]["bindings"]]


def joins(address):
    rows = select(address, VISITED)
    assert [(row["year"], row["name"]) for row in rows] == [("2024", "Kenya"), ("2025", "Denmark")], rows


def fails_with_us(address):
    """What we refuse or stop fails there too, and does not come back as no
    rows or as some. The peer itself breaks its answer off in the middle."""
    refused = f"SELECT * {{ SERVICE <{BASE}/sparql> {{ SERVICE <{address}/query> {{ ?s ?p ?o }} }} }}"
    cut = f"SELECT * {{ SERVICE <{BASE}/sparql> {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }} }}"
    for query in (refused, cut):
        try:
            rows = select(address, query)
        except (OSError, http.client.HTTPException, ValueError):
            continue
        raise AssertionError(f"{len(rows)} rows")


with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    place = f"127.0.0.1:{probe.getsockname()[1]}"
with tempfile.TemporaryDirectory() as directory:
    arguments = [OXIGRAPH, "serve", "--location", directory, "--bind", place]
    peer = subprocess.Popen(arguments, stderr=subprocess.DEVNULL)
    try:
        address = f"http://{place}"
        started(peer, address)
        call(f"{address}/store?default", NOTES.encode(), "text/turtle")
        for check in (joins, fails_with_us):
            check(address)
            print(f"oxigraph federating {check.__name__}: ok")
    finally:
        peer.terminate()
        peer.wait()
