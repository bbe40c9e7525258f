"""The rows of live datasets in an object store, too: written after each refresh, read by machines that only show."""

from dataclasses import dataclass

from data import whole
from data.places import Place, PlaceError
from data.sources.core import files
from data.sources.core.shelf import MANIFEST, Manifest, Shelf, manifest_from


@dataclass(frozen=True)
class Carried:
    """Files that were carried, and why not all of them were; an empty ``reason`` = all is the same on both sides."""

    files: int
    reason: str = ""


def push(shelf: Shelf, place: Place) -> Carried:
    """Carries what the store lacks: files first, the manifest last: a reader there never sees half. Begun again, it goes on.

    A store that is away, or holds newer rows than this machine, is left as it is and said in ``reason``.
    """
    ours, carried = shelf.manifest(), 0
    try:
        theirs = _remote(place, shelf.source.name)
        if theirs.version > ours.version:
            return Carried(0, f"{place.url} holds newer rows (version {theirs.version}, here {ours.version})")
        there = theirs.digests()
        for path, digest in ours.digests().items():
            if there.get(path) != digest:
                place.write(f"{shelf.source.name}/{path}", (shelf.folder / path).read_bytes())
                carried += 1
        if ours.files and theirs != ours:
            place.write(f"{shelf.source.name}/{MANIFEST}", (shelf.folder / MANIFEST).read_bytes())
    except PlaceError as error:
        return Carried(carried, str(error))
    return Carried(carried)


def pull(shelf: Shelf, place: Place) -> Carried:
    """Brings newer rows here, each file compared with its SHA-256; the manifest is swapped last. What is here stays until then."""
    carried = 0
    try:
        theirs = _remote(place, shelf.source.name)
        if not theirs.files or theirs.version <= shelf.manifest().version:
            return Carried(0)
        for path, digest in theirs.digests().items():
            target = shelf.folder / path
            if target.resolve().is_relative_to(shelf.folder.resolve()) and target.exists() and files.sha256(target) == digest:
                continue
            if not target.resolve().is_relative_to(shelf.folder.resolve()):
                return Carried(carried, f"{place.url} names a file outside its folder: {path}")
            content = place.read(f"{shelf.source.name}/{path}")
            whole.write(target, content)
            if files.sha256(target) != digest:
                target.unlink()
                return Carried(carried, f"{place.url}/{shelf.source.name}/{path} is not what the manifest promises")
            carried += 1
        files.write_json(shelf.folder / MANIFEST, theirs.__dict__)
    except FileNotFoundError as error:
        return Carried(carried, f"{place.url} lacks a file its manifest names: {error}")
    except PlaceError as error:
        return Carried(carried, str(error))
    return Carried(carried)


def _remote(place: Place, name: str) -> Manifest:
    import json
    try:
        return manifest_from(json.loads(place.read(f"{name}/{MANIFEST}")))
    except FileNotFoundError:
        return Manifest()
    except (ValueError, TypeError):
        raise PlaceError(f"{place.url}/{name}/{MANIFEST} cannot be read") from None
