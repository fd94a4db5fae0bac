// The JSON-LD of one thing of every kind, read by jsonld.js, says what its
// Turtle says to n3: the canonical forms (RDFC-1.0) are the same.

import jsonld from 'jsonld';
import { Parser, Writer } from 'n3';

const base = process.argv[2];
const ID = 'https://w3id.org/passerelle/id/';
// What the answers refer to is asked of the service, and nobody else.
const documentLoader = async (url) => {
  if (!url.startsWith(base)) throw new Error(`${url} is not to be loaded`);
  return { document: await (await fetch(url)).json(), documentUrl: url };
};

async function things() {
  const query = `SELECT (MIN(STR(?id)) AS ?thing) {
    ?id ?p ?o FILTER(STRSTARTS(STR(?id), "${ID}"))
    BIND(STRBEFORE(STRAFTER(STR(?id), "${ID}"), "/") AS ?kind)
  } GROUP BY ?kind ORDER BY ?kind`;
  const answer = await fetch(`${base}/sparql?query=${encodeURIComponent(query)}`, { headers: { accept: 'text/csv' } });
  return (await answer.text()).trim().split(/\r?\n/).slice(1).map((iri) => iri.slice(ID.length));
}

function nquads(turtle) {
  const writer = new Writer({ format: 'N-Quads' });
  writer.addQuads(new Parser({ format: 'Turtle' }).parse(turtle));
  return new Promise((resolve, reject) => writer.end((error, text) => (error ? reject(error) : resolve(text))));
}

const canonical = (input, options) =>
  jsonld.canonize(input, { algorithm: 'RDFC-1.0', format: 'application/n-quads', documentLoader, ...options });

const kinds = [];
for (const thing of await things()) {
  const turtle = await fetch(`${base}/data/${thing}.ttl`);
  if (turtle.status === 404) continue; // has no identifier of its own
  const inTurtle = await canonical(await nquads(await turtle.text()), { inputFormat: 'application/n-quads' });
  const address = `${base}/data/${thing}.jsonld`;
  const inJsonLd = await canonical(await (await fetch(address)).json(), { base: address });
  if (inTurtle !== inJsonLd || inTurtle === '') throw new Error(`${thing}:\n${inTurtle}\nis not\n${inJsonLd}`);
  kinds.push(thing.split('/')[0]);
}
if (kinds.length < 20) throw new Error(`only ${kinds.join(', ')}`);
console.log(`jsonld.js: JSON-LD equals Turtle for ${kinds.length} kinds`);
