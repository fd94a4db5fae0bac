# Direct links from a member to themes, so that a query needs no statement node.
PREFIX pes: <https://w3id.org/passerelle/ontology#>
INSERT { GRAPH <https://w3id.org/passerelle/graph/derived> { ?member ?shortcut ?theme } }
WHERE {
  #? member: ?statement pes:member ?member .
  VALUES (?kind ?shortcut) {
    (pes:challenge pes:hasChallenge)
    (pes:priority pes:hasPriority)
    (pes:achievement pes:hasAchievement)
    (pes:topicSought pes:seeks)
    (pes:topicOffered pes:offers)
    (pes:practiceMention pes:offers)
  }
  ?statement pes:kind ?kind ; pes:member ?member ; pes:about ?theme .
  ?theme a pes:Theme .
}
