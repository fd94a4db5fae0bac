"""File systems of the kit's own: one in a file, one of a few MiB in memory.
Mounting needs root; where that is not allowed, the check is skipped."""

import os
import subprocess


class Unable(Exception):
    """Nothing can be mounted here."""


def run(*arguments):
    try:
        done = subprocess.run([*map(str, arguments)], capture_output=True, text=True)
    except FileNotFoundError as error:
        raise Unable(f"{arguments[0]} is not installed") from error
    if done.returncode:
        raise Unable(f"{arguments[0]}: {done.stderr.strip()}")


class Mount:
    """Mounted when entered, unmounted when left."""

    def __init__(self, folder, *arguments):
        self.folder, self.arguments = folder, arguments

    def __enter__(self):
        if os.geteuid() != 0:
            raise Unable("mounting needs root")
        self.folder.mkdir(parents=True, exist_ok=True)
        run("mount", *self.arguments, self.folder)
        return self

    def __exit__(self, *_):
        run("umount", self.folder)


class Disk(Mount):
    """A file system in a file."""

    def __init__(self, image, folder):
        super().__init__(folder, "-o", "loop", image)

    @staticmethod
    def make(image, mib):
        with open(image, "wb") as file:
            file.truncate(mib << 20)
        run("mkfs.ext4", "-q", "-F", image)


class SmallDisk(Mount):
    """A file system in memory that is soon full."""

    def __init__(self, folder, mib):
        super().__init__(folder, "-t", "tmpfs", "-o", f"size={mib}m", "tmpfs")

    def free(self):
        stat = os.statvfs(self.folder)
        return stat.f_bavail * stat.f_frsize

    def fill(self, leave):
        """Writes a file that leaves so many bytes."""
        with open(self.folder / "ballast", "wb") as file:
            while (size := min(1 << 20, self.free() - leave)) > 0:
                file.write(bytes(size))
                file.flush()

    def relieve(self):
        (self.folder / "ballast").unlink()
