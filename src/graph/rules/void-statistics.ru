# VoID: how many things of each class, and how often each property is used.
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
INSERT {
  GRAPH <https://w3id.org/passerelle/graph/derived> {
    <https://w3id.org/passerelle/id/dataset/passerelle> a void:Dataset ; void:classPartition ?partition .
    ?partition void:class ?class ; void:entities ?entities .
  }
}
WHERE {
  {
    SELECT ?class (COUNT(DISTINCT ?thing) AS ?entities) WHERE {
      ?thing a ?class .
      FILTER(STRSTARTS(STR(?class), "https://w3id.org/passerelle/ontology#"))
    } GROUP BY ?class
  }
  BIND(IRI(CONCAT("https://w3id.org/passerelle/id/class-partition/", STRAFTER(STR(?class), "#"))) AS ?partition)
} ;
INSERT {
  GRAPH <https://w3id.org/passerelle/graph/derived> {
    <https://w3id.org/passerelle/id/dataset/passerelle> void:propertyPartition ?partition .
    ?partition void:property ?property ; void:triples ?triples .
  }
}
WHERE {
  {
    SELECT ?property (COUNT(*) AS ?triples) WHERE {
      ?thing ?property ?value .
      FILTER(STRSTARTS(STR(?property), "https://w3id.org/passerelle/ontology#"))
      # The catalogue is written after what is derived, and is left out.
      FILTER(?property NOT IN (<https://w3id.org/passerelle/ontology#canonicalHash>, <https://w3id.org/passerelle/ontology#sourceHash>, <https://w3id.org/passerelle/ontology#commit>))
    } GROUP BY ?property
  }
  BIND(IRI(CONCAT("https://w3id.org/passerelle/id/property-partition/", STRAFTER(STR(?property), "#"))) AS ?partition)
}
