"""Checks of a document after RFC 7946: the root and the types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoneatlas.checks.registry import check
from zoneatlas.checks.structure.told import told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoneatlas.checks.records import Finding
    from zoneatlas.checks.subject import Subject


@check("Z122", "root-not-object", family="structure", severity="error", source="RFC 7946, 3")
def root_not_object(subject: Subject) -> Iterator[Finding]:
    """The root is no object.

    What it means
        The JSON is an array, a text, a number or null instead of an object in braces.
    Why it matters
        It is JSON but not GeoJSON; nothing can be drawn from it.
    How to fix
        Put the features into {"type":"FeatureCollection","features":[…]}.

    中文
    根不是对象。

    含义
        JSON 的根是数组、文字、数或 null，而不是花括号里的对象。
    为什么
        它是 JSON，却不是 GeoJSON，什么也画不出来。
    怎么改
        把要素放进 {"type":"FeatureCollection","features":[…]}。
    """
    yield from told(subject, "Z122", "root-not-object", "root-array")


@check("Z123", "topojson", family="structure", severity="error", source="RFC 7946, 3")
def topojson(subject: Subject) -> Iterator[Finding]:
    """The file is TopoJSON.

    What it means
        Its root has the type Topology: shapes are numbers of shared arcs, not coordinates.
    Why it matters
        Programs that read GeoJSON refuse it.
    How to fix
        Convert it to GeoJSON, for example with mapshaper.

    中文
    文件是 TopoJSON。

    含义
        根的类型是 Topology：图形由共用弧段的编号组成，而不是坐标。
    为什么
        读 GeoJSON 的程序会拒绝它。
    怎么改
        转换为 GeoJSON，例如用 mapshaper。
    """
    yield from told(subject, "Z123", "topojson")


@check("Z124", "esri-json", family="structure", severity="error", source="RFC 7946, 3")
def esri_json(subject: Subject) -> Iterator[Finding]:
    """The file is Esri JSON.

    What it means
        It has attributes, rings or a spatialReference instead of properties and coordinates.
    Why it matters
        Programs that read GeoJSON refuse it, and its coordinates are often metres.
    How to fix
        Export it as GeoJSON (in ArcGIS: Features To JSON with the GeoJSON option, WGS 84).

    中文
    文件是 Esri JSON。

    含义
        它用 attributes、rings、spatialReference，
        而不是 properties 和 coordinates。
    为什么
        读 GeoJSON 的程序会拒绝它，坐标也常是米。
    怎么改
        导出为 GeoJSON（ArcGIS 的“要素转 JSON”勾选 GeoJSON 与 WGS 84）。
    """
    yield from told(subject, "Z124", "esri-json")


@check("Z125", "type-missing", family="structure", severity="error", source="RFC 7946, 3")
def type_missing(subject: Subject) -> Iterator[Finding]:
    """An object has no type.

    What it means
        The root, a feature or a geometry lacks the member that says what it is.
    Why it matters
        No reader can tell what the object is.
    How to fix
        Add "type": "FeatureCollection", "Feature", "Polygon" or whatever it is.

    中文
    对象没有 type。

    含义
        根、要素或几何图形缺少说明它是什么的成员。
    为什么
        没有程序能知道它是什么。
    怎么改
        补上 "type"：FeatureCollection、Feature、Polygon 等。
    """
    yield from told(subject, "Z125", "type-missing")


@check("Z126", "type-case", family="structure", severity="error", source="RFC 7946, 1.4")
def type_case(subject: Subject) -> Iterator[Finding]:
    """A type is written in the wrong case.

    What it means
        Types are case-sensitive: FeatureCollection, not Featurecollection or featureCollection.
    Why it matters
        Some readers forgive it, most drop the object.
    How to fix
        Write it as shown.

    中文
    type 的大小写写错了。

    含义
        类型区分大小写：是 FeatureCollection，
        不是 Featurecollection 或 featureCollection。
    为什么
        有的程序会容忍，多数会丢掉这个对象。
    怎么改
        按提示改写。
    """
    yield from told(subject, "Z126", "type-case")


@check("Z127", "unknown-type", family="structure", severity="error", source="RFC 7946, 1.4 and 7")
def unknown_type(subject: Subject) -> Iterator[Finding]:
    """A type is none that can stand there.

    What it means
        RFC 7946 has nine types, and a geometry's must be one of seven; circles, curves and types of one's own do not
        exist.
    Why it matters
        Readers drop the object or refuse the file.
    How to fix
        Use one of the nine types; draw a circle as a Polygon.

    中文
    这里不能有这样的 type。

    含义
        RFC 7946 只有九种类型，几何图形只能是其中七种；没有圆、曲线或自造的类型。
    为什么
        程序会丢掉这个对象，或拒绝整个文件。
    怎么改
        用九种类型之一；圆请画成 Polygon。
    """
    yield from told(subject, "Z127", "type-unknown")


@check("Z128", "features-missing", family="structure", severity="error", source="RFC 7946, 3.3")
def features_missing(subject: Subject) -> Iterator[Finding]:
    """A FeatureCollection has no array of features.

    What it means
        The member features is missing, or is no array.
    Why it matters
        There is nothing to read.
    How to fix
        Add "features": […]; it may be empty.

    中文
    FeatureCollection 没有 features 数组。

    含义
        缺少 features 成员，或它不是数组。
    为什么
        没有东西可读。
    怎么改
        补上 "features": […]，可以是空的。
    """
    yield from told(subject, "Z128", "no-features", "features-not-array")


@check("Z129", "changed-semantics", family="structure", severity="error", source="RFC 7946, 7.1")
def changed_semantics(subject: Subject) -> Iterator[Finding]:
    """A member stands in an object whose meaning it would change.

    What it means
        A FeatureCollection or geometry has properties or geometry, a Feature has coordinates or features, and the
        like.
    Why it matters
        One program takes it for this, another for that, so RFC 7946 forbids it.
    How to fix
        Rename the member (a title may stand in "title"), or delete it.

    中文
    成员放在了会改变对象含义的地方。

    含义
        FeatureCollection 或几何图形里有 properties、geometry，
        要素里有 coordinates、features 等。
    为什么
        各程序理解不一，所以 RFC 7946 不允许。
    怎么改
        改名（标题可以放在 "title"），或删去。
    """
    yield from told(subject, "Z129", "changed-semantics")
