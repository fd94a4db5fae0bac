"""Who may write: every role and every way to be nobody, on every write, gets
exactly the documented answer, and what was refused was not done."""

import base64
import http.client
import json
import subprocess
import time
from urllib.parse import urlencode

from .server import Down, Server, command

GRAPH = "https://example.org/graph/authorisation"
TURTLE = {"Content-Type": "text/turtle"}
MARK = "<https://example.org/s> <https://example.org/p> <https://example.org/o>"
PRESENT = f"ASK {{ GRAPH <{GRAPH}> {{ {MARK} }} }}"
INSERT = f"INSERT DATA {{ GRAPH <{GRAPH}> {{ {MARK} }} }}"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
MAY_WRITE = {"admin"}
ROLES = ["reader", "contributor", "reviewer", "admin"]


def writes(server):
    """Every way to write: name → method, path, body, headers. `DELETE` needs the
    graph to be there, the others make it."""
    path = server.store_path(GRAPH)
    update = {"Content-Type": "application/sparql-update"}
    return {
        "update": ("POST", "/update", INSERT.encode(), update),
        "update by form": ("POST", "/update", urlencode({"update": INSERT}).encode(), FORM),
        "store put": ("PUT", path, f"{MARK} .".encode(), TURTLE),
        "store post": ("POST", path, f"{MARK} .".encode(), TURTLE),
        "store post default": ("POST", "/store?default", f"{MARK} .".encode(), TURTLE),
        "store patch": ("PATCH", path, INSERT.encode(), update),
        "store delete": ("DELETE", path, None, {}),
    }


def create(server, role, *more):
    """A key and its identifier."""
    before = {key["id"] for key in listed(server)}
    secret = server.create_key(role, *more)
    new = [key["id"] for key in listed(server) if key["id"] not in before]
    return secret, new[0]


def listed(server):
    return json.loads(command(server.binary, "keys", "list", "--json", "--data", server.data).stdout)


def expired(server):
    """A key whose time is over."""
    secret, name = create(server, "admin", "--expires", "1s")
    deadline = time.monotonic() + 10
    while any(key["id"] == name and key["state"] == "good" for key in listed(server)):
        if time.monotonic() > deadline:
            raise Down("the key does not expire")
        time.sleep(0.1)
    return secret


def revoked(server):
    """A key that was good, and was used, until it was revoked."""
    secret, name = create(server, "admin")
    answer = server.update("INSERT DATA {}", key=secret)
    if answer.status not in (200, 204):
        raise Down(f"a new key is refused: {answer}")
    command(server.binary, "keys", "revoke", name, "--data", server.data)
    return secret


def unsigned(payload):
    """A token that says of itself that it needs no signature."""
    part = lambda value: base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()
    return f"{part({'alg': 'none', 'typ': 'JWT'})}.{part(payload)}."


def nobodies(server, admin):
    """Headers that must not let anybody in, and how the path is changed."""
    basic = base64.b64encode(f"admin:{admin}".encode()).decode()
    other = ("a" if admin[-1] != "a" else "b")
    headers = {
        "no header": {},
        "empty": {"Authorization": ""},
        "scheme alone": {"Authorization": "Bearer"},
        "scheme and spaces": {"Authorization": "Bearer    "},
        "no scheme": {"Authorization": admin},
        "Basic": {"Authorization": f"Basic {basic}"},
        "Basic with the bare key": {"Authorization": f"Basic {admin}"},
        "Digest": {"Authorization": f'Digest username="admin", response="{admin}"'},
        "Token": {"Authorization": f"Token {admin}"},
        "last character wrong": {"Authorization": f"Bearer {admin[:-1]}{other}"},
        "last character missing": {"Authorization": f"Bearer {admin[:-1]}"},
        "one character more": {"Authorization": f"Bearer {admin}x"},
        "other case": {"Authorization": f"Bearer {admin.swapcase()}"},
        "two keys": {"Authorization": f"Bearer {admin}, Bearer {admin}"},
        "key twice": {"Authorization": f"Bearer {admin} {admin}"},
        "quoted": {"Authorization": f'Bearer "{admin}"'},
        "percent": {"Authorization": f"Bearer {admin[:-1]}%{ord(admin[-1]):02x}"},
        "wildcard": {"Authorization": "Bearer %"},
        "SQL": {"Authorization": "Bearer ' OR '1'='1"},
        "alg none": {"Authorization": f"Bearer {unsigned({'role': 'admin', 'sub': 'admin'})}"},
        "50 kB": {"Authorization": "Bearer " + "a" * 50_000},
        "cookie": {"Cookie": f"key={admin}; Authorization=Bearer {admin}"},
        "X-Api-Key": {"X-Api-Key": admin},
        "X-Role": {"X-Role": "admin", "X-Forwarded-User": "admin"},
        "Proxy-Authorization": {"Proxy-Authorization": f"Bearer {admin}"},
        "expired": {"Authorization": f"Bearer {expired(server)}"},
        "revoked": {"Authorization": f"Bearer {revoked(server)}"},
    }
    cases = {name: (more, "") for name, more in headers.items()}
    cases["key in the address"] = ({}, f"key={admin}")
    cases["access_token in the address"] = ({}, f"access_token={admin}")
    return cases


def present(server):
    return b"true" in server.get(f"/sparql?{urlencode({'query': PRESENT})}").body


def attempt(server, write, more, extra, expected):
    """What is wrong with the answer to a write, or with what it did."""
    name, (method, path, body, headers) = write
    if extra:
        path += ("&" if "?" in path else "?") + extra
    server.request("PUT" if name == "store delete" else "DELETE", server.store_path(GRAPH),
                   f"{MARK} .".encode() if name == "store delete" else None, TURTLE, server.key)
    before = present(server)
    try:
        answer = server.request(method, path, body, headers | more)
    except (ConnectionError, http.client.HTTPException) as error:
        return f"no answer: {error!r}"
    if answer.status not in expected:
        return f"{answer}, expected {' or '.join(map(str, expected))}"
    if answer.status == 401 and "bearer" not in answer.headers.get("WWW-Authenticate", "").lower():
        return "401 without WWW-Authenticate: Bearer"
    if answer.headers.get("Access-Control-Allow-Origin"):
        return "a write is open to other sites"
    if answer.status >= 300 and present(server) != before:
        return f"refused with {answer.status}, but done"
    if answer.status < 300 and name != "store post default" and present(server) == before:
        return f"answered with {answer.status}, but not done"
    return None


def secrets_kept(server, secrets):
    """Keys are nowhere on disk and in no log, whoever looks."""
    for secret in secrets:
        grep = ["grep", "-rlaF", secret, str(server.data), str(server.log_path)]
        found = subprocess.run(grep, capture_output=True, text=True).stdout.split()
        if found:
            return f"a key is readable in {', '.join(found)}"
    return None


def run(kit, report):
    settings = {"log_json": "true"} | kit.settings
    with Server(kit.binary, kit.folder("authorisation"), settings) as server:
        server.key = server.create_key()
        kit.warm(server)
        keys = {role: server.create_key(role) for role in ROLES}
        for write in writes(server).items():
            for role, key in keys.items():
                expected = (200, 201, 204) if role in MAY_WRITE else (403,)
                found = attempt(server, write, {"Authorization": f"Bearer {key}"}, "", expected)
                report.case(f"{role}: {write[0]}", found)
        for name, (more, extra) in nobodies(server, server.key).items():
            # The protocols' own parameters are checked before or after the key;
            # unknown ones may be refused as such.
            expected = (400, 401) if extra or name == "50 kB" else (401,)
            for write in writes(server).items():
                report.case(f"{name}: {write[0]}", attempt(server, write, more, extra, expected))
        scheme = {"Authorization": f"bEARER {server.key}"}
        for write in list(writes(server).items())[:1]:
            report.case("scheme in any case", attempt(server, write, scheme, "", (200, 204)))
        reads_are_open(server, report)
        report.case("keys stay secret", secrets_kept(server, [server.key, *keys.values()]))
    report.case("keys stay secret on disk", secrets_kept(server, [server.key, *keys.values()]))


def reads_are_open(server, report):
    """Reading needs no key, and a wrong one does not stand in its way, or is refused."""
    for path in (f"/sparql?{urlencode({'query': PRESENT})}", "/store?default", "/api/v1/members"):
        answer = server.get(path)
        report.case(f"open: {path[:12]}", None if answer.status == 200 else str(answer))
        answer = server.get(path, headers={"Authorization": "Bearer wrong"})
        report.case(f"open with a wrong key: {path[:12]}", None if answer.status in (200, 401) else str(answer))
