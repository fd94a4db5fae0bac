# The themes that a programme, practice, topic or expectation addresses, with
# all that are broader.
PREFIX pes: <https://w3id.org/passerelle/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
INSERT { GRAPH <https://w3id.org/passerelle/graph/derived> { ?thing pes:addressesTheme ?theme } }
WHERE {
  #? thing: ?thing pes:addresses ?addressed .
  ?thing pes:addresses/skos:broader* ?theme . ?theme a pes:Theme .
}
