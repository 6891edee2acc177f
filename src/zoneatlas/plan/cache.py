"""What was worked out from a plan's files, kept between runs.

A store belongs to the content of the files: its name is a digest of every table and layer of the plan, of the program's
own modules and of the interpreter, so that it can never speak of anything else. It only saves time: without it, with a
damaged one, and where nothing can be written, the same is read and worked out from the files themselves.
docs/cache.md says where it lies and how to do without it.
"""

from __future__ import annotations

import marshal
import os
import sys
from typing import TYPE_CHECKING, Any, TypeVar

from zoneatlas import __version__
from zoneatlas.plan.locate import GEODATA, ZONES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    _T = TypeVar("_T")
    #: Name, modification time (ns) and size of each file.
    Stamp = tuple[tuple[str, int, int], ...]
    #: Digest and bytes of each part by name.
    Parts = dict[str, tuple[bytes, memoryview]]

__all__ = ["Store", "open_store", "plan_files"]

#: Names the folder of the stores, or is one of `_OFF`.
VARIABLE = "ZONEATLAS_CACHE"
_OFF = frozenset(("off", "0", "no", "none"))
_SUFFIXES = (".csv", ".geojson", ".toml")
_MAGIC = b"zoneatlas plan store 1\n"
_DIGEST_BYTES = 20
#: Plans of more bytes than this are not kept: their digest alone would take longer than a small question.
_MOST_PLAN_BYTES = 50_000_000
_MOST_STORE_BYTES = 100_000_000
#: So many plans are kept, the latest.
_MOST_STORES = 8
_VALUES, _MOST_VALUES = "values", 10_000
#: Modules whose code decides what is worked out.
_ROOMS = ("space", "plan", "answers")


class Store:
    """Parts of one plan by name, each made at most once.

    Parameters
    ----------
    root
        The plan's folder.
    path
        Where the store is kept.
    key
        The digest it belongs to.
    stamp
        How the plan's files looked when the digest was taken.
    """

    def __init__(self, root: Path, path: str, key: str, stamp: Stamp) -> None:
        self._root = root
        self._path = path
        self._key = key
        self._stamp = stamp
        self._stored = _read(path)
        self._fresh: dict[str, Callable[[], Any]] = {}
        self._values: dict[str, Any] | None = None

    def part(
        self,
        name: str,
        make: Callable[[], _T],
        pack: Callable[[_T], object] | None = None,
        unpack: Callable[[Any], _T] | None = None,
    ) -> _T:
        """Return a part: as it was kept, else made now and kept when the store is saved.

        Parameters
        ----------
        name
            What it is.
        make
            Works it out.
        pack, unpack
            Between the part and plain values (texts, numbers, lists, tuples, dicts); left out where it is one itself.
        """
        plain = _loaded(self._stored.get(name))
        if plain is not None:
            return unpack(plain) if unpack is not None else plain
        made = make()
        self._fresh[name] = (lambda: made) if pack is None else (lambda: pack(made))
        return made

    def value(self, name: str, make: Callable[[], _T]) -> _T:
        """Return a small plain value that takes long to work out; all of them are one part, up to a number of them."""
        if self._values is None:
            self._values = self.part(_VALUES, dict)
            self._fresh.pop(_VALUES, None)
        if name in self._values:
            kept: _T = self._values[name]
            return kept
        made = make()
        if len(self._values) < _MOST_VALUES:
            self._values[name] = made
            self._fresh[_VALUES] = lambda: self._values
        return made

    def save(self) -> None:
        """Write what is new; without a word where that cannot be done, or the plan has been changed meanwhile."""
        if not self._fresh:
            return
        try:
            os.makedirs(os.path.dirname(self._path), mode=0o700, exist_ok=True)  # noqa: PTH103, PTH120
            if not os.access(os.path.dirname(self._path), os.W_OK):  # noqa: PTH120
                return
            if _stamp(self._root) != self._stamp or _key(self._root, self._stamp) != self._key:
                return
            fresh = {name: marshal.dumps(pack()) for name, pack in self._fresh.items()}
            parts = self._stored | {name: (_digest(part), memoryview(part)) for name, part in fresh.items()}
            written = _bytes_of(parts)
            if len(written) <= _MOST_STORE_BYTES:
                _write(self._path, written)
            self._fresh.clear()
        except (OSError, ValueError):
            return


def open_store(root: Path, environment: Mapping[str, str] = os.environ) -> Store | None:
    """Return the store of the plan in a folder; None where none is wanted or can be.

    Parameters
    ----------
    root
        The folder that holds ``zones/`` and ``geodata/``.
    environment
        Where `VARIABLE` and the folder for caches are looked up.
    """
    folder = _folder(environment)
    if folder is None:
        return None
    try:
        stamp = _stamp(root)
        if sum(size for _, _, size in stamp) > _MOST_PLAN_BYTES:
            return None
        key = _key(root, stamp)
    except OSError:
        return None
    return Store(root, os.path.join(folder, f"{key}.plan"), key, stamp)  # noqa: PTH118


def plan_files(root: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield every table and layer of a plan with its path inside the plan, in order; not those of subfolders."""
    for folder in (ZONES, GEODATA):
        base = os.path.join(root, folder)  # noqa: PTH118
        if not os.path.isdir(base):  # noqa: PTH112
            continue
        with os.scandir(base) as entries:
            found = sorted((entry for entry in entries if entry.name.endswith(_SUFFIXES)), key=lambda entry: entry.name)
        for entry in found:
            if entry.is_file():
                yield f"{folder}/{entry.name}", entry


def _stamp(root: Path) -> Stamp:
    return tuple((name, (told := entry.stat()).st_mtime_ns, told.st_size) for name, entry in plan_files(root))


def _key(root: Path, stamp: Stamp) -> str:
    """Return the digest of the plan's bytes, of the program and of the interpreter."""
    program = (__version__, sys.implementation.cache_tag, sys.hexversion, marshal.version, _program())
    digest = _blake2b(repr(program).encode())
    for name, _, _ in stamp:
        with open(os.path.join(root, name), "rb", buffering=0) as file:  # noqa: PTH118, PTH123
            data = file.read()
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    made: str = digest.hexdigest()
    return made


def _program() -> Stamp:
    """Return how the modules look that decide what is worked out, as Python itself tells stale bytecode."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120
    found = []
    for room in _ROOMS:
        with os.scandir(os.path.join(package, room)) as entries:  # noqa: PTH118
            for entry in entries:
                if entry.name.endswith(".py"):
                    told = entry.stat()
                    found.append((f"{room}/{entry.name}", told.st_mtime_ns, told.st_size))
    return tuple(sorted(found))


def _folder(environment: Mapping[str, str]) -> str | None:
    wanted = environment.get(VARIABLE, "")
    if wanted:
        return None if wanted.casefold() in _OFF else os.path.abspath(wanted)  # noqa: PTH100
    if sys.platform == "win32":
        base, below = environment.get("LOCALAPPDATA", ""), ""
    elif sys.platform == "darwin":
        base, below = environment.get("HOME", ""), "Library/Caches"
    else:
        base, below = environment.get("XDG_CACHE_HOME", ""), ""
        if not os.path.isabs(base):  # noqa: PTH117
            base, below = environment.get("HOME", ""), ".cache"
    return os.path.join(base, below, "zoneatlas") if os.path.isabs(base) else None  # noqa: PTH117, PTH118


# A store is its magic, the digest and the length of its table of contents, that table (name to offset, length and
# digest), and the parts one after the other, each as `marshal` writes plain values.


def _bytes_of(parts: Parts) -> bytes:
    contents, offset = {}, 0
    for name, (digest, part) in parts.items():
        contents[name] = (offset, len(part), digest)
        offset += len(part)
    table = marshal.dumps(contents)
    head = (_MAGIC, _digest(table), len(table).to_bytes(8, "big"), table)
    return b"".join((*head, *(part for _, part in parts.values())))


def _read(path: str) -> Parts:
    """Return the parts of a store with their digests; none where there is no store, or it is damaged."""
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123
            data = file.read()
        start = len(_MAGIC) + _DIGEST_BYTES + 8
        length = int.from_bytes(data[start - 8 : start], "big")
        table = data[start : start + length]
        if not data.startswith(_MAGIC) or _digest(table) != data[len(_MAGIC) : start - 8]:
            return {}
        parts = memoryview(data)[start + length :]
        contents = marshal.loads(table)  # noqa: S302  (our own bytes, as their digest shows)
        return {name: (digest, parts[at : at + size]) for name, (at, size, digest) in contents.items()}
    except (OSError, ValueError, EOFError, TypeError, AttributeError):
        return {}


def _loaded(stored: tuple[bytes, memoryview] | None) -> Any:  # noqa: ANN401  (whatever was kept; None: nothing)
    if stored is None:
        return None
    digest, part = stored
    return marshal.loads(part) if _digest(part) == digest else None  # noqa: S302  (the same)


def _digest(data: bytes | memoryview) -> bytes:
    made: bytes = _blake2b(data).digest()
    return made


def _blake2b(data: bytes | memoryview) -> Any:  # noqa: ANN401  (a hash object)
    try:
        from _blake2 import blake2b  # hashlib has the same, but loads OpenSSL first
    except ImportError:  # where an interpreter keeps it elsewhere
        from hashlib import blake2b

    return blake2b(data, digest_size=_DIGEST_BYTES)


def _write(path: str, data: bytes) -> None:
    """Write a store in one step, and leave the oldest ones out."""
    beside = f"{path}.{os.getpid()}.part"
    try:
        with open(beside, "xb") as file:  # noqa: PTH123
            file.write(data)
        os.replace(beside, path)  # noqa: PTH105
    finally:
        if os.path.exists(beside):  # noqa: PTH110
            os.unlink(beside)  # noqa: PTH108
    folder = os.path.dirname(path)  # noqa: PTH120
    with os.scandir(folder) as entries:
        ages = sorted((-entry.stat().st_mtime_ns, entry.path) for entry in entries if entry.name.endswith(".plan"))
    for _, old in ages[_MOST_STORES:]:
        os.unlink(old)  # noqa: PTH108
