"""The structure family: a row for every way a file can be wrong, with the check and the place it must be told."""

# ruff: noqa: E501  (a row of a table is one line)

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest

from zoneatlas.checks.registry import all_checks
from zoneatlas.checks.run import run_checks
from zoneatlas.checks.subject import Subject
from zoneatlas.plan.geojson import parse_features

if TYPE_CHECKING:
    from zoneatlas.checks.records import Finding

STRUCTURE = tuple(item for item in all_checks() if item.family == "structure")
RING = "[[105.1,34.1],[105.2,34.1],[105.2,34.2],[105.1,34.1]]"
POLYGON = f'{{"type":"Polygon","coordinates":[{RING}]}}'


def findings(data: bytes | str) -> list[Finding]:
    raw = data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
    return run_checks(Subject((parse_features(raw, "a.geojson"),)), STRUCTURE)


def told(data: bytes | str) -> list[tuple[str, int, int]]:
    return [(one.check, one.line, one.column) for one in findings(data)]


def feature(geometry: str = POLYGON, properties: str = "{}", more: str = "") -> str:
    return f'{{"type":"Feature"{more},"properties":{properties},"geometry":{geometry}}}'


def collection(*features: str, more: str = "") -> str:
    return '{"type":"FeatureCollection"' + more + ',"features":[\n' + ",\n".join(features) + "\n]}\n"


def named(name: str) -> str:
    return collection(feature(properties=json.dumps({"name": name}, ensure_ascii=False, separators=(",", ":"))))


# name, text, the checks with line and column (column 0: not looked at)
FAULTY: list[tuple[str, bytes | str, list[tuple[str, int, int]]]] = [
    ("empty", b"", [("Z102", 1, 1)]),
    ("blank", b" \n\n", [("Z102", 1, 1)]),
    ("only a mark", b"\xef\xbb\xbf", [("Z102", 1, 1), ("Z103", 1, 1)]),
    ("mark", b"\xef\xbb\xbf" + collection().encode(), [("Z103", 1, 1)]),
    ("utf-16", collection().encode("utf-16"), [("Z104", 1, 1)]),
    ("utf-16 without mark", collection().encode("utf-16-le"), [("Z104", 1, 1)]),
    ("gbk", named("东岭").encode("gbk"), [("Z105", 2, 41)]),
    ("latin-1", named("a").encode().replace(b'"a"', b'"\xff\xff"'), [("Z106", 2, 41)]),
    ("kml", "<?xml version='1.0'?>\n<kml/>", [("Z107", 1, 1)]),
    ("shapefile", b"\x00\x00\x27\x0a" + bytes(96), [("Z107", 1, 1)]),
    ("zip", b"PK\x03\x04" + bytes(40), [("Z107", 1, 1)]),
    ("truncated", collection(feature())[:-30], [("Z110", 2, 109)]),
    ("trailing comma in features", '{"type":"FeatureCollection","features":[\n' + feature() + ",\n]}", [("Z111", 2, 0)]),
    ("trailing comma in the root", '{"type":"FeatureCollection","features":[],}', [("Z111", 1, 42)]),
    ("comment", "// hello\n" + collection(), [("Z112", 1, 1)]),
    ("block comment", '{"type":"FeatureCollection",/* x */"features":[]}', [("Z112", 1, 29)]),
    ("full-width colon", '{"type"："FeatureCollection","features":[]}', [("Z113", 1, 8)]),
    ("single quotes", "{'type':'FeatureCollection','features':[]}", [("Z113", 1, 2)]),
    ("missing comma", '{"type":"FeatureCollection" "features":[]}', [("Z114", 1, 29)]),
    ("bad escape", named("a").replace('"a"', '"\\x"'), [("Z114", 2, 41)]),
    ("line break in a text", named("a").replace('"a"', '"a\n"'), [("Z114", 2, 42)]),
    ("more after the end", collection() + "]", [("Z115", 4, 1)]),
    ("one object a line", feature() + "\n" + feature() + "\n", [("Z116", 2, 1)]),
    ("NaN", collection(feature(properties='{"a":NaN}')), [("Z117", 2, 37)]),
    ("NaN in a position", collection(feature('{"type":"Point","coordinates":[NaN,1]}')), [("Z117", 2, 0)]),
    ("NaN in the first position", collection(feature(POLYGON.replace("[[[105.1", "[[[NaN"))), [("Z117", 2, 0)]),
    ("minus infinity", collection(feature(properties='{"a":-Infinity}')), [("Z117", 2, 37)]),
    ("1e999", collection(feature(properties='{"a":1e999}')), [("Z118", 2, 37)]),
    ("five thousand digits", collection(feature(properties='{"a":' + "9" * 5000 + "}")), [("Z118", 2, 37)]),
    ("half a character", collection(feature(properties='{"a":"\\ud800"}')), [("Z119", 2, 37)]),
    ("key repeated", collection(feature(properties='{"a":1,"a":2}')), [("Z120", 2, 39)]),
    ("root key repeated", collection(more=',"type":"FeatureCollection"'), [("Z120", 1, 29)]),
    ("a hundred thousand arrays", "[" * 100_000 + "]" * 100_000, [("Z122", 1, 1)]),
    ("root array", "[1]", [("Z122", 1, 1)]),
    ("root text", '"a"', [("Z122", 1, 1)]),
    ("root null", "null", [("Z122", 1, 1)]),
    ("root number", "5", [("Z122", 1, 1)]),
    ("topojson", '{"type":"Topology","objects":{},"arcs":[]}', [("Z123", 1, 9)]),
    ("esri json", '{"spatialReference":{"wkid":4326},"features":[{"attributes":{}}]}', [("Z124", 1, 1)]),
    ("no type", '{"features":[]}', [("Z125", 1, 1)]),
    ("empty object", "{}", [("Z125", 1, 1)]),
    ("feature without type", collection('{"properties":{},"geometry":null}'), [("Z125", 2, 1), ("Z135", 2, 0)]),
    ("geometry without type", collection(feature(f'{{"coordinates":[{RING}]}}')), [("Z125", 2, 46)]),
    ("case of the root", '{"type":"Featurecollection","features":[]}', [("Z126", 1, 9)]),
    ("case of a feature", collection(feature().replace("Feature", "feature", 1)), [("Z126", 2, 9)]),
    ("case of a geometry", collection(feature(POLYGON.replace("Polygon", "polygon"))), [("Z126", 2, 54)]),
    ("unknown type", '{"type":"Circle"}', [("Z127", 1, 9)]),
    ("type that is a number", '{"type":7,"features":[]}', [("Z127", 1, 9)]),
    ("a feature as geometry", collection(feature(feature())), [("Z127", 2, 54)]),
    ("no features", '{"type":"FeatureCollection"}', [("Z128", 1, 1)]),
    ("features as object", '{"type":"FeatureCollection","features":{}}', [("Z128", 1, 40)]),
    ("features null", '{"type":"FeatureCollection","features":null}', [("Z128", 1, 40)]),
    ("collection with geometry", collection(more=',"geometry":null'), [("Z129", 1, 40)]),
    ("feature with coordinates", collection(feature(more=',"coordinates":[]')), [("Z129", 2, 33)]),
    ("geometry with properties", collection(feature(POLYGON[:-1] + ',"properties":{}}')), [("Z129", 2, 0)]),
    ("polygon with features", POLYGON[:-1] + ',"features":[]}', [("Z129", 1, 0)]),
    ("null feature", collection("null", feature()), [("Z130", 2, 1)]),
    ("number as feature", collection("7"), [("Z130", 2, 1)]),
    ("array as feature", collection("[]"), [("Z130", 2, 1)]),
    ("bare geometry", collection(POLYGON), [("Z131", 2, 9)]),
    ("nested collection", collection(collection().strip()), [("Z131", 2, 9)]),
    ("no properties", collection('{"type":"Feature","geometry":null}'), [("Z132", 2, 1), ("Z135", 2, 30)]),
    ("properties array", collection(feature(properties="[]")), [("Z133", 2, 32)]),
    ("properties text", collection(feature(properties='"x"')), [("Z133", 2, 32)]),
    ("no geometry", collection('{"type":"Feature","properties":{}}'), [("Z134", 2, 1)]),
    ("null geometry", collection(feature("null")), [("Z135", 2, 46)]),
    ("id true", collection(feature(more=',"id":true')), [("Z136", 2, 24)]),
    ("id object", collection(feature(more=',"id":{}')), [("Z136", 2, 24)]),
    ("id null", collection(feature(more=',"id":null')), [("Z136", 2, 24)]),
    ("id repeated", collection(feature(more=',"id":1'), feature(more=',"id":1')), [("Z137", 3, 24)]),
    ("wkt", collection(feature('"POINT (1 2)"')), [("Z140", 2, 46)]),
    ("null in a collection of geometries", '{"type":"GeometryCollection","geometries":[null]}', [("Z151", 1, 43), ("Z140", 1, 44)]),
    ("no coordinates", collection(feature('{"type":"Polygon"}')), [("Z141", 2, 46)]),
    ("no geometries", collection(feature('{"type":"GeometryCollection"}')), [("Z141", 2, 46)]),
    ("a ring too few", collection(feature(f'{{"type":"Polygon","coordinates":{RING}}}')), [("Z142", 2, 78)]),
    ("a level too many", collection(feature(f'{{"type":"Polygon","coordinates":[[{RING}]]}}')), [("Z142", 2, 78)]),
    ("coordinates null", collection(feature('{"type":"Polygon","coordinates":null}')), [("Z142", 2, 0)]),
    ("coordinates text", collection(feature('{"type":"Point","coordinates":"1,2"}')), [("Z142", 2, 0)]),
    ("geometries object", '{"type":"GeometryCollection","geometries":{}}', [("Z142", 1, 43)]),
    ("empty polygon", collection(feature('{"type":"Polygon","coordinates":[]}')), [("Z143", 2, 78)]),
    ("empty ring", collection(feature('{"type":"Polygon","coordinates":[[]]}')), [("Z143", 2, 79)]),
    ("empty collection of geometries", '{"type":"GeometryCollection","geometries":[]}', [("Z143", 1, 43)]),
    ("one number", '{"type":"Point","coordinates":[1]}', [("Z144", 1, 31)]),
    ("text in a position", '{"type":"Point","coordinates":[1,"2"]}', [("Z144", 1, 34)]),
    ("true in a position", '{"type":"Point","coordinates":[true,2]}', [("Z144", 1, 32)]),
    ("short line", '{"type":"LineString","coordinates":[[1,2]]}', [("Z145", 1, 36)]),
    ("short ring", '{"type":"Polygon","coordinates":[[[1,2],[3,4],[1,2]]]}', [("Z146", 1, 34)]),
    ("open ring", '{"type":"Polygon","coordinates":[[[1,2],[3,2],[3,4],[1,3]]]}', [("Z147", 1, 53)]),
    ("stray vertex", collection(feature(POLYGON.replace("[105.2,34.2]", "[105.2,342]"))), [("Z149", 2, 0)]),
    ("clockwise", '{"type":"Polygon","coordinates":[[[1,2],[3,4],[3,2],[1,2]]]}', [("Z150", 1, 34)]),
    ("hole wound like its shell", '{"type":"Polygon","coordinates":[[[0,0],[9,0],[9,9],[0,0]],[[5,2],[6,2],[6,3],[5,2]]]}', [("Z150", 1, 60)]),
    ("nested collection of geometries", '{"type":"GeometryCollection","geometries":[{"type":"GeometryCollection","geometries":[]},{"type":"Point","coordinates":[1,2]}]}', [("Z151", 1, 43), ("Z143", 1, 0)]),
    ("points in a collection", '{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]},{"type":"Point","coordinates":[2,2]}]}', [("Z151", 1, 43)]),
    ("height", '{"type":"Point","coordinates":[1,2,3]}', [("Z152", 1, 31)]),
    ("four numbers", '{"type":"LineString","coordinates":[[1,2],[1,2,3,4]]}', [("Z152", 1, 43)]),
    ("across the antimeridian", '{"type":"LineString","coordinates":[[179,2],[-179,3]]}', [("Z153", 1, 45)]),
    ("seven decimals", '{"type":"Point","coordinates":[1.1234567,2]}', [("Z154", 1, 32)]),
    ("bbox of three", collection(feature(), more=',"bbox":[1,2,3]'), [("Z156", 1, 36)]),
    ("bbox null", collection(feature(more=',"bbox":null')), [("Z156", 2, 26)]),
    ("bbox of texts", collection(feature(more=',"bbox":["1",2,3,4]')), [("Z156", 2, 26)]),
    ("bbox upside down", collection(feature(more=',"bbox":[105.1,34.2,105.2,34.1]')), [("Z157", 2, 26)]),
    ("stale bbox", collection(feature(more=',"bbox":[105.1,34.1,105.2,34.7]')), [("Z158", 2, 26)]),
    ("bbox with heights where there are none", collection(feature(more=',"bbox":[105.1,34.1,0,105.2,34.2,9]')), [("Z158", 2, 26)]),
    ("bbox of the wrong heights", '{"type":"MultiPoint","bbox":[1,2,3,1,2,9],"coordinates":[[1,2,3],[1,2,4]]}', [("Z158", 1, 29), ("Z152", 1, 0)]),
    ("bbox without heights", '{"type":"MultiPoint","bbox":[1,2,1,2],"coordinates":[[1,2,3],[1,2,4]]}', [("Z158", 1, 29), ("Z152", 1, 0)]),
    ("bbox that leaves out a pole", '{"type":"MultiPoint","bbox":[-180,60,180,80],"coordinates":[[-150,60],[90,65]]}', [("Z158", 1, 29)]),
    ("bbox exceeded beside a broken geometry", collection(feature(), feature('{"type":"Point","coordinates":[1]}'), more=',"bbox":[0,0,1,1]'), [("Z158", 1, 36), ("Z144", 3, 0)]),
    ("bbox of a nested collection", '{"type":"GeometryCollection","bbox":[0,0,1,1],"geometries":[{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[5,5]}]}]}', [("Z158", 1, 37), ("Z151", 1, 0), ("Z151", 1, 0)]),
    ("stale bbox of all", collection(feature(), more=',"bbox":[0,0,1,1]'), [("Z158", 1, 36)]),
    ("crs", collection(more=',"crs":{"type":"name","properties":{"name":"EPSG:3857"}}'), [("Z159", 1, 35)]),
    ("crs null", collection(more=',"crs":null'), [("Z159", 1, 35)]),
    ("zone_id twice", collection(feature(properties='{"zone_id":"a","kind":"k"}'), feature(properties='{"zone_id":"a","kind":"k"}')), [("Z162", 3, 43)]),
    ("nothing but zeros", bytes(50), [("Z102", 1, 1)]),
    ("utf-16 is checked further", named("a`").encode("utf-16"), [("Z104", 1, 1), ("Z181", 2, 40)]),
    ("utf-32 big-endian", named("a`").encode("utf-32-be"), [("Z104", 1, 1), ("Z181", 2, 40)]),
    ("gbk is checked further", named("东岭`").encode("gbk"), [("Z105", 2, 41), ("Z181", 2, 40)]),
    ("latin-1 is no gbk", named("Zürich Café`").encode("latin-1"), [("Z106", 2, 42), ("Z181", 2, 40)]),
    ("a damaged byte", named("东岭产业").encode().replace("业".encode(), b"\xe4\xb8"), [("Z106", 2, 44)]),
    ("only the damage is told", named("东岭").encode().replace(b'"\xe4', b'"\xc0\xaf\xe4'), [("Z106", 2, 41)]),
    ("a comment of html", "<!-- x -->" + collection(), [("Z112", 1, 1)]),
    ("a database", b"\x03\x78\x0b\x17" + bytes(28) + b"NAME" + bytes(60), [("Z107", 1, 1)]),
    ("blanks of a web page", collection().replace("\n", "\n\u00a0\u00a0"), [("Z114", 2, 1)]),
    ("cut within a number", collection(feature())[:-26], [("Z110", 2, 0)]),
    ("gbk read as latin-1", named("东岭产业".encode("gbk").decode("latin-1")), [("Z186", 2, 40)]),
    ("only question marks", named("????"), [("Z186", 2, 40)]),
    ("html page", "<!DOCTYPE html><html><body>502</body></html>", [("Z107", 1, 1)]),
    ("csv", "name,lon,lat\na,1,2\n", [("Z107", 1, 1)]),
    ("quoted csv", '"name";"lon";"lat"\n"a";1;2\n', [("Z107", 1, 1)]),
    ("wkt text", "SRID=4326;POLYGON ((1 2, 3 4, 5 6, 1 2))", [("Z107", 1, 1)]),
    ("jsonp", "callback(" + collection() + ");", [("Z107", 1, 1)]),
    ("javascript", "var zones = " + collection() + ";", [("Z107", 1, 1)]),
    ("git-lfs pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n", [("Z107", 1, 1)]),
    ("geopackage", b"SQLite format 3\x00" + bytes(80), [("Z107", 1, 1)]),
    ("random bytes", bytes(range(256)) * 4 + bytes(600), [("Z107", 1, 1)]),
    ("osm json", '{"version":0.6,"elements":[]}', [("Z107", 1, 1)]),
    ("message of a server", '{"error":{"code":498,"message":"Invalid Token"}}', [("Z107", 1, 1)]),
    ("packed for echarts", '{"type":"FeatureCollection","UTF8Encoding":true,"features":[]}', [("Z107", 1, 1)]),
    ("comments before the root", "// a\n/* b\n */" + collection(feature("null")), [("Z112", 1, 1), ("Z112", 2, 1), ("Z135", 4, 46)]),
    ("several faults of one feature", collection(feature(properties='{"a":[1,,2,],"b" 5 "c":01}')), [("Z111", 2, 40), ("Z111", 2, 42), ("Z114", 2, 49), ("Z114", 2, 51), ("Z114", 2, 55)]),
    ("NaN thrice", collection(feature(properties='{"a":NaN,"b":[NaN,-Infinity],}')), [("Z117", 2, 37), ("Z117", 2, 46), ("Z117", 2, 50), ("Z111", 2, 60)]),
    ("python's repr", repr(json.loads(named("O'Brien`"))), [("Z113", 1, 2), ("Z181", 1, 0)]),
    ("python's words", collection(feature(properties='{"a":None,"b":True,"c":False}')), [("Z114", 2, 37)]),
    ("keys without quotes", '{type:"FeatureCollection",features:[{type:"Feature",properties:{name:"a`"},geometry:null}]}', [("Z114", 1, 2), ("Z181", 1, 70), ("Z135", 1, 85)]),
    ("numbers miswritten", collection(feature(properties='{"a":+1,"b":.5,"c":1.,"d":0x1F}')), [("Z114", 2, 37), ("Z114", 2, 44), ("Z114", 2, 51), ("Z114", 2, 58)]),
    ("wrong escapes", named("x").replace('"x"', '"C:\\x \\q"'), [("Z114", 2, 43), ("Z114", 2, 46)]),
    ("zero in a text", named("x").replace('"x"', '"x\x00`"'), [("Z181", 2, 40), ("Z114", 2, 42)]),
    ("quote not closed", '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":"xyz,\n"b":2},"geometry":null}]}', [("Z114", 1, 77), ("Z135", 2, 0)]),
    ("full-width signs", '｛"type"："FeatureCollection"，"features":[' + feature("null") + "]}", [("Z113", 1, 1), ("Z135", 1, 0)]),
    ("unresolved conflict", '{"type":"FeatureCollection","features":[\n<<<<<<< HEAD\n' + feature() + "\n=======\n" + feature("null") + "\n>>>>>>> b\n]}", [("Z114", 2, 1)]),
    ("comma between features", '{"type":"FeatureCollection","features":[\n' + feature("null") + "\n" + feature() + "]}", [("Z135", 2, 46), ("Z114", 3, 1)]),
    ("lines are checked further", feature("null") + "\n" + feature(properties='{"name":"a`"}') + "\n", [("Z116", 2, 1), ("Z135", 1, 46), ("Z181", 2, 40)]),
    ("a line is broken", feature() + "\n" + feature()[:-9] + "\n" + feature("null") + "\n", [("Z116", 2, 1), ("Z110", 2, 126), ("Z135", 3, 46)]),
    ("text sequence", "\x1e" + feature("null") + "\n\x1e" + feature() + "\n", [("Z116", 1, 1), ("Z135", 1, 47)]),
    ("array of features", "[" + feature("null") + ",\n" + feature() + "]", [("Z122", 1, 1), ("Z135", 1, 47)]),
    ("after the end, checked further", collection(feature("null")) + "]", [("Z135", 2, 46), ("Z115", 4, 1)]),
    ("truncated, checked further", collection(feature("null"), feature())[:-40], [("Z135", 2, 46), ("Z110", 3, 99)]),
    ("old line ends", collection(feature("null"), feature(properties='{"a":NaN}')).replace("\n", "\r"), [("Z135", 2, 46), ("Z117", 3, 37)]),
    ("single esri feature", '{"attributes":{"a":1},"geometry":{"rings":[[[1,2],[3,4],[5,6],[1,2]]]}}', [("Z124", 1, 1)]),
    ("esri point", '{"attributes":{"a":1},"geometry":{"x":1,"y":2}}', [("Z124", 1, 1)]),
    ("esri set without reference", '{"fieldAliases":{},"features":[{"attributes":{"a":1},"geometry":{"x":1,"y":2}}]}', [("Z124", 1, 1)]),
    ("script", named("a</script><script>"), [("Z180", 2, 40)]),
    ("entity", named("a&lt;b"), [("Z180", 2, 40)]),
    ("backtick", named("a`b"), [("Z181", 2, 40)]),
    ("template", named("${a}"), [("Z181", 2, 40)]),
    ("backslash and digit", named("a\\1"), [("Z181", 2, 40)]),
    ("control character", named("a\x07"), [("Z182", 2, 40)]),
    ("tab in a name", named("a\tb"), [("Z182", 2, 40)]),
    ("zero width", named("东\u200b岭"), [("Z183", 2, 40)]),
    ("joiner in Latin", named("a\u200db"), [("Z183", 2, 40)]),
    ("full-width among half-width", named("东岭Ａ1"), [("Z185", 2, 40)]),
    ("override", named("a\u202eb"), [("Z184", 2, 40)]),
    ("full-width letters", named("ＡＢ"), [("Z185", 2, 40)]),
    ("cyrillic a", named("Brооk"), [("Z185", 2, 40)]),
    ("utf-8 read as gbk", named("东岭产业".encode().decode("gb18030")), [("Z186", 2, 40)]),
    ("utf-8 read as latin-1", named("Café".encode().decode("latin-1")), [("Z186", 2, 40)]),
    ("replacement character", named("a\ufffd"), [("Z186", 2, 40)]),
    ("formula", named("=cmd|' /C calc'!A0"), [("Z187", 2, 40)]),
    ("very long", named("a" * 101), [("Z188", 2, 40)]),
    ("space at the end", named("a "), [("Z189", 2, 40)]),
]  # fmt: skip


@pytest.mark.parametrize(("data", "expected"), [row[1:] for row in FAULTY], ids=[row[0] for row in FAULTY])
def test_a_fault_is_told_by_its_check_at_its_place(data: bytes | str, expected: list[tuple[str, int, int]]) -> None:
    seen = told(data)
    assert [(check, line) for check, line, _ in seen] == [(check, line) for check, line, _ in ordered(expected)]
    for check, line, column in expected:
        assert column == 0 or (check, line, column) in seen


def ordered(rows: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Return rows whose columns may be unknown in the order they are told: what concerns the file, then by line."""
    whole = ("Z104", "Z105", "Z106", "Z116", "Z122")
    return sorted(rows, key=lambda row: (row[0] not in whole, row[1]))


GOOD = [
    ("empty collection", collection()),
    ("null properties", collection(feature(properties="null"))),
    ("bare geometry", POLYGON),
    ("bare feature", feature()),
    ("string and number ids", collection(feature(more=',"id":"1"'), feature(more=',"id":1'), feature(more=',"id":2.5'))),
    ("extra members", collection(feature(more=',"style":{"fill":"red"}'), more=',"name":"x","title":"y"')),
    ("nested properties", collection(feature(properties='{"a":{"b":[1,{"c":null}]}}'))),
    ("exponent", '{"type":"Point","coordinates":[1.05e2,3.4E+1]}'),
    ("integers", '{"type":"Point","coordinates":[105,34]}'),
    ("world", '{"type":"Polygon","coordinates":[[[-180,-90],[180,-90],[180,90],[-180,90],[-180,-90]]]}'),
    ("bbox across the antimeridian", '{"type":"MultiPoint","bbox":[170,-10,-170,10],"coordinates":[[170,-10],[-170,10]]}'),
    ("bbox of the world", collection(feature(more=',"bbox":[-180,-90,180,90]'))),
    ("bbox about a pole", '{"type":"MultiPoint","bbox":[-180,60,180,90],"coordinates":[[-150,60],[90,65],[0,61]]}'),
    ("bbox about the other pole", '{"type":"MultiPoint","bbox":[-180,-90,180,-60.5],"coordinates":[[-150,-60.5],[90,-65]]}'),
    ("bbox round the earth", '{"type":"MultiPoint","bbox":[-180,-10,180,20],"coordinates":[[-150,-10],[90,20],[0,0]]}'),
    ("bbox of nothing", collection(feature("null", '{"reason":"x"}', ',"bbox":[1,2,3,4]'))),
    ("bbox of a point with none", '{"type":"Feature","bbox":[1,2,1,2],"properties":{},"geometry":{"type":"Point","coordinates":[1,2]}}'),
    ("rounded bbox", '{"type":"Point","bbox":[105.123,34.987,105.123,34.987],"coordinates":[105.123456,34.987123]}'),
    ("mixed collection", '{"type":"GeometryCollection","geometries":[' + POLYGON + ',{"type":"Point","coordinates":[1,2]}]}'),
    ("windows line ends", collection(feature()).replace("\n", "\r\n")),
    ("pretty", json.dumps(json.loads(collection(feature())), indent=4)),
    ("type last", '{"features":[' + feature() + '],"type":"FeatureCollection"}'),
    ("escapes", collection(feature(properties='{"name":"\\u4e1c\\u5cad \\ud83c\\udf3e"}'))),
    ("html in a description", collection(feature(properties='{"description":"<b>x</b>"}'))),
    ("stretches of one zone", collection(feature(properties='{"zone_id":"a"}'), feature(properties='{"zone_id":"a"}'))),
    ("micrometres", named("5 μm, 3 Ωm")),
    ("chinese", named("（东岭）产业·园——“一期”、《二》")),
    ("umlauts", named("Müllerstraße, Ærø, Łódź")),
    ("cyrillic", named("Красная площадь")),
    ("japanese", named("東京タワー ビル")),
    ("no-break space", named("Piccadilly\u00a0Circus, 5\u202fkm")),
    ("soft hyphen", named("Donau\u00addampf\u00adschiff")),
    ("marks of direction", named("שלום\u200e (A)\u200f")),
    ("mark of direction in Latin", named("A\u200eB")),
    ("joiners of Persian", named("می\u200cخواهم")),
    ("joiners of Hindi", named("क्\u200dष")),
    ("joined picture", named("Farm 👩\u200d🌾 👨\u200d👩\u200d👧")),
    ("words of Thai", named("ภาษา\u200bไทย")),
    ("full-width space", named("東京\u3000タワー")),
    ("full-width letters of Japanese", named("ＪＲ東日本２丁目")),
    ("ampersand", named("R&D Park <1>")),
    ("ten thousand vertices", json.dumps({"type": "LineString", "coordinates": [[n / 1000, n / 2000] for n in range(10_000)]})),
]  # fmt: skip


@pytest.mark.parametrize("text", [row[1] for row in GOOD], ids=[row[0] for row in GOOD])
def test_what_the_standard_allows_is_told_nothing(text: str) -> None:
    assert told(text) == []


def test_every_fault_of_a_file_comes_in_one_pass_in_stable_order() -> None:
    text = collection(
        "null",
        feature("null"),
        feature('{"type":"Polygon","coordinates":[[[1,2],[3,2],[3,4],[1,3]]]}', '{"name":"a`","name":"=b"}'),
        '{"type":"Feature","properties":{"name":"x",},"geometry":null}',
        feature('{"type":"Point","coordinates":[1]}'),
    )
    seen = [check for check, _, _ in told(text)]
    assert seen == ["Z130", "Z135", "Z120", "Z187", "Z147", "Z111", "Z135", "Z144"]
    assert told(text) == told(text)


def test_deep_nesting_is_told_in_no_time() -> None:
    deep = '{"type":"GeometryCollection","geometries":[' * 20_000 + "]}" * 20_000
    start = time.perf_counter()
    assert "Z121" in [check for check, _, _ in told(collection(feature(deep)))]
    assert time.perf_counter() - start < 5  # it took 15


def test_a_broken_feature_hides_no_other() -> None:
    text = collection(feature('{"type":"Point","coordinates":[1,}'), feature('{"type":"Point","coordinates":[1]}'))
    assert [(check, line) for check, line, _ in told(text)] == [("Z111", 2), ("Z144", 3)]


def test_a_number_too_large_is_an_error_in_a_coordinate_only() -> None:
    inside = findings(collection(feature('{"type":"Point","coordinates":[1e999,1]}')))
    outside = findings(collection(feature(properties='{"a":1e999}')))
    assert [one.severity for one in (*inside, *outside)] == ["error", "warning"]


def test_findings_carry_place_feature_and_both_languages() -> None:
    text = collection(feature(POLYGON.replace("34.1]]", "34.100001]]"), '{"zone_id":"brook"}'))
    (one,) = findings(text)
    place: Any = one.place
    assert one.feature == "brook"
    assert place == {"type": "Point", "coordinates": [105.1, 34.100001]}
    assert one.message != one.message_zh
    assert "[105.1, 34.1]" in one.message
