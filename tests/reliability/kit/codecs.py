"""Bodies made small that unpack to much, and bodies packed wrongly."""

import gzip
import struct
import zlib
from pathlib import Path

BOMBS = Path(__file__).parent.parent / "corpus" / "bombs"
MIB = 1 << 20
SPACES = b" " * MIB
TRIPLES = (b'<urn:s> <urn:p> "' + b"x" * 230 + b'" .\n') * 4096


def pack(codec, body, bomb_mib):
    """What goes on the wire."""
    return CODECS[codec](body, bomb_mib)


def gzip_bad_checksum(body, _):
    packed = bytearray(gzip.compress(body))
    packed[-8] ^= 0xFF
    return bytes(packed)


def deflated(block, blocks, wbits):
    """One stream that holds a block many times over; its checksum is wrong,
    which a reader learns only when it has read all of it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, wbits)
    head = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + again * (blocks - 1) + packer.flush()


def zstd_frame(window_log, blocks):
    """A frame of blocks, each a byte and how often it is repeated."""
    descriptor = bytes([(window_log - 10) << 3])
    return b"\x28\xb5\x2f\xfd" + b"\x00" + descriptor + b"".join(blocks)


def zstd_repeated(byte, size, last=False):
    return struct.pack("<I", size << 3 | 1 << 1 | last)[:3] + byte


def zstd_raw(body, _):
    """Blocks that are not packed at all, as the format allows."""
    parts = [body[at : at + 100_000] for at in range(0, len(body), 100_000)]
    headers = [struct.pack("<I", len(part) << 3 | (part is parts[-1]))[:3] for part in parts]
    return zstd_frame(17, [header + part for header, part in zip(headers, parts)])


def zstd_spaces(_, mib):
    block = zstd_repeated(b" ", 128 * 1024)
    return zstd_frame(17, [block] * (8 * mib) + [zstd_repeated(b" ", 1, last=True)])


def zstd_window(*_):
    return zstd_frame(41, [zstd_repeated(b" ", 1, last=True)])


CODECS = {
    "gzip": lambda body, _: gzip.compress(body),
    "gzip-bad-crc": gzip_bad_checksum,
    "gzip-twice": lambda body, _: gzip.compress(gzip.compress(body)),
    "gzip-spaces": lambda _, mib: deflated(SPACES, mib, 31),
    "gzip-members": lambda _, mib: gzip.compress(SPACES) * mib,
    "gzip-triples": lambda _, mib: deflated(TRIPLES, mib, 31),
    "deflate-spaces": lambda _, mib: deflated(SPACES, mib, 15),
    "zstd": zstd_raw,
    "zstd-spaces": zstd_spaces,
    "zstd-window": zstd_window,
    "brotli-spaces": lambda *_: (BOMBS / "spaces-1-gib.br").read_bytes(),
}
