# The inverse of skos:broader, which the concept files state.
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
INSERT { GRAPH <https://w3id.org/passerelle/graph/derived> { ?broader skos:narrower ?narrower } }
WHERE { ?narrower skos:broader ?broader }
