# VoID: how many things of each class there are, how often each property is
# used and with how many subjects and objects; in the union of all graphs and in
# each of them, and in the union also by class, which is what query editors
# complete from. The catalogue, which is written after this, is not counted, nor
# is what is said here. The size of each graph is in the catalogue.
PREFIX dataset: <https://w3id.org/passerelle/id/dataset/>
PREFIX graph: <https://w3id.org/passerelle/graph/>
PREFIX void: <http://rdfs.org/ns/void#>
INSERT {
  GRAPH graph:derived {
    ?whole void:triples ?allTriples ; void:distinctSubjects ?allSubjects ; void:distinctObjects ?allObjects ;
      void:entities ?allEntities ; void:subset ?part ;
      void:classPartition ?classPartition ; void:propertyPartition ?propertyPartition .
    ?classPartition void:class ?class ; void:entities ?entities .
    ?propertyPartition void:property ?property ; void:triples ?triples ;
      void:distinctSubjects ?subjects ; void:distinctObjects ?objects .
    ?classPartition void:propertyPartition ?usePartition .
    ?usePartition void:property ?used ; void:triples ?uses .
  }
}
WHERE {
  {
    SELECT (dataset:passerelle AS ?whole) (COUNT(*) AS ?allTriples)
      (COUNT(DISTINCT ?s) AS ?allSubjects) (COUNT(DISTINCT ?o) AS ?allObjects)
    WHERE { ?s ?p ?o MINUS { GRAPH graph:catalogue { ?s ?p ?o } } }
  }
  UNION {
    SELECT (dataset:passerelle AS ?whole) (COUNT(*) AS ?allEntities)
    WHERE {
      { SELECT DISTINCT ?s WHERE { ?s ?p ?o MINUS { GRAPH graph:catalogue { ?s ?p ?o } } } }
      FILTER(STRSTARTS(STR(?s), "https://w3id.org/passerelle/id/"))
    }
  }
  UNION {
    SELECT (?graph AS ?whole) (COUNT(DISTINCT ?s) AS ?allSubjects) (COUNT(DISTINCT ?o) AS ?allObjects)
    WHERE { GRAPH ?graph { ?s ?p ?o } FILTER(?graph != graph:catalogue) }
    GROUP BY ?graph
  }
  UNION {
    SELECT DISTINCT (dataset:passerelle AS ?whole) (?graph AS ?part)
    WHERE { GRAPH ?graph { ?s ?p ?o } FILTER(?graph != graph:catalogue) }
  }
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
    WHERE { GRAPH ?graph { ?s a ?class } FILTER(?graph != graph:catalogue) }
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
    WHERE { GRAPH ?graph { ?s ?property ?o } FILTER(?graph != graph:catalogue) }
    GROUP BY ?graph ?property
  }
  UNION {
    {
      SELECT ?class ?used (COUNT(*) AS ?uses)
      WHERE {
        ?s a ?class ; ?used ?o .
        MINUS { GRAPH graph:catalogue { ?s a ?class } }
        MINUS { GRAPH graph:catalogue { ?s ?used ?o } }
      }
      GROUP BY ?class ?used
    }
    BIND(dataset:passerelle AS ?whole)
  }
  # A partition is named after what it counts, and told from its namesakes by a hash.
  BIND(REPLACE(STR(?class), "^.*[#/:]", "") AS ?className)
  BIND(REPLACE(STR(?property), "^.*[#/:]", "") AS ?propertyName)
  BIND(IRI(CONCAT("https://w3id.org/passerelle/id/class-partition/",
    LCASE(ENCODE_FOR_URI(?className)), "-", SUBSTR(SHA1(CONCAT(STR(?whole), " ", STR(?class))), 1, 12))) AS ?classPartition)
  BIND(IRI(CONCAT("https://w3id.org/passerelle/id/property-partition/",
    LCASE(ENCODE_FOR_URI(?propertyName)), "-", SUBSTR(SHA1(CONCAT(STR(?whole), " ", STR(?property))), 1, 12))) AS ?propertyPartition)
  BIND(REPLACE(STR(?used), "^.*[#/:]", "") AS ?usedName)
  BIND(IRI(CONCAT("https://w3id.org/passerelle/id/property-partition/",
    LCASE(ENCODE_FOR_URI(CONCAT(?className, "-", ?usedName))), "-",
    SUBSTR(SHA1(CONCAT(STR(?class), " ", STR(?used))), 1, 12))) AS ?usePartition)
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
