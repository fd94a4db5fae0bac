"""Cases as data: TOML in ../corpus, with one way to write what is long.

`«400×{ SELECT * »` is the piece `{ SELECT * ` 400 times over; `№` in it counts
from 0. `‹NAME›` stands for what the check puts there.
"""

import re
import tomllib
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "corpus"
REPEAT = re.compile("«([0-9]+)×([^»]*)»", re.DOTALL)


def read(name):
    """The cases of a file, whose names must differ."""
    cases = tomllib.loads((FOLDER / name).read_text())["case"]
    names = [case["name"] for case in cases]
    double = {name for name in names if names.count(name) > 1}
    assert not double, f"{name}: named twice: {double}"
    return cases


def expand(text, **values):
    """A text written out."""
    for name, value in values.items():
        text = text.replace(f"‹{name}›", str(value))
    return REPEAT.sub(lambda found: repeated(int(found[1]), found[2]), text)


def repeated(times, piece):
    if "№" not in piece:
        return piece * times
    return "".join(piece.replace("№", str(number)) for number in range(times))
