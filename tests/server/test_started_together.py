"""Two servers of one fresh checkout start at once: what both need is made once, whole, and both answer with it."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.copied import copied

MAKE = """
import brotli, sys
made = []
compress = brotli.compress
brotli.compress = lambda raw, **how: made.append(len(raw)) or compress(raw, **how)
from data import store, views
from server import bundle
store.refresh()
files = [*bundle.manifest().values(), *(views.bake(name) for name in views.VIEWS)]
print(len(made), *sorted(files))
"""


def test_what_two_would_make_one_makes(tmp_path: Path):
    house = copied(tmp_path)
    shutil.rmtree(house / "build" / "views", ignore_errors=True)
    for old in [*(house / "build").glob("static.json"), *(house / "build" / "static").glob("app.*")]:      # the largest two
        old.unlink()
    before = set((house / "build").rglob("*.br"))
    both = [subprocess.Popen([sys.executable, "-c", MAKE], cwd=house, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    (one, first), (two, second) = (one.communicate()[0].strip().split(" ", 1) for one in both)
    assert all(one.returncode == 0 for one in both)
    assert first == second
    compressed = set((house / "build").rglob("*.br")) - before
    assert int(one) + int(two) == len(compressed) > 10
    for path in compressed:
        assert path.with_suffix("").is_file() and path.with_suffix(".gz").is_file()
        assert re.search(r"\.[0-9a-f]{8,12}\.", path.name)

