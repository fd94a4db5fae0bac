"""A power cut: what is on the disk at that moment, and nothing that was only in
memory, must hold every acknowledged write.

The data directory is on a file system of its own, in a file that is mounted as
a loop device. What the server wrote but did not sync is in the page cache and
not in that file; so a copy of the file is the disk as a cut would leave it.
A file that the kit writes without a sync is the control: it must not be there.
Not shown: a disk that says it has synced and has not.
"""

import os
import shutil
import signal
import subprocess
import time

from .crash_disk import Disk, Unable
from .server import Down, Server
from .writers import Writers, compare

GRAPH = "https://example.org/graph/power-"
SIZE_MIB = 1024
LIVED_S = (0.3, 1.2)


def cut(server, image, copy):
    """Copies the disk of one moment: the server writes nothing meanwhile, or the
    end of the copy would be of another moment than its beginning."""
    os.kill(server.process.pid, signal.SIGSTOP)
    try:
        subprocess.run(["cp", "--sparse=always", image, copy], check=True)
    finally:
        os.kill(server.process.pid, signal.SIGCONT)


def after_the_cut(kit, copy, key, graphs, number):
    """Starts a server on a copy of the disk; what is wrong, and batches lost."""
    try:
        with Disk(copy, kit.root / "power-after") as disk:
            control = disk.folder / f"control-{number}"
            if control.exists() and control.read_bytes().strip(b"\0"):
                return "the control survived: this shows nothing", 0, 0
            with Server(kit.binary, disk.folder / "data", kit.settings) as server:
                server.key = key
                kit.warm(server)
                found = [compare(server, graph, acknowledged) for graph, acknowledged in graphs.items()]
    except Down as error:
        return f"no start after the cut: {error}", 0, 0
    finally:
        copy.unlink()
    words = [words for words, _, _ in found if words]
    return ("; ".join(words) or None), sum(lost for _, lost, _ in found), sum(half for _, _, half in found)


def run(kit, report):
    rounds = 30 if kit.full else 4
    image = kit.root / "power.img"
    try:
        Disk.make(image, SIZE_MIB)
        disk = Disk(image, kit.root / "power").__enter__()
    except Unable as error:
        return report.skip("all", str(error))
    lost = half = batches = 0
    try:
        with Server(kit.binary, disk.folder / "data", kit.settings) as server:
            server.log_path = kit.root / "power.log"
            server.key = server.create_key()
            kit.warm(server)
            graphs = {}
            for number in range(rounds):
                graph = f"{GRAPH}{number}"
                with Writers(server, graph) as writers:
                    time.sleep(kit.random.uniform(*LIVED_S))
                (disk.folder / f"control-{number}").write_text("not synced" * 1000)
                graphs[graph] = writers.acknowledged
                recent = dict(list(graphs.items())[-3:])
                copy = kit.root / f"power-{number}.img"
                cut(server, image, copy)
                fault, gone, torn = after_the_cut(kit, copy, server.key, recent, number)
                if not fault and not writers.acknowledged:
                    fault = f"nothing was acknowledged: {writers.answers}"
                report.case(f"cut {number}", fault)
                lost, half, batches = lost + gone, half + torn, batches + len(writers.acknowledged)
    finally:
        disk.__exit__()
        shutil.rmtree(kit.root / "power", ignore_errors=True)
        os.unlink(image)
    report.figure("cuts", rounds)
    report.figure("batches acknowledged", batches)
    report.figure("lost", lost)
    report.figure("half there", half)
