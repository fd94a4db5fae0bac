"""Clients that write numbered batches and remember which were acknowledged."""

import http.client
import threading

from .server import Down

TRIPLES = 7
BATCH = "https://example.org/batch/"
ITEM = "https://example.org/item"


class Writers:
    """Several clients, each posting one update after the other until stopped.

    A batch is so many triples in one update: all of them or none may be there.
    """

    def __init__(self, server, graph, clients=6):
        self.server, self.graph, self.acknowledged, self.answers = server, graph, set(), {}
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._write, args=(client,)) for client in range(clients)]

    def _write(self, client):
        number = 0
        while not self._stop.is_set():
            batch = f"{client}-{number}"
            try:
                answer = self.server.update(insert(self.graph, batch), timeout=20)
            except (OSError, http.client.HTTPException):
                return  # The server is gone, as it was meant to be.
            self.answers[answer.status] = self.answers.get(answer.status, 0) + 1
            if answer.status in (200, 204):
                self.acknowledged.add(batch)
            number += 1

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        """Lets each finish the update it is at."""
        self._stop.set()
        for thread in self._threads:
            thread.join()


def insert(graph, batch):
    items = ", ".join(f'"{batch} {item}"' for item in range(TRIPLES))
    return f"INSERT DATA {{ GRAPH <{graph}> {{ <{BATCH}{batch}> <{ITEM}> {items} }} }}"


def batches(server, graph):
    """How many triples of each batch are there."""
    query = f"SELECT ?b (COUNT(?i) AS ?n) WHERE {{ GRAPH <{graph}> {{ ?b <{ITEM}> ?i }} }} GROUP BY ?b"
    return {row[0].removeprefix(BATCH): int(row[1]) for row in server.select(query)}


def compare(server, graph, acknowledged):
    """Acknowledged batches that are gone, and batches half there."""
    try:
        found = batches(server, graph)
    except (OSError, Down) as error:
        return f"the batches cannot be read: {error}", 0, 0
    lost = [batch for batch in acknowledged if batch not in found]
    half = [batch for batch, triples in found.items() if triples != TRIPLES]
    words = []
    if lost:
        words.append(f"{len(lost)} of {len(acknowledged)} acknowledged batches are gone")
    if half:
        words.append(f"{len(half)} batches are half there")
    return ", ".join(words) or None, len(lost), len(half)
