"""Checks of a file as bytes: can it be opened, is it UTF-8."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoneatlas.checks.registry import check
from zoneatlas.checks.structure.told import told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoneatlas.checks.records import Finding
    from zoneatlas.checks.subject import Subject


@check("Z101", "unreadable-file", family="structure", severity="error", source="DESIGN: the files of a plan")
def unreadable_file(subject: Subject) -> Iterator[Finding]:
    """A file cannot be opened.

    What it means
        The file is not there, is a folder, or may not be read by you.
    Why it matters
        Nothing in it can be checked, and a map drawn without it lacks a whole kind of zone or a whole layer.
    How to fix
        Correct the name in plan.toml, in catalog.toml or on the command line, or restore the file.

    中文
    文件打不开。

    含义
        文件不存在、其实是目录，或者您没有读取权限。
    为什么
        文件里的内容一样也查不了；缺了它，地图会少掉整整一类功能区或一个图层。
    怎么改
        改正 plan.toml、catalog.toml 或命令行里的文件名，或者把文件恢复回来。
    """
    yield from told(subject, "Z101", "not-found", "not-readable")
