"""The catalogue of reference layers against the files it speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoneatlas.checks.plan_rules.ground import catalogue_lost
from zoneatlas.checks.records import Finding
from zoneatlas.checks.registry import check
from zoneatlas.checks.sources.catalogue_text import CATALOGUE, entries_of
from zoneatlas.plan.decoding import is_file
from zoneatlas.plan.load import STRETCHES_FILE
from zoneatlas.plan.locate import GEODATA, PLAN_FILE, ZONES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoneatlas.checks.subject import Subject
    from zoneatlas.plan.records import Layer

_STATEMENTS = ("source", "licence", "attribution", "vintage", "datum")


@check(
    "Z520",
    "layer-not-described",
    family="sources",
    severity="warning",
    source="geodata/catalog.toml",
    needs_plan=True,
)
def layer_not_described(subject: Subject) -> Iterator[Finding]:
    """A layer's entry in the catalogue does not say all that a user must know.

    What it means
        One of title, source, licence, attribution, vintage, datum or accuracy_m is missing or empty.
    Why it matters
        Without a licence the layer may not be passed on; without datum, vintage and accuracy it cannot be used rightly.
    How to fix
        Fill in what is missing; where something is not known, say so in words.

    中文
    图层在目录中的条目没有写全使用者必须知道的事。

    含义
        缺少标题、来源、许可、署名、时点、基准（坐标系）或精度中的一项或几项。
    为什么
        没有许可就不能转给别人；没有基准、时点和精度就不能正确使用。
    怎么改
        补全缺项；不知道的就写明不知道。
    """
    plan = subject.plan
    if plan is None:
        return
    for layer, entry in zip(plan.catalogue, entries_of(plan), strict=False):
        missing = _missing(layer)
        if missing:
            yield Finding(
                "Z520",
                f"The entry of the layer '{layer.id}' does not state {', '.join(missing)}; fill it in.",
                f"图层“{layer.id}”的条目没有写 {'、'.join(missing)}；请补上。",
                CATALOGUE,
                *entry.at("id"),
                layer.id,
            )


def _missing(layer: Layer) -> list[str]:
    missing = [key for key in _STATEMENTS if not getattr(layer, key).strip()]
    if not layer.title.zh and not layer.title.en:
        missing.insert(0, "title")
    return [*missing, "accuracy_m"] if layer.accuracy_m is None else missing


@check(
    "Z521",
    "layer-file-missing",
    family="sources",
    severity="error",
    source="geodata/catalog.toml",
    needs_plan=True,
)
def layer_file_missing(subject: Subject) -> Iterator[Finding]:
    """The catalogue lists a layer whose file is not there.

    What it means
        ``file`` of the entry names no file in geodata/.
    Why it matters
        Whatever leans on the layer answers without it, or not at all.
    How to fix
        Restore the file (``make geodata``), mend the name, or delete the entry.

    中文
    目录列出的图层没有文件。

    含义
        条目的 file 在 geodata/ 下不存在。
    为什么
        依赖该图层的回答会缺少它，或根本答不出。
    怎么改
        恢复文件（make geodata）、改正文件名，或删去条目。
    """
    plan = subject.plan
    if plan is None:
        return
    for layer, entry in zip(plan.catalogue, entries_of(plan), strict=False):
        if not is_file(plan.root / GEODATA / layer.file):
            yield Finding(
                "Z521",
                f"The file {GEODATA}/{layer.file} of the layer '{layer.id}' is not there; restore it or mend the "
                "entry.",
                f"图层“{layer.id}”的文件 {GEODATA}/{layer.file} 不存在；请恢复文件或改正条目。",
                CATALOGUE,
                *entry.at("file"),
                layer.id,
            )


@check(
    "Z522",
    "layer-file-changed",
    family="sources",
    severity="error",
    source="geodata/catalog.toml, sha256",
    needs_plan=True,
)
def layer_file_changed(subject: Subject) -> Iterator[Finding]:
    """A layer's file is not the one the catalogue was sealed with.

    What it means
        The file's SHA-256 differs from ``sha256`` of its entry. An entry without one is not sealed and not compared.
    Why it matters
        The layer was edited by hand or damaged; what the catalogue says of it may no longer hold.
    How to fix
        Rebuild it (``make geodata``) or restore it from version control; after a wanted change, seal it anew.

    中文
    图层文件与目录封存的不是同一份。

    含义
        文件的 SHA-256 与条目的 sha256 不同。没有写 sha256 的条目未封存，不比较。
    为什么
        文件被手工改过或损坏，目录对它的说明可能不再成立。
    怎么改
        重建（make geodata）或从版本库恢复；若确要改动，改后重新封存。
    """
    import hashlib

    plan = subject.plan
    if plan is None:
        return
    for layer, entry in zip(plan.catalogue, entries_of(plan), strict=False):
        path = plan.root / GEODATA / layer.file
        read = subject.layer_files.get(layer.id)
        if not layer.sha256 or not is_file(path) or (read is not None and not read.readable):
            continue  # one that cannot be read is told as such
        try:
            found = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError:
            continue
        if found != layer.sha256.strip().lower():
            yield Finding(
                "Z522",
                f"{GEODATA}/{layer.file} is not the file the catalogue was sealed with (SHA-256 {found[:12]}…, stated "
                f"{layer.sha256[:12]}…). Rebuild or restore it, or seal it anew.",
                f"{GEODATA}/{layer.file} 与目录封存的不是同一份（SHA-256 为 {found[:12]}…，目录写 "
                f"{layer.sha256[:12]}…）。"
                "请重建或恢复，或重新封存。",
                CATALOGUE,
                *entry.at("sha256"),
                layer.id,
            )


@check(
    "Z523",
    "layer-not-catalogued",
    family="sources",
    severity="warning",
    source="geodata/catalog.toml",
    needs_plan=True,
)
def layer_not_catalogued(subject: Subject) -> Iterator[Finding]:
    """A GeoJSON file lies in geodata/ or zones/ that nothing names.

    What it means
        No entry of catalog.toml names the file in geodata/, or no ``[[kinds]]`` of plan.toml the file in zones/.
    Why it matters
        Nothing reads it: a layer is shipped without licence or source, and zones in it are not on the map.
    How to fix
        Add an entry, or delete the file.

    中文
    geodata/ 或 zones/ 下有一个没有列出的 GeoJSON 文件。

    含义
        catalog.toml 没有任何条目写 geodata/ 里的这个文件，或 plan.toml 的 ``[[kinds]]`` 没有写 zones/ 里的这个文件。
    为什么
        没有程序读它：图层没有许可和来源地随数据发出，里面的功能区也不会出现在地图上。
    怎么改
        加一个条目，或删去该文件。
    """
    plan = subject.plan
    if plan is None:
        return
    named = {STRETCHES_FILE, *(kind.file for kind in plan.settings.kinds)}
    for path in sorted((plan.root / ZONES).glob("*.geojson")):
        if path.name not in named:
            yield Finding(
                "Z523",
                f"{ZONES}/{path.name} is not named in {ZONES}/{PLAN_FILE}, so its zones do not count; add it under "
                "[[kinds]] or delete the file.",
                f"{ZONES}/{PLAN_FILE} 没有写 {ZONES}/{path.name}，其中的功能区不算数；请列入 [[kinds]] 或删去文件。",
                f"{ZONES}/{path.name}",
            )
    if catalogue_lost(subject):
        return
    listed = {layer.file for layer in plan.catalogue}
    for path in sorted((plan.root / GEODATA).glob("*.geojson")):
        if path.name not in listed:
            yield Finding(
                "Z523",
                f"{GEODATA}/{path.name} is not listed in {CATALOGUE}; add an entry or delete the file.",
                f"{CATALOGUE} 没有列出 {GEODATA}/{path.name}；请加条目或删去文件。",
                f"{GEODATA}/{path.name}",
            )


@check(
    "Z524",
    "layer-listed-twice",
    family="sources",
    severity="warning",
    source="geodata/catalog.toml",
    needs_plan=True,
)
def layer_listed_twice(subject: Subject) -> Iterator[Finding]:
    """Two entries of the catalogue have one id.

    What it means
        A later entry repeats the ``id`` of an earlier one.
    Why it matters
        Which of the two a question reads is a matter of chance.
    How to fix
        Give it an id of its own, or delete it.

    中文
    目录中两个条目用了同一 id。

    含义
        后一个条目的 id 与前面的重复。
    为什么
        读到哪一个全凭偶然。
    怎么改
        另取 id，或删去该条目。
    """
    plan = subject.plan
    seen: set[str] = set()
    for layer, entry in zip(plan.catalogue, entries_of(plan), strict=False) if plan is not None else ():
        if layer.id in seen:
            yield Finding(
                "Z524",
                f"The id '{layer.id}' belongs to an earlier entry already; give this one another or delete it.",
                f"id“{layer.id}”已属前面的条目；请另取或删去。",
                CATALOGUE,
                *entry.at("id"),
                layer.id,
            )
        seen.add(layer.id)
