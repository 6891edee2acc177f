"""Files that appear under their name only once they are whole."""

from __future__ import annotations

import contextlib
import glob
import hashlib
import os
import platform
import tempfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from zoneatlas.answers.tables_io import remote_file, unwritable

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["Beside"]


class Beside:
    """A file written beside its name, and renamed once it is whole: a killed run leaves the old file, or none.

    With ``scheme://`` it is written into the local folder for temporary files, and sent whole at the end: a run that
    fails or is killed before that leaves the old object, or none. Whether an object can be seen while it is being sent
    is the store's business; object stores show it once it is there.

    What an earlier, killed run of this machine left is removed; what a process still alive is writing is not.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.remote = "://" in path
        self.part = str(self._beside(os.getpid()))

    def _beside(self, process: int | str) -> Path:
        final = PurePosixPath(self.path) if self.remote else Path(self.path)
        stem, folder = final.stem, Path(final.parent)
        if self.remote:
            known = hashlib.sha256(self.path.encode()).hexdigest()[:12]  # the same name may be in many folders
            stem, folder = f"zoneatlas-{known}-{stem}", Path(tempfile.gettempdir())
        return folder / f".{stem}.{platform.node()}-{process}.part{final.suffix}"

    def __enter__(self) -> str:
        """Return the name to write to."""
        try:
            Path(self.part).parent.mkdir(parents=True, exist_ok=True)
            self._clear()
            if self.remote:
                remote_file(self.path)  # better now than after hours of work
        except (OSError, ValueError, ImportError) as error:
            raise unwritable(self.path, error) from error
        return self.part

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Rename or send the file, or remove it when something went wrong."""
        try:
            if kind is None and self.remote:
                self._send()
            elif kind is None:
                Path(self.part).replace(self.path)
        except OSError as refused:
            raise unwritable(self.path, refused) from refused
        finally:
            with contextlib.suppress(OSError):
                Path(self.part).unlink(missing_ok=True)
            with contextlib.suppress(OSError):
                Path(f"{self.part}-journal").unlink(missing_ok=True)

    def _send(self) -> None:
        try:
            system, name = remote_file(self.path)
            if "file" in ((system.protocol,) if isinstance(system.protocol, str) else system.protocol):
                system.makedirs(str(PurePosixPath(name).parent), exist_ok=True)
            system.put_file(self.part, name)
        except Exception as error:  # a driver's own errors may be of any kind
            raise unwritable(self.path, error) from error

    def _clear(self) -> None:
        pattern = self._beside("*")
        for left in pattern.parent.glob(glob.escape(pattern.name).replace("[*]", "*")):
            process = left.name.removesuffix(f".part{left.suffix}").rpartition("-")[2]
            if process.isdecimal() and not _alive(int(process)):
                left.unlink(missing_ok=True)
                Path(f"{left}-journal").unlink(missing_ok=True)


def _alive(process: int) -> bool:
    if process == os.getpid():
        return False  # nothing of ours is being written under this name yet
    if os.name != "posix":
        return True  # elsewhere one cannot ask without harm
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
