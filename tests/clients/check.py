"""What the usual Python clients see: results, graphs, errors, JSON-LD, and with
a key as second argument, writes."""

import http.client
import json
import sys
import urllib.error
import urllib.request

import feedparser
import rdflib
from pyld import jsonld
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from SPARQLWrapper import CSV, JSON, JSONLD, N3, POST, POSTDIRECTLY, RDFXML, TSV, TURTLE, URLENCODED, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed, Unauthorized

BASE, KEY = sys.argv[1], (sys.argv[2:] or [None])[0]
PES = "https://w3id.org/passerelle/ontology#"
MEMBERS = f"PREFIX pes: <{PES}> SELECT (COUNT(?m) AS ?n) WHERE {{ ?m a pes:Member }}"
GRAPH = f"PREFIX pes: <{PES}> CONSTRUCT {{ ?m a pes:Member }} WHERE {{ ?m a pes:Member }}"


# Some 10^13 rows, or one that counts them: nothing that ends in time.
ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
ENDLESS_COUNT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def ask(query, result_format, method=None, how=URLENCODED):
    client = SPARQLWrapper(f"{BASE}/sparql")
    client.setQuery(query)
    client.setReturnFormat(result_format)
    if method:
        client.setMethod(method)
        client.setRequestMethod(how)
    return client.query().convert()


def refusal(attempt, *kinds):
    """The message with which `attempt` must fail."""
    try:
        attempt()
    except kinds as error:
        return str(error)
    raise AssertionError("it was answered")


def fetch(path, accept):
    request = urllib.request.Request(BASE + path, headers={"Accept": accept})
    with urllib.request.urlopen(request) as answer:
        return answer.read().decode()


def sparqlwrapper():
    for method, how in [("GET", URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)]:
        assert ask(MEMBERS, JSON, method, how)["results"]["bindings"][0]["n"]["value"] == "36"
        assert "36" in ask(MEMBERS, XML, method, how).toxml()
        assert ask(MEMBERS, CSV, method, how).decode().split() == ["n", "36"]
        assert "36" in ask(MEMBERS, TSV, method, how).decode()
        assert ask(f"ASK {{ ?m a <{PES}Member> }}", JSON, method, how)["boolean"] is True
        for result_format in [TURTLE, N3]:
            graph = rdflib.Graph().parse(data=ask(GRAPH, result_format, method, how), format="turtle")
            assert len(graph) == 36
        assert len(ask(GRAPH, RDFXML, method, how)) == 36
        assert len(ask(GRAPH, JSONLD, method, how)) == 36


def refused():
    """A malformed query: SPARQLWrapper and rdflib show our words, with the place."""
    malformed = "SELECT *\nWHERE { ?s ?p }"
    assert "2:" in refusal(lambda: ask(malformed, JSON), QueryBadFormed)
    assert "2:" in refusal(lambda: ask(malformed, JSON, POST, POSTDIRECTLY), QueryBadFormed)
    # rdflib keeps the words to itself, but says what it was.
    said = refusal(lambda: rdflib.Graph(SPARQLStore(f"{BASE}/sparql")).query(malformed), ValueError)
    assert "formulating" in said, said


def stopped():
    """Past its time a query is refused with the limit named, and an answer
    that had begun is cut such that a client notices."""
    assert "503" in refusal(lambda: ask(ENDLESS_COUNT, JSON), urllib.error.HTTPError)
    for result_format in [JSON, CSV]:
        refusal(lambda: ask(ENDLESS, result_format), http.client.HTTPException, OSError)


def rdflib_store():
    for method in ["GET", "POST", "POST_FORM"]:
        graph = rdflib.Graph(SPARQLStore(f"{BASE}/sparql", method=method))
        rows = list(graph.query(MEMBERS))
        assert int(rows[0][0]) == 36
        kenya = rdflib.URIRef("https://w3id.org/passerelle/id/country/ke")
        labels = {str(o) for o in graph.objects(kenya, rdflib.SKOS.prefLabel)}
        assert labels == {"Kenya", "Kenia"}, labels
        assert len(graph.query(GRAPH).graph) == 36
        assert graph.query(f"ASK {{ ?m a <{PES}Member> }}").askAnswer


def rdflib_update_store():
    """Triples added and removed through rdflib, as in a graph of its own."""
    store = SPARQLUpdateStore(
        f"{BASE}/sparql", f"{BASE}/update", headers={"Authorization": f"Bearer {KEY}"}
    )
    name = rdflib.URIRef("https://example.org/graph/rdflib")
    graph = rdflib.Graph(store, identifier=name)
    example = rdflib.Namespace("https://example.org/")
    graph.add((example.s, example.p, rdflib.Literal("été", lang="fr")))
    graph.add((example.s, example.p, rdflib.Literal(1)))
    assert set(graph.objects(example.s, example.p)) == {rdflib.Literal("été", lang="fr"), rdflib.Literal(1)}
    union = rdflib.Graph(SPARQLStore(f"{BASE}/sparql"))
    assert (example.s, example.p, rdflib.Literal(1)) in union
    graph.update("DELETE { ?s ?p 1 } INSERT { ?s ?p 2 } WHERE { ?s ?p 1 }")
    assert set(graph.objects(example.s, example.p)) == {rdflib.Literal("été", lang="fr"), rdflib.Literal(2)}
    graph.remove((None, None, None))
    assert len(graph) == 0 and (example.s, None, None) not in union


def sparqlwrapper_update():
    """With a key an update is taken; without one it is not, nor is one on /sparql."""

    def update(text, key=None, path="/update"):
        client = SPARQLWrapper(BASE + path)
        client.setMethod(POST)
        client.setQuery(text)
        if key:
            client.addCustomHttpHeader("Authorization", f"Bearer {key}")
        client.query().response.read()

    triple = "<https://example.org/s> <https://example.org/p> <https://example.org/o>"
    insert = f"INSERT DATA {{ GRAPH <https://example.org/graph/wrapper> {{ {triple} }} }}"
    refusal(lambda: update(insert), Unauthorized, urllib.error.HTTPError)
    refusal(lambda: update(insert, "not a key"), Unauthorized, urllib.error.HTTPError)
    refusal(lambda: update(insert, KEY, "/sparql"), QueryBadFormed, urllib.error.HTTPError)
    assert ask(f"ASK {{ {triple} }}", JSON)["boolean"] is False
    update(insert, KEY)
    assert ask(f"ASK {{ {triple} }}", JSON)["boolean"] is True
    update("DROP GRAPH <https://example.org/graph/wrapper>", KEY)
    assert ask(f"ASK {{ {triple} }}", JSON)["boolean"] is False
    assert "1:" in refusal(lambda: update("INSERT nonsense", KEY), QueryBadFormed)


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


def feeds():
    """Each feed is well-formed Atom with what readers need, and a JSON Feed of
    the same entries; a client that has it is told so."""
    for language in ["fr", "en", "es"]:
        for name in ["news", "theme/digital-services", "country/ke", "member/ke-pes"]:
            address = f"{BASE}/feeds/{language}/{name}"
            parsed = feedparser.parse(f"{address}.atom")
            assert not parsed.bozo, (address, parsed.bozo_exception)
            assert parsed.version == "atom10" and parsed.feed.language == language, address
            assert parsed.feed.id and parsed.feed.title and parsed.feed.updated_parsed, address
            for entry in parsed.entries:
                assert entry.id and entry.title and entry.summary and entry.author, entry
                assert entry.updated_parsed and entry.link.startswith(BASE), entry
            again = feedparser.parse(f"{address}.atom", etag=parsed.etag)
            assert again.status == 304, address
            feed = json.loads(fetch(f"/feeds/{language}/{name}.json", "application/feed+json"))
            assert feed["version"] == "https://jsonfeed.org/version/1.1" and feed["title"] == parsed.feed.title
            assert [item["id"] for item in feed["items"]] == [entry.id for entry in parsed.entries], address


reads = [sparqlwrapper, refused, stopped, rdflib_store, json_ld, feeds]
writes = [sparqlwrapper_update, rdflib_update_store]
for check in reads + (writes if KEY else []):
    check()
    print(f"{check.__name__}: ok")
