"""A platform that is told what changes, and verifies by the library of Standard
Webhooks: argument 1 is the service, 2 a key, 3 the port that the service may
send to."""

import json
import queue
import sys
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from standardwebhooks import Webhook, WebhookVerificationError

BASE, KEY, PORT = sys.argv[1], sys.argv[2], int(sys.argv[3])
PATIENCE_S = 30
messages = queue.Queue()


class Platform(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        messages.put((dict(self.headers), body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


def ask(method, path, body=None, content_type="application/json", **headers):
    data = body if isinstance(body, (bytes, type(None))) else json.dumps(body).encode()
    headers = {"Authorization": f"Bearer {KEY}", "Content-Type": content_type, **headers}
    request = urllib.request.Request(BASE + path, data, headers, method=method)
    with urllib.request.urlopen(request) as answer:
        text = answer.read()
        return json.loads(text) if text else None


def refused(webhook, body, headers):
    try:
        webhook.verify(body, headers)
    except WebhookVerificationError:
        return True
    return False


platform = ThreadingHTTPServer(("127.0.0.1", PORT), Platform)
threading.Thread(target=platform.serve_forever, daemon=True).start()
made = ask("POST", "/api/v1/webhooks", {"url": f"http://127.0.0.1:{PORT}/hook", "kinds": ["graph"]})
webhook = Webhook(made["secret"])

graph = "https://example.org/graph/webhooks"
ask("PUT", f"/store?graph={graph}", b"<urn:s> <urn:p> 1 .", "text/turtle")
headers, body = messages.get(timeout=PATIENCE_S)
message = webhook.verify(body, headers)
assert message["type"] == "graph.created" and message["data"]["id"] == graph, message
assert refused(webhook, body + b" ", headers)
assert refused(Webhook("whsec_" + "A" * 32), body, headers)

# Both secrets are good while one replaces the other.
path = f"/api/v1/webhooks/{made['id']}"
renewed = Webhook(ask("POST", f"{path}/secret", {})["secret"])
ask("POST", f"{path}/test")
headers, body = messages.get(timeout=PATIENCE_S)
assert webhook.verify(body, headers) == renewed.verify(body, headers)

ask("DELETE", path, **{"If-Match": "*"})
ask("DELETE", f"/store?graph={graph}")
platform.shutdown()
print("webhooks: signed, verified, refused when tampered with, rotated")
