"""Any bytes end in features and problems, each problem at its true place."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoneatlas.plan.faults import FAULTS
from zoneatlas.plan.geojson import parse_features, read_features
from zoneatlas.plan.jsontext import JsonSyntaxError, decode, locate

if TYPE_CHECKING:
    from pathlib import Path

GOOD = (
    b'{"type":"FeatureCollection","features":[\n'
    b'{"type":"Feature","properties":{"a":1},"geometry":null},\n'
    b'{"type":"Feature","properties":{"a":2},"geometry":null}\n]}\n'
)


def with_first(value: bytes) -> bytes:
    """Return the good file with another value in its first feature."""
    return GOOD.replace(b'"a":1', b'"a":' + value)


UNREADABLE = [
    ("empty", b"", "empty-file", 1, 1),
    ("white", b" \n\n", "empty-file", 1, 1),
    ("only a BOM", b"\xef\xbb\xbf", "empty-file", 1, 1),
    ("utf-16", GOOD.decode().encode("utf-16"), "utf-16", 1, 1),
    ("utf-16 without mark", GOOD.decode().encode("utf-16-le"), "utf-16", 1, 1),
    ("gbk", b'{\n"n":"' + "北".encode("gbk") + b'"}', "gbk", 2, 6),
    ("utf-8, then gbk", b'{\n"n":"' + "名".encode() + b'","m":"' + "北京".encode("gbk") + b'"}', "not-utf-8", 2, 14),
    ("latin-1", b'{"name":"Caf\xe9"}', "latin-1", 1, 13),
    ("cut in a key", GOOD[:52], "truncated", 2, 12),
    ("cut in a number", GOOD[:-30] + b"1.", "truncated", 3, 32),
    ("cut before the end", GOOD[:-4], "truncated", 3, 56),
    ("cut in an escape", b'{"a":"\\u12', "truncated", 1, 11),
    ("trailing comma in a feature", with_first(b"1,"), "trailing-comma", 2, 38),
    ("trailing comma after a feature", GOOD.replace(b"}\n]", b"},\n]"), "trailing-comma", 3, 56),
    ("trailing comma in a list", with_first(b"[1,2,]"), "trailing-comma", 2, 41),
    ("comment", GOOD.replace(b"},\n", b"}, // first\n"), "comment", 2, 58),
    ("missing comma", GOOD.replace(b"},\n", b"}\n"), "missing-comma", 3, 1),
    ("missing colon", GOOD.replace(b'"a":1', b'"a" 1'), "missing-colon", 2, 37),
    ("bare key", GOOD.replace(b'"a":1', b"a:1"), "unquoted-key", 2, 33),
    ("single quotes", GOOD.replace(b'"a":1', b"'a':1"), "single-quote", 2, 33),
    ("full-width colon", GOOD.replace(b'"a":1', '"a"：1'.encode()), "full-width", 2, 36),
    ("line break in a text", with_first(b'"x\ny"'), "control-character", 2, 39),
    ("wrong escape", with_first(b'"C:\\data"'), "bad-escape", 2, 40),
    ("leading zero", with_first(b"01"), "bad-number", 2, 37),
    ("python constant", with_first(b"True"), "wrong-literal", 2, 37),
    ("newline-delimited", b'{"type":"Feature"}\n{"type":"Feature"}\n', "newline-delimited", 2, 1),
    ("deep and cut", b"[" * 100_000, "truncated", 1, 100_001),
    ("deep", b"[" * 100_000 + b"]" * 100_000, "root-not-object", 1, 1),
    ("array", b"[]", "root-not-object", 1, 1),
    ("string", b'"zones"', "root-not-object", 1, 1),
    ("null", b"null", "root-not-object", 1, 1),
    ("no type", b'{"features":[]}', "root-type", 1, 1),
    ("wrong case", b'{"type":"Featurecollection","features":[]}', "root-type", 1, 9),
    ("topojson", b'{"type":"Topology","objects":{}}', "root-type", 1, 9),
    ("no features", b'{"type":"FeatureCollection"}', "no-features", 1, 1),
    ("features an object", b'{"type":"FeatureCollection",\n"features":{}}', "features-not-array", 2, 12),
    ("two features members", b'{"type":"FeatureCollection","features":[],"features":[]}', "duplicate-key", 1, 43),
]

FAULTY = [
    ("NaN", with_first(b"NaN"), "not-a-number", 2, 37),
    ("minus infinity", with_first(b"[1,-Infinity]"), "not-a-number", 2, 40),
    ("beyond double", with_first(b"1e999"), "overflow", 2, 37),
    ("5,000 digits", with_first(b"9" * 5000), "overflow", 2, 37),
    ("400 digits", with_first(b"9" * 400), "overflow", 2, 37),
    ("lone surrogate", with_first(b'"\\ud800"'), "lone-surrogate", 2, 37),
    ("repeated key", with_first(b'1,"a":3'), "duplicate-key", 2, 39),
    ("deep", with_first(b"[" * 100_000 + b"]" * 100_000), "too-deep", 2, 235),
    ("BOM", b"\xef\xbb\xbf" + GOOD, "byte-order-mark", 1, 1),
]


@pytest.mark.parametrize(("data", "code", "line", "column"), [pytest.param(*row[1:], id=row[0]) for row in UNREADABLE])
def test_an_unreadable_file_has_an_error_at_its_true_place(data: bytes, code: str, line: int, column: int) -> None:
    read = parse_features(data, "zones.geojson")
    assert not read.readable
    error = next(problem for problem in read.problems if problem.severity == "error")
    assert (error.code, error.line, error.column) == (code, line, column)
    assert error.message
    assert error.message_zh


@pytest.mark.parametrize(("data", "code", "line", "column"), [pytest.param(*row[1:], id=row[0]) for row in FAULTY])
def test_a_fault_inside_a_feature_is_a_warning_and_the_rest_is_read(
    data: bytes, code: str, line: int, column: int
) -> None:
    read = parse_features(data, "zones.geojson")
    assert read.readable
    assert [(problem.code, problem.line, problem.column) for problem in read.problems] == [(code, line, column)]
    assert [record.index for record in read.features] == [0, 1]
    assert read.features[1].value["properties"] == {"a": 2}


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    assert [problem.code for problem in read_features(tmp_path / "none.geojson").problems] == ["not-found"]
    assert [problem.code for problem in read_features(tmp_path).problems] == ["not-readable"]


def test_every_fault_of_a_file_comes_in_one_pass() -> None:
    data = GOOD.replace(b'"a":1', b'"a":NaN,').replace(b'"a":2', b'"a":1e999')
    codes = [problem.code for problem in parse_features(data, "x").problems]
    assert codes == ["not-a-number", "trailing-comma", "overflow"]


def test_other_geojson_documents_are_read_as_one_record() -> None:
    read = parse_features(b'{"type":"Point","coordinates":[1,2]}', "x")
    assert (read.root, len(read.features), read.readable) == ("Point", 1, True)


def test_locate_points_at_values_and_where_they_are_missing_at_the_deepest_that_exists() -> None:
    text = GOOD.decode().replace('"a":2', '"名":[10,\n 20]')
    record = parse_features(text.encode(), "x").features[1]
    assert record.locate(()) == (3, 1)
    assert record.locate(("properties",)) == (3, 32)
    assert record.locate(("properties", "名", 0)) == (3, 38)
    assert record.locate(("properties", "名", 1)) == (4, 2)
    assert record.locate(("properties", "名", 9)) == (3, 37)
    assert record.locate(("properties", "none", 1)) == (3, 32)


def test_hostile_nesting_takes_no_time() -> None:
    started = time.monotonic()
    parse_features(with_first(b'{"a":' * 100_000 + b"1" + b"}" * 100_000), "x")
    parse_features(with_first(b"[[],[" * 50_000 + b"]" * 50_000), "x")
    assert time.monotonic() - started < 10


def test_every_fault_is_told_in_both_languages() -> None:
    for code, text in FAULTS.items():
        assert code == code.lower()
        assert text.zh
        assert text.en
        assert text.zh.count("{detail}") == text.en.count("{detail}")


@given(st.binary(max_size=300))
def test_no_bytes_raise(data: bytes) -> None:
    read = parse_features(data, "x")
    assert read.readable or read.problems


@given(st.data())
def test_no_mutation_of_a_good_file_raises(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(GOOD)))
    end = data.draw(st.integers(start, min(len(GOOD), start + 12)))
    insert = data.draw(
        st.binary(max_size=6) | st.sampled_from([b'"', b"{", b"[", b"]", b",", b"NaN", b"\\u", b"\xef\xbb\xbf"])
    )
    read = parse_features(GOOD[:start] + insert + GOOD[end:], "x")
    lines = read.text.count("\n") + 1
    for problem in read.problems:
        assert problem.line >= 1
        assert problem.column >= 1
        assert problem.line <= max(lines, GOOD.count(b"\n") + insert.count(b"\n") + 1)
    for record in read.features:
        record.locate(("properties", "a"))


JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=15,
)


@given(JSON_VALUES, st.sampled_from([None, 1]))
def test_the_careful_reader_agrees_with_the_standard_library(value: object, indent: int | None) -> None:
    text = json.dumps({"hazard": 1e300, "value": value}, indent=indent)  # 1e300 makes decode() take the careful way
    decoded, end, faults = decode(text, 0)
    assert decoded == json.loads(text)
    assert (end, faults) == (len(text), ())
    at = locate(text, 0, ("value",))
    assert decode(text, at)[0] == value


@given(st.text(alphabet='{}[]",:0123456789.eE+-truefalsnNaIity \\u\n"x', max_size=30))
def test_the_careful_reader_refuses_what_the_standard_library_refuses(text: str) -> None:
    def strict(word: str) -> None:
        raise ValueError(word)

    try:
        expected = (json.loads(text, parse_constant=strict),)
    except ValueError:
        expected = None
    try:
        start = len(text) - len(text.lstrip(" \n"))
        value, end, faults = decode(text, start)
        got = (value,) if not faults and not text[end:].strip(" \n") else None
    except JsonSyntaxError:
        got = None
    if expected is None or "\\u" not in text:
        assert got == expected


def test_a_large_file_is_read_the_same_without_being_kept_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    text = b'{"type":"FeatureCollection","features":[\n{"type":"Feature","id":1},\n{"type":"Feature","id":NaN},\nnull]}'
    small = parse_features(text, "a.geojson")
    monkeypatch.setattr("zoneatlas.plan.geojson.LARGE", 10)
    large = parse_features(text, "a.geojson")
    assert [repr(record.value) for record in large.features] == [repr(record.value) for record in small.features]
    assert [record.locate(("id",)) for record in large.features] == [
        record.locate(("id",)) for record in small.features
    ]
    assert large.problems == small.problems
