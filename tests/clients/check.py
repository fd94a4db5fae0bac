"""What the usual clients of this field see: results, graphs, errors, JSON-LD."""

import json
import sys
import urllib.request

import rdflib
from pyld import jsonld
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, JSONLD, N3, POST, RDFXML, TSV, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

BASE = sys.argv[1]
PES = "https://w3id.org/passerelle/ontology#"
MEMBERS = f"PREFIX pes: <{PES}> SELECT (COUNT(?m) AS ?n) WHERE {{ ?m a pes:Member }}"
GRAPH = f"PREFIX pes: <{PES}> CONSTRUCT {{ ?m a pes:Member }} WHERE {{ ?m a pes:Member }}"


def ask(query, result_format, method=None):
    client = SPARQLWrapper(f"{BASE}/sparql")
    client.setQuery(query)
    client.setReturnFormat(result_format)
    if method:
        client.setMethod(method)
    return client.query().convert()


def fetch(path, accept):
    request = urllib.request.Request(BASE + path, headers={"Accept": accept})
    with urllib.request.urlopen(request) as answer:
        return answer.read().decode()


def sparqlwrapper():
    assert ask(MEMBERS, JSON)["results"]["bindings"][0]["n"]["value"] == "36"
    assert ask(MEMBERS, JSON, POST)["results"]["bindings"][0]["n"]["value"] == "36"
    assert "36" in ask(MEMBERS, XML).toxml()
    assert ask(MEMBERS, CSV).decode().split() == ["n", "36"]
    assert "36" in ask(MEMBERS, TSV).decode()
    assert ask(f"ASK {{ ?m a <{PES}Member> }}", JSON)["boolean"] is True
    for result_format, parser in [(TURTLE, "turtle"), (N3, "turtle")]:
        graph = rdflib.Graph().parse(data=ask(GRAPH, result_format), format=parser)
        assert len(graph) == 36
    assert len(ask(GRAPH, RDFXML)) == 36
    assert len(ask(GRAPH, JSONLD)) == 36
    try:
        ask("SELECT nonsense", JSON)
        raise AssertionError("nonsense was answered")
    except QueryBadFormed as error:
        assert "1:" in str(error), error


def rdflib_store():
    store = SPARQLStore(f"{BASE}/sparql")
    graph = rdflib.Graph(store)
    rows = list(graph.query(MEMBERS))
    assert int(rows[0][0]) == 36
    kenya = rdflib.URIRef("https://w3id.org/passerelle/id/country/ke")
    labels = {str(o) for o in graph.objects(kenya, rdflib.SKOS.prefLabel)}
    assert labels == {"Kenya", "Kenia"}, labels


def json_ld():
    context = json.loads(fetch("/context.jsonld", "application/ld+json"))
    for path in ["members/ke-pes", "themes/ai-in-services", "statements/2022-q5-l337-au", "topics/2022-q8-01"]:
        document = json.loads(fetch(f"/api/v1/{path}", "application/ld+json"))
        assert document["@context"] == "/context.jsonld"
        document["@context"] = context["@context"]
        quads = jsonld.to_rdf(document, {"format": "application/n-quads"})
        triples = rdflib.Graph().parse(data=quads, format="nt")
        assert len(triples) > 5
        for subject, predicate, value in triples:
            ask_for = f"ASK {{ {subject.n3()} {predicate.n3()} {value.n3()} }}"
            if predicate.toPython().endswith(("/date", "Date")):
                continue  # dates are plain strings in JSON: their precision varies
            assert ask(ask_for, JSON)["boolean"], ask_for


for check in (sparqlwrapper, rdflib_store, json_ld):
    check()
    print(f"{check.__name__}: ok")
