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
from rdflib.compare import isomorphic
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from skosmos_client import SkosmosClient
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


def one_of_each_kind():
    """One thing of every kind that has data, as `kind/slug`."""
    identifiers = "https://w3id.org/passerelle/id/"
    found = ask(
        f"""SELECT (MIN(STR(?id)) AS ?thing) {{ ?id ?p ?o FILTER(STRSTARTS(STR(?id), "{identifiers}"))
            BIND(STRBEFORE(STRAFTER(STR(?id), "{identifiers}"), "/") AS ?kind) }} GROUP BY ?kind""",
        JSON,
    )
    for row in found["results"]["bindings"]:
        thing = row["thing"]["value"].removeprefix(identifiers)
        try:
            yield thing, fetch(f"/data/{thing}.ttl", "*/*")
        except urllib.error.HTTPError as error:
            assert error.code == 404, thing


def data_of_every_kind():
    """Every format says to rdflib what the Turtle says, and JSON-LD does to PyLD."""
    context = json.loads(fetch("/context.jsonld", "application/ld+json"))["@context"]
    formats = {"nt": "nt", "rdf": "xml", "n3": "n3", "jsonld": "json-ld"}
    kinds = 0
    for thing, turtle in one_of_each_kind():
        graph = rdflib.Graph().parse(data=turtle, format="turtle")
        for ending, name in formats.items():
            other = rdflib.Graph().parse(data=fetch(f"/data/{thing}.{ending}", "*/*"), format=name)
            assert isomorphic(graph, other), (thing, ending)
        for ending, name in {"nq": "nquads", "trig": "trig"}.items():
            dataset = rdflib.Dataset()
            dataset.parse(data=fetch(f"/data/{thing}.{ending}", "*/*"), format=name)
            assert isomorphic(graph, dataset.default_graph), (thing, ending)
        document = json.loads(fetch(f"/data/{thing}.jsonld", "*/*"))
        quads = jsonld.to_rdf(document, {"format": "application/n-quads"})
        assert isomorphic(graph, rdflib.Graph().parse(data=quads, format="nt")), thing
        record = json.loads(fetch(f"/data/{thing}.json", "*/*"))
        assert record["@context"] == "/context.jsonld", thing
        jsonld.to_rdf({**record, "@context": context})
        kinds += 1
    assert kinds >= 20, kinds


def skosmos():
    """A client for Skosmos finds its way from the vocabularies to a concept."""
    client = SkosmosClient(f"{BASE}/rest/v1/")
    names = [vocabulary["id"] for vocabulary in client.vocabularies("en")]
    assert "themes" in names and "target-groups" in names, names
    assert client.get_vocabulary("themes", "en")["title"] == "Themes of public employment services"
    top = client.top_concepts("themes", "fr")
    assert len(top) == 3 and all(concept["hasChildren"] for concept in top), top
    found = client.search("télétrav*", lang="fr", vocabs=["themes"], maxhits=10)
    assert found[0]["prefLabel"] == "Télétravail", found
    telework = client.get_concept("themes", found[0]["uri"])
    assert telework.label("en") == "Telework" and telework.label() == "Télétravail"
    [above] = telework.broader("en")
    below = client.get_concept("themes", above["uri"]).narrower("en")
    assert {"uri": found[0]["uri"], "prefLabel": "Telework"} in below, below
    # The client's own data() leaves it to rdflib to guess RDF/XML, which rdflib no longer does.
    for place in ["data", "themes/data"]:
        rdf = fetch(f"/rest/v1/{place}?uri={found[0]['uri']}&format=application/rdf%2Bxml", "*/*")
        graph = rdflib.Graph().parse(data=rdf, format="xml")
        assert rdflib.Literal("Telework", lang="en") in graph.objects(rdflib.URIRef(found[0]["uri"]), rdflib.SKOS.prefLabel)
    refusal(lambda: client.get_vocabulary("nothing", "en"), ValueError)


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


reads = [sparqlwrapper, refused, stopped, rdflib_store, json_ld, data_of_every_kind, skosmos, feeds]
writes = [sparqlwrapper_update, rdflib_update_store]
for check in reads + (writes if KEY else []):
    check()
    print(f"{check.__name__}: ok")
