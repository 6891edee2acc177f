"""Positions in every notation and datum."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoneatlas import PlanError
from zoneatlas.answers.coordinates import DATUMS, looks_like_position, read_position
from zoneatlas.space import datum as datums
from zoneatlas.space.geodesic import distance_m


@pytest.mark.parametrize(
    "text",
    [
        "116.41,39.9",
        "116.41，39.9",
        "116.41 39.9",
        " ( 116.41 ; 39.9 ) ",
        "39.9,116.41",
        "E116.41 N39.9",
        "116.41E39.9N",
        "39.9N, 116.41E",
        "116°24'36\"E 39°54'00\"N",
        "39°54′00″N, 116°24′36″E",
        "116°24′36″,39°54′",
        "39°54′ 116°24′36″",
        "116d24'36\"E,39d54'N",
        "116°24.6'E 39°54'N",
        "东经116度24分36秒，北纬39度54分",
        "北纬39.9度 东经116.41度",
        "经度：116.41 纬度：39.9",
        "１１６．４１，３９．９",
    ],
)
def test_one_position_in_many_notations(text: str) -> None:
    position = read_position(text)
    assert position.lon == pytest.approx(116.41, abs=1e-12)
    assert position.lat == pytest.approx(39.9, abs=1e-12)
    assert looks_like_position(text)


def test_latitude_first_is_said_when_only_the_figures_show_it() -> None:
    assert "116.41,39.9" in read_position("39.9,116.41").remarks[0].en
    assert read_position("39.9N,116.41E").remarks == ()
    assert read_position("116.41,39.9").remarks == ()
    assert (read_position("10.3,55.1").lon, read_position("10.3,55.1").remarks) == (10.3, ())


@pytest.mark.parametrize("text", ["-70.5,-33.4", "70.5W 33.4S", "33.4S,70.5W", "西经70.5度，南纬33.4度"])
def test_the_other_hemispheres(text: str) -> None:
    assert (read_position(text).lon, read_position(text).lat) == (-70.5, -33.4)


@pytest.mark.parametrize(
    "text",
    ["", "abc", "116.4", "116.4,", "116.4,39.9,5", "200,39", "116,95", "116°61'E 39°N", "116.4E,39.9E", "nan,nan",
     "1e999,3", "116.5°30',39°", "--1,2", "E116.4E,39", "朝阳区", "2-3", "\x00", "9" * 5000],
)  # fmt: skip
def test_no_position_is_refused_in_both_languages(text: str) -> None:
    with pytest.raises(PlanError) as raised:
        read_position(text)
    assert raised.value.problem.message
    assert raised.value.problem.message_zh


def test_an_unknown_datum_names_the_known_ones() -> None:
    with pytest.raises(PlanError, match="gcj02"):
        read_position("116.4,39.9", "wgs72")


@given(st.floats(-180, 180), st.floats(-90, 90))
def test_degrees_minutes_and_seconds_round_trip(lon: float, lat: float) -> None:
    def written(value: float, sides: str) -> str:
        tenths = round(abs(value) * 36000)
        degrees, minutes, seconds = tenths // 36000, tenths // 600 % 60, tenths % 600 / 10
        return f"{degrees}°{minutes}′{seconds:.1f}″{sides[value < 0]}"

    for text in (
        f"{written(lon, 'EW')}, {written(lat, 'NS')}",
        f"{written(lat, 'NS')} {written(lon, 'EW')}",
    ):
        position = read_position(text)
        assert position.lon == pytest.approx(lon, abs=0.05 / 3600 + 1e-12)
        assert position.lat == pytest.approx(lat, abs=0.05 / 3600 + 1e-12)


@given(st.floats(-180, 180).map(lambda value: round(value, 9)), st.floats(-90, 90).map(lambda value: round(value, 9)))
def test_decimals_round_trip(lon: float, lat: float) -> None:
    position = read_position(f"{lon:.9f},{lat:.9f}")
    assert (position.lon, position.lat) == (lon, lat)


@given(st.floats(80, 130), st.floats(20, 50), st.sampled_from(["gcj02", "bd09"]))
def test_web_map_datums_round_trip(lon: float, lat: float, datum: str) -> None:
    forward = datums.wgs84_to_gcj02 if datum == "gcj02" else datums.wgs84_to_bd09
    shifted_lon, shifted_lat = forward([lon], [lat])
    position = read_position(f"{shifted_lon[0]:.12f},{shifted_lat[0]:.12f}", datum)
    assert distance_m(lon, lat, position.lon, position.lat) < 0.001
    assert 100 < distance_m(lon, lat, float(shifted_lon[0]), float(shifted_lat[0])) < 3000


def test_cgcs2000_is_wgs84_to_the_metre() -> None:
    assert read_position("116.4,39.9", "cgcs2000") == read_position("116.4,39.9")


@given(st.floats(74, 134), st.floats(18, 53))
def test_the_datum_of_1954_equals_projs_translation(lon: float, lat: float) -> None:
    pipeline = pyproj.Transformer.from_pipeline(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=push +v_3 "
        "+step +proj=cart +ellps=krass +step +proj=helmert +x=11.911 +y=-154.833 +z=-80.079 "
        "+step +inv +proj=cart +ellps=WGS84 +step +proj=pop +v_3 +step +proj=unitconvert +xy_in=rad +xy_out=deg"
    )
    expected = pipeline.transform(lon, lat)
    position = read_position(f"{lon!r},{lat!r}" if "e" not in f"{lon!r}{lat!r}" else "100,30", "beijing54")
    if "e" not in f"{lon!r}{lat!r}":
        assert distance_m(*expected, position.lon, position.lat) < 0.001
    assert position.accuracy_m == 15
    assert position.remarks


def test_every_datum_is_offered() -> None:
    for datum in DATUMS:
        assert np.isfinite(read_position("116.4,39.9", datum).lon)
