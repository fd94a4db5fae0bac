// Comunica finds out by itself that the address is a SPARQL endpoint, plans
// joins over it, and hands on our words when a query is refused.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { QueryEngine } from '@comunica/query-sparql';

const [base] = process.argv.slice(2);
const PREFIXES = `
PREFIX pes: <https://w3id.org/passerelle/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>`;
const COUNTRIES_OF_MEMBERS = `${PREFIXES}
SELECT ?member ?name WHERE {
  ?member a pes:Member ; pes:country ?country .
  ?country skos:prefLabel ?name . FILTER(LANG(?name) = "en")
} ORDER BY ?name`;

const engine = new QueryEngine();

async function select(query, source) {
  const stream = await engine.queryBindings(query, { sources: [source] });
  return stream.toArray();
}

async function readsFrom(source) {
  const rows = await select(COUNTRIES_OF_MEMBERS, source);
  assert.equal(rows.length, 36);
  assert.ok(rows.some((row) => row.get('name').value === 'Kenya' && row.get('name').language === 'en'));

  const [count] = await select(`${PREFIXES} SELECT (COUNT(*) AS ?n) WHERE { ?m a pes:Member }`, source);
  assert.equal(count.get('n').value, '36');

  const quads = await engine.queryQuads(
    `${PREFIXES} CONSTRUCT { ?m a pes:Member } WHERE { ?m a pes:Member }`, { sources: [source] });
  assert.equal((await quads.toArray()).length, 36);

  const ask = (pattern) => engine.queryBoolean(`${PREFIXES} ASK { ${pattern} }`, { sources: [source] });
  assert.equal(await ask('?m a pes:Member'), true);
  assert.equal(await ask('?m a pes:Nothing'), false);
}

function readsOnTheCommandLine() {
  const program = fileURLToPath(new URL('node_modules/.bin/comunica-sparql', import.meta.url));
  for (const source of [`${base}/sparql`, `sparql@${base}/sparql`]) {
    const csv = execFileSync(program, [source, '-q', COUNTRIES_OF_MEMBERS, '-t', 'text/csv'], { encoding: 'utf8' });
    assert.match(csv, /Kenya/);
    assert.equal(csv.trim().split(/\r?\n/).length, 37);
  }
}

// With a second source beside it the engine itself joins, in pieces sent as
// VALUES or as many small queries.
async function joinsWithAnotherSource(source) {
  const notes = `<https://w3id.org/passerelle/id/country/ke> <https://example.org/note> "visited" .`;
  const stream = await engine.queryBindings(`${PREFIXES}
    SELECT ?member ?note WHERE {
      ?country <https://example.org/note> ?note .
      ?member a pes:Member ; pes:country ?country .
    }`, { sources: [source, { type: 'serialized', value: notes, mediaType: 'text/turtle', baseIRI: 'https://example.org/' }] });
  const rows = await stream.toArray();
  assert.equal(rows.length, 1);
  assert.equal(rows[0].get('note').value, 'visited');
}

// Comunica parses before it sends, so only a query that it accepts and we do
// not shows our words.
async function showsWhyAQueryIsRefused(source) {
  const deep = `SELECT * WHERE ${'{'.repeat(150)} ?s ?p ?o ${'}'.repeat(150)}`;
  await assert.rejects(select(deep, source), /nest|brackets/);
  await assert.rejects(select('SELECT nonsense', source), /Parse error/);
}

// The answer is cut at the time limit: what came before is not the whole.
async function noticesACutAnswer(source) {
  await assert.rejects(async () => {
    const stream = await engine.queryBindings('SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }', { sources: [source] });
    for await (const row of stream) assert.ok(row);
  }, (error) => !(error instanceof assert.AssertionError));
}

const checks = {
  'comunica finds the endpoint': () => readsFrom(`${base}/sparql`),
  'comunica, told that it is one': () => readsFrom({ type: 'sparql', value: `${base}/sparql` }),
  'comunica, on the command line': () => readsOnTheCommandLine(),
  'comunica joins with another source': () => joinsWithAnotherSource(`${base}/sparql`),
  'comunica shows why a query is refused': () => showsWhyAQueryIsRefused(`${base}/sparql`),
  'comunica notices a cut answer': () => noticesACutAnswer({ type: 'sparql', value: `${base}/sparql` }),
};
for (const [name, check] of Object.entries(checks)) {
  await check();
  console.log(`${name}: ok`);
}
