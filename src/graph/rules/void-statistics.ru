# VoID: how many things of each class there are, how often each property is
# used and with how many subjects and objects; in the union of all graphs and in
# each of them. The catalogue and the change log, which are written after this,
# are not counted, nor is what is said here. The size of each graph is in the
# catalogue. LATERAL keeps to the graphs that are counted, so that a long log
# costs nothing.
PREFIX dataset: <https://w3id.org/passerelle/id/dataset/>
PREFIX graph: <https://w3id.org/passerelle/graph/>
PREFIX void: <http://rdfs.org/ns/void#>
INSERT {
  GRAPH graph:derived {
    ?whole void:triples ?allTriples ; void:distinctSubjects ?allSubjects ; void:distinctObjects ?allObjects ;
      void:subset ?part ;
      void:classPartition ?classPartition ; void:propertyPartition ?propertyPartition .
    ?classPartition void:class ?class ; void:entities ?entities .
    ?propertyPartition void:property ?property ; void:triples ?triples ;
      void:distinctSubjects ?subjects ; void:distinctObjects ?objects .
  }
}
WHERE {
  {
    SELECT (dataset:passerelle AS ?whole) (COUNT(*) AS ?allTriples)
      (COUNT(DISTINCT ?s) AS ?allSubjects) (COUNT(DISTINCT ?o) AS ?allObjects)
    WHERE { ?s ?p ?o MINUS { GRAPH graph:catalogue { ?s ?p ?o } } }
  }
  UNION { GRAPH ?part {} FILTER(?part NOT IN (graph:catalogue, graph:changes)) BIND(dataset:passerelle AS ?whole) }
  UNION { ?part a void:Linkset BIND(dataset:passerelle AS ?whole) }
  UNION {
    {
      SELECT ?class (COUNT(DISTINCT ?s) AS ?entities)
      WHERE { ?s a ?class MINUS { GRAPH graph:catalogue { ?s a ?class } } }
      GROUP BY ?class
    }
    BIND(dataset:passerelle AS ?whole)
  }
  UNION {
    SELECT (?graph AS ?whole) ?class (COUNT(DISTINCT ?s) AS ?entities)
    WHERE {
      GRAPH ?graph {} FILTER(?graph NOT IN (graph:catalogue, graph:changes))
      LATERAL { GRAPH ?graph { ?s a ?class } }
    }
    GROUP BY ?graph ?class
  }
  UNION {
    {
      SELECT ?property (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects)
      WHERE { ?s ?property ?o MINUS { GRAPH graph:catalogue { ?s ?property ?o } } }
      GROUP BY ?property
    }
    BIND(dataset:passerelle AS ?whole)
  }
  UNION {
    SELECT (?graph AS ?whole) ?property (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects)
    WHERE {
      GRAPH ?graph {} FILTER(?graph NOT IN (graph:catalogue, graph:changes))
      LATERAL { GRAPH ?graph { ?s ?property ?o } }
    }
    GROUP BY ?graph ?property
  }
  # A partition is named after what it counts, and told from its namesakes by a hash.
  BIND(REPLACE(STR(?class), "^.*[#/:]", "") AS ?className)
  BIND(REPLACE(STR(?property), "^.*[#/:]", "") AS ?propertyName)
  BIND(IRI(CONCAT("https://w3id.org/passerelle/id/class-partition/",
    LCASE(ENCODE_FOR_URI(?className)), "-", SUBSTR(SHA1(CONCAT(STR(?whole), " ", STR(?class))), 1, 12))) AS ?classPartition)
  BIND(IRI(CONCAT("https://w3id.org/passerelle/id/property-partition/",
    LCASE(ENCODE_FOR_URI(?propertyName)), "-", SUBSTR(SHA1(CONCAT(STR(?whole), " ", STR(?property))), 1, 12))) AS ?propertyPartition)
} ;
INSERT { GRAPH graph:derived { ?whole void:classes ?classes } }
WHERE {
  { SELECT ?whole (COUNT(?partition) AS ?classes) WHERE { ?whole void:classPartition ?partition } GROUP BY ?whole }
} ;
INSERT { GRAPH graph:derived { ?whole void:properties ?properties } }
WHERE {
  { SELECT ?whole (COUNT(?partition) AS ?properties) WHERE { ?whole void:propertyPartition ?partition } GROUP BY ?whole }
} ;
INSERT { GRAPH graph:derived { ?linkset void:triples ?links } }
WHERE {
  {
    SELECT ?linkset (COUNT(*) AS ?links)
    WHERE {
      ?linkset a void:Linkset ; void:linkPredicate ?link ; void:objectsTarget/void:uriSpace ?space .
      ?s ?link ?o .
      FILTER(STRSTARTS(STR(?o), ?space))
    }
    GROUP BY ?linkset
  }
}
