"""HTTP as bytes: what is sent need not be well formed, what comes back is read
until the server closes, or for as long as it may take."""

import http.client
import io
import socket
import time


class Bytes(io.BytesIO):
    """Bytes that http.client takes for a connection, and cannot close."""

    def makefile(self, *_):
        return self

    def close(self):
        pass


def exchange(host, port, parts, pause_s=0.0, within_s=5.0):
    """Sends the parts; returns what came back and how the connection stood then."""
    with socket.create_connection((host, port), timeout=within_s) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        deadline = time.monotonic() + within_s
        received = bytearray()
        for place, part in enumerate(parts):
            if place and pause_s and read_for(connection, received, pause_s):
                return bytes(received), "closed"
            try:
                connection.settimeout(within_s)
                connection.sendall(part)
            except (ConnectionError, TimeoutError):
                break  # What the server said before it closed is still to be read.
        closed = read_for(connection, received, deadline - time.monotonic())
        return bytes(received), "closed" if closed else "open"


def read_for(connection, received, seconds):
    """Reads for so long; true when the other side closed."""
    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0:
        connection.settimeout(left)
        try:
            part = connection.recv(1 << 16)
        except TimeoutError:
            return False
        except ConnectionError:
            return True
        if not part:
            return True
        received += part
    return False


def statuses(received, method="GET"):
    """The statuses of all responses in what was received; `bare` for what is none."""
    source, found = Bytes(received), []
    while source.tell() < len(received):
        response = http.client.HTTPResponse(source, method=method)
        try:
            response.begin()
            found.append(str(response.status))
            response.read()
        except http.client.IncompleteRead:
            found.append("cut")
            break
        except (http.client.HTTPException, ValueError):
            found.append("bare")
            break
        if response.will_close and source.tell() >= len(received):
            break
    return found
