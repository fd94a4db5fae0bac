"""A damaged store: bytes changed, cut off or lost while the server was down are
noticed at its start, in words, or nothing that was acknowledged is missing."""

import re
import shutil
import subprocess

from .server import Down, Server
from .writers import Writers, compare

import time

GRAPH = "https://example.org/graph/damaged"
LIVED_S = 1.5
WORDS = re.compile(r"damag|corrupt|rolled back|lost|missing|truncat|checksum|behind|incomplete", re.IGNORECASE)


def flip(path, share):
    """Changes one byte."""
    with open(path, "r+b") as file:
        place = int(path.stat().st_size * share)
        file.seek(place)
        byte = file.read(1)
        file.seek(place)
        file.write(bytes([byte[0] ^ 0x55]))


def cut(path, share):
    with open(path, "r+b") as file:
        file.truncate(int(path.stat().st_size * share))


def zero(path, share):
    """Nothing but zero bytes from there on, as some file systems leave it."""
    size = path.stat().st_size
    with open(path, "r+b") as file:
        file.seek(int(size * share))
        file.write(bytes(size - int(size * share)))


DAMAGES = {
    "log: byte at 10 %": ("*.log", lambda path: flip(path, 0.1)),
    "log: byte in the middle": ("*.log", lambda path: flip(path, 0.5)),
    "log: byte near the end": ("*.log", lambda path: flip(path, 0.98)),
    "log: cut in the middle": ("*.log", lambda path: cut(path, 0.5)),
    "log: cut near the end": ("*.log", lambda path: cut(path, 0.95)),
    "log: empty": ("*.log", lambda path: cut(path, 0)),
    "log: gone": ("*.log", lambda path: path.unlink()),
    "log: zeros from the middle": ("*.log", lambda path: zero(path, 0.5)),
    "table: byte in the middle": ("*.sst", lambda path: flip(path, 0.5)),
    "table: byte near the end": ("*.sst", lambda path: flip(path, 0.999)),
    "table: cut": ("*.sst", lambda path: cut(path, 0.5)),
    "table: gone": ("*.sst", lambda path: path.unlink()),
    "manifest: byte in the middle": ("MANIFEST-*", lambda path: flip(path, 0.5)),
    "manifest: cut": ("MANIFEST-*", lambda path: cut(path, 0.5)),
    "current: gone": ("CURRENT", lambda path: path.unlink()),
}


def largest(data, pattern):
    """The file of that kind that holds most, among those of the store in use."""
    files = [path for path in data.rglob(pattern) if path.is_file() and not path.is_symlink()]
    return max(files, key=lambda path: path.stat().st_size, default=None)


def written(kit, folder):
    """A store with writes in its log, killed; what was acknowledged."""
    server = Server(kit.binary, folder, kit.settings)
    with server:
        server.key = server.create_key()
        kit.warm(server)
        with Writers(server, GRAPH) as writers:
            time.sleep(LIVED_S)
        server.kill()
    return writers.acknowledged


def fault(kit, folder, acknowledged):
    """None when the damage was noticed in words, or did no harm."""
    server = Server(kit.binary, folder, kit.settings)
    server.log_path.unlink(missing_ok=True)
    try:
        server.start()
    except Down as error:
        return None if WORDS.search(str(error)) else f"no start, and the reason is not said: {error}"
    try:
        kit.warm(server)
        lost, _, _ = compare(server, GRAPH, acknowledged)
    except (Down, OSError) as error:
        lost = str(error)
    finally:
        server.stop()
    if lost and not WORDS.search(server.log_tail(20_000)):
        return f"{lost}, without a word"
    return None


def copy(source, target):
    """A copy with its own files: links would share the damage."""
    subprocess.run(["cp", "-r", source, target], check=True)


def run(kit, report):
    source = kit.folder("damaged")
    acknowledged = written(kit, source)
    if not acknowledged:
        raise Down("nothing was acknowledged")
    report.figure("batches acknowledged", len(acknowledged))
    folder = kit.root / "damaged-copy" / "data"
    folder.parent.mkdir()
    for name, (pattern, damage) in DAMAGES.items():
        copy(source, folder)
        path = largest(folder, pattern)
        if path is None or not path.stat().st_size:
            report.skip(name, f"the store has no {pattern}")
        else:
            damage(path)
            report.case(name, fault(kit, folder, acknowledged))
        shutil.rmtree(folder)
    copy(source, folder)
    report.case("undamaged", fault(kit, folder, acknowledged))
