// A real OpenID provider (oidc-provider), and the service that trusts it: a
// token as a bearer's, and a browser that signs in. Arguments: the service, the
// port of the provider, which the service was told of; `pages` to sign in.
import http from 'node:http';
import Provider from 'oidc-provider';

const [base, port, what] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const audience = 'https://passerelle.example';
const assert = (held, words) => { if (!held) throw new Error(words); };

const person = { roles: ['pes-desk'], pes_member: 'ke-pes' };
const provider = new Provider(issuer, {
  clients: [
    { client_id: 'importer', client_secret: 'a secret of the importer', grant_types: ['client_credentials'], redirect_uris: [], response_types: [] },
    { client_id: 'passerelle-pages', client_secret: 'a secret: of the pages', redirect_uris: ['en', 'fr', 'es'].map((it) => `${base}/${it}/sign-in/oidc/callback`) },
  ],
  claims: { openid: ['sub', 'roles', 'pes_member'] },
  conformIdTokenClaims: false,
  extraTokenClaims: () => person,
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...person }) }),
  pkce: { required: () => true },
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => audience,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({ scope: '', audience, accessTokenFormat: 'jwt', accessTokenTTL: 300 }),
    },
  },
});
const server = http.createServer(provider.callback()).listen(port, '127.0.0.1');

async function bearer() {
  const credentials = ['importer', 'a secret of the importer'].map(encodeURIComponent).join(':');
  const answer = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', resource: audience }),
  });
  const { access_token: token } = await answer.json();
  assert(token, `no token: ${answer.status}`);
  const list = (sent) => fetch(`${base}/api/v1/contributions`, { headers: { authorization: `Bearer ${sent}` } });
  const taken = await list(token);
  assert(taken.status === 200, `${taken.status} ${await taken.text()}`);
  const [head, , signature] = token.split('.');
  const forged = Buffer.from(JSON.stringify({ iss: issuer, aud: audience, sub: 'x', exp: 9e9, roles: ['pes-boss'] })).toString('base64url');
  const refused = await list(`${head}.${forged}.${signature}`);
  assert(refused.status === 401, `forged: ${refused.status}`);
}

// A browser: it keeps cookies, and follows one step at a time.
class Browser {
  jars = new Map();

  async go(address, form) {
    const { origin } = new URL(address);
    const jar = this.jars.get(origin) ?? new Map();
    this.jars.set(origin, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(address, { method: form ? 'POST' : 'GET', body: form && new URLSearchParams(form), headers: cookie ? { cookie } : {}, redirect: 'manual' });
    for (const line of answer.headers.getSetCookie()) {
      const [name, value] = line.split(';')[0].split(/=(.*)/s);
      if (value) jar.set(name, value); else jar.delete(name);
    }
    const to = answer.headers.get('location');
    return { status: answer.status, to: to && new URL(to, address).href, text: await answer.text() };
  }

  async follow(address) {
    let answer = { to: address };
    while (answer.to && !answer.to.includes('/interaction/')) answer = await this.go(this.at = answer.to);
    return answer;
  }
}

async function signIn() {
  const browser = new Browser();
  let at = await browser.follow(`${base}/en/sign-in/oidc`);
  for (const prompt of ['login', 'consent']) {
    assert(at.to, `${prompt}: ${at.status} ${at.text}`);
    const form = { prompt, ...(prompt === 'login' && { login: 'amina', password: 'of no account' }) };
    at = await browser.follow((await browser.go(at.to, form)).to);
  }
  assert(at.status === 200 && browser.at === `${base}/en/desk`, `${browser.at}: ${at.status} ${at.text}`);
  const again = await new Browser().go(`${base}/en/sign-in/oidc/callback?code=a&state=b`);
  assert(again.status >= 400 && again.status < 500, `a callback that nobody asked for: ${again.status}`);
}

try {
  await bearer();
  if (what === 'pages') await signIn();
  console.log(`oidc-provider: tokens${what === 'pages' ? ' and sign-in' : ''}`);
} finally {
  server.close();
  server.closeAllConnections();
}
