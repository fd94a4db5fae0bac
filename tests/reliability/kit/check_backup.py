"""Backup while others write: consistent, with all that was acknowledged before
it began; what is restored has the same canonical hash."""

import time

from .server import Server, command
from .writers import Writers, batches, compare

GRAPH = "https://example.org/graph/backup"


def has_command(binary, name):
    return command(binary, name, "--help", check=False).returncode == 0


def restored(kit, name, backup):
    """A data directory made from a backup."""
    folder = kit.folder(name)
    command(kit.binary, "restore", backup, "--data", folder)
    return folder


def run(kit, report):
    if not has_command(kit.binary, "backup") or not has_command(kit.binary, "restore"):
        return report.skip("all", "the binary has no commands backup and restore")
    rounds, slowest = 20 if kit.full else 3, 0.0
    server = Server(kit.binary, kit.folder("backup"), kit.settings)
    with server:
        server.key = server.create_key()
        kit.warm(server)
        for number in range(rounds):
            graph, backup = f"{GRAPH}-{number}", kit.root / f"backup-{number}"
            with Writers(server, graph) as writers:
                time.sleep(0.7)
                before, begun = set(writers.acknowledged), time.monotonic()
                command(server.binary, "backup", backup, "--data", server.data)
                slowest = max(slowest, time.monotonic() - begun)
            with Server(kit.binary, restored(kit, f"restored-{number}", backup), kit.settings) as copy:
                kit.warm(copy)
                fault, _, _ = compare(copy, graph, before)
                report.case(f"under writes {number}", fault)
                answer = copy.update("INSERT DATA { <urn:a> <urn:b> <urn:c> }", server.key)
                report.case(f"the key works {number}", None if answer.status in (200, 204) else str(answer))
        quiet = kit.root / "backup-quiet"
        command(server.binary, "backup", quiet, "--data", server.data)
        everything = batches(server, graph)
    folder = restored(kit, "restored-quiet", quiet)
    hashes = {command(kit.binary, "hash", "--data", data).stdout for data in (server.data, folder)}
    report.case("same canonical hash", None if len(hashes) == 1 else f"they differ: {hashes}")
    report.case("hash of something", None if everything else "nothing had been written")
    report.figure("backups", rounds + 1)
    report.figure("slowest s", slowest)
