"""Checks of features after RFC 7946: their members and ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoneatlas.checks.registry import check
from zoneatlas.checks.structure.told import told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoneatlas.checks.records import Finding
    from zoneatlas.checks.subject import Subject


@check("Z130", "feature-not-object", family="structure", severity="error", source="RFC 7946, 3.3")
def feature_not_object(subject: Subject) -> Iterator[Finding]:
    """An element of features is no object.

    What it means
        It is null, a number, a text or an array, left behind when a feature was deleted.
    Why it matters
        Most readers stop there.
    How to fix
        Delete the element.

    中文
    features 里有一项不是对象。

    含义
        它是 null、数、文字或数组，多半是删要素时留下的。
    为什么
        多数程序读到这里就停了。
    怎么改
        删去这一项。
    """
    yield from told(subject, "Z130", "feature-not-object")


@check("Z131", "not-a-feature", family="structure", severity="error", source="RFC 7946, 3.3")
def not_a_feature(subject: Subject) -> Iterator[Finding]:
    """An element of features is no Feature.

    What it means
        A bare geometry, or a FeatureCollection inside another, stands among the features.
    Why it matters
        Readers drop it, so a zone is missing from the map.
    How to fix
        Wrap it: {"type":"Feature","properties":{…},"geometry":…}.

    中文
    features 里有一项不是 Feature。

    含义
        要素之间夹着单独的几何图形，或另一个 FeatureCollection。
    为什么
        程序会丢掉它，地图上就少了一块。
    怎么改
        包成 {"type":"Feature","properties":{…},"geometry":…}。
    """
    yield from told(subject, "Z131", "not-a-feature")


@check("Z132", "properties-missing", family="structure", severity="error", source="RFC 7946, 3.2")
def properties_missing(subject: Subject) -> Iterator[Finding]:
    """A Feature has no properties.

    What it means
        The member properties is absent; RFC 7946 asks for it, if only as null.
    Why it matters
        Strict readers refuse the feature, and it has no name.
    How to fix
        Add "properties": {…}.

    中文
    要素没有 properties。

    含义
        缺少 properties 成员；RFC 7946 要求必须有，哪怕是 null。
    为什么
        严格的程序会拒绝这个要素，它也没有名称。
    怎么改
        补上 "properties": {…}。
    """
    yield from told(subject, "Z132", "properties-missing")


@check("Z133", "properties-not-object", family="structure", severity="error", source="RFC 7946, 3.2")
def properties_not_object(subject: Subject) -> Iterator[Finding]:
    """A Feature's properties are no object.

    What it means
        They are an array, a text, a number or true/false.
    Why it matters
        No field of the feature can be read.
    How to fix
        Write them as an object in braces, or null.

    中文
    要素的 properties 不是对象。

    含义
        它是数组、文字、数或布尔值。
    为什么
        要素的字段一个也读不出来。
    怎么改
        写成花括号里的对象，或 null。
    """
    yield from told(subject, "Z133", "properties-not-object")


@check("Z134", "geometry-missing", family="structure", severity="error", source="RFC 7946, 3.2")
def geometry_missing(subject: Subject) -> Iterator[Finding]:
    """A Feature has no geometry member.

    What it means
        The member geometry is absent; a feature without a place has "geometry": null.
    Why it matters
        Strict readers refuse the feature.
    How to fix
        Add the geometry, or null.

    中文
    要素没有 geometry 成员。

    含义
        缺少 geometry；没有位置的要素也要写 "geometry": null。
    为什么
        严格的程序会拒绝这个要素。
    怎么改
        补上几何图形，或写 null。
    """
    yield from told(subject, "Z134", "geometry-missing")


@check("Z135", "null-geometry", family="structure", severity="warning", source="RFC 7946, 3.2")
def null_geometry(subject: Subject) -> Iterator[Finding]:
    """A Feature's geometry is null.

    What it means
        RFC 7946 allows it for a thing without a place. Where a feature that is no zone gives the reason (a property
        with reason, note or remark in its name) it is not reported.
    Why it matters
        It is on no map and in no answer about places; an editor that cuts a shape wholly away leaves it too.
    How to fix
        Draw it, delete the feature, or say why it has no place.

    中文
    要素的 geometry 是 null。

    含义
        RFC 7946 允许没有位置的要素。不是功能区的要素若说明了理由（字段名含 reason、
        note 或 remark），就不报。
    为什么
        它不在任何地图上，也答不出在哪里；在软件里把图形剪光也会变成这样。
    怎么改
        补画、删去这个要素，或说明为什么没有位置。
    """
    yield from told(subject, "Z135", "null-geometry")


@check("Z136", "feature-id-type", family="structure", severity="error", source="RFC 7946, 3.2")
def feature_id_type(subject: Subject) -> Iterator[Finding]:
    """A Feature's id is neither a string nor a number.

    What it means
        It is true, false, null, an array or an object.
    Why it matters
        Readers refuse it or make up another id.
    How to fix
        Write a string or a number, or leave id out.

    中文
    要素的 id 不是字符串也不是数。

    含义
        它是 true、false、null、数组或对象。
    为什么
        程序会拒绝它，或另编一个。
    怎么改
        写字符串或数，或去掉 id。
    """
    yield from told(subject, "Z136", "feature-id-type")


@check("Z137", "duplicate-feature-id", family="structure", severity="warning", source="RFC 7946, 3.2")
def duplicate_feature_id(subject: Subject) -> Iterator[Finding]:
    """Two Features have the same id.

    What it means
        An id commonly used as the key stands in two features of one file, usually after copying.
    Why it matters
        Programs that keep features by id show only one of them.
    How to fix
        Give each its own id, or leave ids out.

    中文
    两个要素的 id 相同。

    含义
        同一个文件里两个要素用了同一个 id，多半是复制留下的。
    为什么
        按 id 存放要素的程序只显示其中一个。
    怎么改
        各用各的 id，或都不写。
    """
    yield from told(subject, "Z137", "duplicate-feature-id")


@check(
    "Z138",
    "top-level-id",
    family="structure",
    severity="warning",
    source="measured: QGIS drops or renumbers ids on saving",
    needs_plan=True,
)
def top_level_id(subject: Subject) -> Iterator[Finding]:
    """A zone has an id outside its properties.

    What it means
        Zones are known by the property zone_id; the Feature's own id is a second key.
    Why it matters
        QGIS drops or renumbers it on saving, so whatever relies on it breaks.
    How to fix
        Delete the id; zone_id stays.

    中文
    功能区在 properties 之外还有 id。

    含义
        功能区以 properties 里的 zone_id 为键，要素自身的 id 是另一个键。
    为什么
        QGIS 保存时会丢掉它或重新编号，依赖它的东西就断了。
    怎么改
        删去 id，保留 zone_id。
    """
    yield from told(subject, "Z138", "top-level-id")


@check(
    "Z139",
    "zone-file-not-collection",
    family="structure",
    severity="error",
    source="the files a plan names",
    needs_plan=True,
)
def zone_file_not_collection(subject: Subject) -> Iterator[Finding]:
    """A file of zones is no FeatureCollection.

    What it means
        It is good GeoJSON, but its root is a single Feature or geometry.
    Why it matters
        A file of zones holds many; none of them is read from this one.
    How to fix
        Write {"type":"FeatureCollection","features":[…]} round it.

    中文
    功能区文件不是 FeatureCollection。

    含义
        它是合格的 GeoJSON，但根是单个要素或几何图形。
    为什么
        功能区文件应有许多个；从这个文件里一个也读不到。
    怎么改
        外面包上 {"type":"FeatureCollection","features":[…]}。
    """
    yield from told(subject, "Z139", "zone-file-root")
