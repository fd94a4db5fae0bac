// sparql-http-client reads streams from /sparql and, with a key, writes by
// /update and /store.
import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import rdf from '@rdfjs/data-model';
import ParsingClient from 'sparql-http-client/ParsingClient.js';
import SimpleClient from 'sparql-http-client/SimpleClient.js';
import StreamClient from 'sparql-http-client';

const [base, key] = process.argv.slice(2);
const GRAPH = rdf.namedNode('https://example.org/graph/sparql-http-client');
const PREFIX = 'PREFIX pes: <https://w3id.org/passerelle/ontology#>';
const addresses = { endpointUrl: `${base}/sparql`, updateUrl: `${base}/update`, storeUrl: `${base}/store` };
const headers = { Authorization: `Bearer ${key}` };

async function all(stream) {
  const items = [];
  for await (const item of stream) items.push(item);
  return items;
}

async function reads() {
  const client = new StreamClient(addresses);
  const members = `${PREFIX} SELECT ?m WHERE { ?m a pes:Member }`;
  for (const operation of ['get', 'postUrlencoded', 'postDirect']) {
    const rows = await all(client.query.select(members, { operation }));
    assert.equal(rows.length, 36, operation);
    assert.equal(rows[0].m.termType, 'NamedNode');
  }
  const quads = await all(client.query.construct(`${PREFIX} CONSTRUCT WHERE { ?m a pes:Member }`));
  assert.equal(quads.length, 36);
  assert.equal(await client.query.ask(`${PREFIX} ASK { ?m a pes:Member }`), true);
}

async function showsWhyAQueryIsRefused() {
  const client = new ParsingClient(addresses);
  await assert.rejects(client.query.select('SELECT *\nWHERE { ?s ?p }'), /400[^]*2:/);
}

async function noticesWhenStopped() {
  const client = new StreamClient(addresses);
  const endless = '{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }';
  await assert.rejects(all(client.query.select(`SELECT (COUNT(*) AS ?n) ${endless}`)), /503/);
  // Its row streams neither end nor fail when the answer is cut, so ask for the text.
  const answer = await new SimpleClient(addresses).query.select(`SELECT * ${endless}`);
  assert.equal(answer.status, 200);
  await assert.rejects(async () => {
    for await (const bytes of answer.body) assert.ok(bytes);
  }, /terminated|aborted|premature/i);
}

async function updates() {
  const client = new ParsingClient({ ...addresses, headers });
  const triple = '<https://example.org/s> <https://example.org/p> "written by update"';
  await client.query.update(`INSERT DATA { GRAPH <${GRAPH.value}> { ${triple} } }`);
  assert.equal(await client.query.ask(`ASK { ${triple} }`), true);
  assert.equal(await client.query.ask(`ASK { GRAPH <${GRAPH.value}> { ${triple} } }`), true);
  await client.query.update(`DELETE DATA { GRAPH <${GRAPH.value}> { ${triple} } }`);
  assert.equal(await client.query.ask(`ASK { ${triple} }`), false);
}

async function stores() {
  const { store } = new StreamClient({ ...addresses, headers });
  const quad = (text) => rdf.quad(rdf.namedNode('https://example.org/s'), rdf.namedNode('https://example.org/p'), rdf.literal(text), GRAPH);
  const texts = async () => (await all(store.get(GRAPH))).map((one) => one.object.value).sort();
  await store.put(Readable.from([quad('é1')]), { graph: GRAPH });
  assert.deepEqual(await texts(), ['é1']);
  await store.post(Readable.from([quad('2')]), { graph: GRAPH });
  assert.deepEqual(await texts(), ['2', 'é1']);
  await store.put(Readable.from([quad('3')]), { graph: GRAPH });
  assert.deepEqual(await texts(), ['3']);
}

async function writesNothingWithoutAKey() {
  const client = new ParsingClient(addresses);
  await assert.rejects(client.query.update('INSERT DATA { <a:s> <a:p> <a:o> }'), /401/);
}

const checks = [reads, showsWhyAQueryIsRefused, noticesWhenStopped];
if (key) checks.push(updates, stores, writesNothingWithoutAKey);
for (const check of checks) {
  await check();
  console.log(`sparql-http-client ${check.name}: ok`);
}
