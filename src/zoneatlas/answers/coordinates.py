"""Reading positions as people write them: decimal or in degrees, minutes and seconds, in either order, in any datum."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from math import inf
from typing import Literal, cast, get_args

from zoneatlas.frozen import dataclass, replace
from zoneatlas.plan.faults import printable
from zoneatlas.plan.records import PlanError, Text

__all__ = ["DATUMS", "TIED_M", "Datum", "Position", "looks_like_position", "read_position"]

Datum = Literal["wgs84", "gcj02", "bd09", "cgcs2000", "beijing54"]
DATUMS: tuple[str, ...] = get_args(Datum)

#: How well a datum is tied to WGS 84, in metres, where that is worse than a metre.
TIED_M = {"beijing54": 15.0}
_EAST, _NORTH = "EW", "NS"
_WORDS = (
    ("东经", " E"), ("西经", " W"), ("北纬", " N"), ("南纬", " S"),
    ("longitude", " "), ("latitude", " "), ("lon", " "), ("lat", " "), (":", " "), ("经度", " "), ("纬度", " "),
    ("度", "°"), ("分", "'"), ("秒", '"'), ("º", "°"), ("˚", "°"),
    ("′", "'"), ("’", "'"), ("‘", "'"), ("´", "'"), ("″", '"'), ("”", '"'), ("“", '"'), ("''", '"'),
)  # fmt: skip
_NUMBER = r"\d+(?:\.\d*)?|\.\d+"
_ANGLE = rf"""\s*(?P<before>[NSEW])?\s*(?P<sign>[-+−])?\s*(?P<degrees>{_NUMBER})\s*
    (?:[°D]\s*(?:(?P<minutes>{_NUMBER})\s*[']\s*(?:(?P<seconds>{_NUMBER})\s*["]\s*)?)?)?
    (?P<after>[NSEW])?\s*"""
#: The signs of two decimal numbers, which need neither the words above nor the pattern.
_DECIMAL_SIGNS = "0123456789.,+- "
_SIXTY = 60


@dataclass(frozen=True, slots=True)
class Position:
    """A position a question asks about.

    ``lon`` and ``lat`` are degrees, WGS 84; ``accuracy_m`` is how well they are known, beyond what was written;
    ``remarks`` says what was understood that the reader should know.
    """

    lon: float
    lat: float
    accuracy_m: float = 0.0
    remarks: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class _Angle:
    value: float
    side: str


def read_position(text: str, datum: str = "wgs84") -> Position:
    """Read a position.

    Parameters
    ----------
    text
        ``LON,LAT`` in decimal degrees or in degrees, minutes and seconds; the other order where hemispheres are named
        or a latitude would be beyond 90°. Separated by a comma, a semicolon or spaces, full-width or half-width.
    datum
        What the figures refer to: one of `DATUMS`.

    Returns
    -------
    Position
        In WGS 84.

    Raises
    ------
    PlanError
        If this is no position on earth, or no such datum.
    """
    if datum not in DATUMS:
        raise PlanError.about(
            f"'{printable(datum)}' is no datum known here; use one of {', '.join(DATUMS)}.",
            f"不认识基准“{printable(datum)}”；可用：{'、'.join(DATUMS)}。",
        )
    first, second = _angles(text)
    lon, lat, remarks = _ordered(text, first, second)
    if abs(lon) > 180 or abs(lat) > 90:  # noqa: PLR2004
        raise _no_position(
            text, "a longitude is at most 180° and a latitude at most 90°", "经度不超过180°，纬度不超过90°"
        )
    return _to_wgs84(Position(lon, lat, remarks=remarks), cast("Datum", datum))


def looks_like_position(text: str) -> bool:
    """Tell whether a word is written as a position rather than as a name."""
    try:
        _angles(text)
    except PlanError:
        return False
    return True


@cache
def _angle_pattern() -> re.Pattern[str]:
    return re.compile(_ANGLE, re.VERBOSE)


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text.strip().strip("()（）[]")).replace("、", ",").replace(";", ",")
    for word, sign in _WORDS:
        plain = re.sub(re.escape(unicodedata.normalize("NFKC", word)), sign, plain, flags=re.IGNORECASE)
    return plain.strip().upper()


def _angles(text: str) -> tuple[_Angle, _Angle]:
    simple = _decimals(text)
    if simple is not None:
        return simple
    plain = _plain(text)
    parts = [part for part in plain.split(",") if part.strip()]
    if len(parts) == 1:
        parts = _halves(plain)
    found = [_angle_pattern().fullmatch(part) for part in parts]
    if len(found) != 2 or found[0] is None or found[1] is None:  # noqa: PLR2004
        raise _no_position(text, "write LON,LAT, such as 116.4,39.9", "请写作 经度,纬度，例如 116.4,39.9")
    return _angle(text, found[0]), _angle(text, found[1])


def _decimals(text: str) -> tuple[_Angle, _Angle] | None:
    """Return two decimal numbers with a comma between them, the usual case, without loading a pattern."""
    if text.strip(_DECIMAL_SIGNS):
        return None
    angles = []
    for part in text.split(","):
        written = part.strip(" ")
        digits = written[written[:1] in ("-", "+") :].lstrip(" ")
        if not digits.replace(".", "", 1).isdigit():
            return None
        angles.append(_Angle(-float(digits) if written[0] == "-" else float(digits), ""))
    return (angles[0], angles[1]) if len(angles) == 2 else None  # noqa: PLR2004


def _halves(plain: str) -> list[str]:
    """Cut a text without commas into its two angles, wherever both halves are one."""
    cuts = [place for place in range(1, len(plain)) if plain[place - 1] in " NSEW\"'°" or plain[place] in " NSEW"]
    is_angle = _angle_pattern().fullmatch
    both = [[plain[:cut], plain[cut:]] for cut in cuts if is_angle(plain[:cut]) and is_angle(plain[cut:])]
    whole = [pair for pair in both if all(_complete(part) for part in pair)] or both
    return whole[0] if whole else [plain]


def _complete(part: str) -> bool:
    match = _angle_pattern().fullmatch(part)
    return match is not None and not (match["before"] and match["after"])


def _angle(text: str, match: re.Match[str]) -> _Angle:
    minutes, seconds = float(match["minutes"] or 0), float(match["seconds"] or 0)
    if minutes >= _SIXTY or seconds >= _SIXTY or (match["before"] and match["after"]):
        raise _no_position(text, "minutes and seconds are below 60", "分、秒应小于60")
    if match["minutes"] and "." in match["degrees"]:
        raise _no_position(text, "degrees are whole where minutes follow", "写了分，度就应为整数")
    side = match["before"] or match["after"] or ""
    value = float(match["degrees"]) + minutes / _SIXTY + seconds / _SIXTY**2
    negative = (match["sign"] in ("-", "−")) != (side in ("S", "W"))
    return _Angle(-value if negative else value, side)


def _ordered(text: str, first: _Angle, second: _Angle) -> tuple[float, float, tuple[Text, ...]]:
    """Return longitude, latitude and what is to be said about the order."""
    sides = [_EAST if one.side and one.side in _EAST else _NORTH if one.side else "" for one in (first, second)]
    if sides[0] and sides[0] == sides[1]:
        raise _no_position(text, "both are on the same axis", "两个数都是经度或都是纬度")
    if sides[0] == _NORTH or sides[1] == _EAST:
        return second.value, first.value, ()
    if not any(sides) and abs(second.value) > 90 >= abs(first.value):  # noqa: PLR2004
        said = f"{second.value:.10g},{first.value:.10g}"
        remark = Text(
            f"“{printable(text)}”理解为先纬度后经度（经度,纬度为 {said}）。",
            f"'{printable(text)}' is understood as latitude first (LON,LAT: {said}).",
        )
        return second.value, first.value, (remark,)
    return first.value, second.value, ()


def _to_wgs84(position: Position, datum: Datum) -> Position:
    if datum in ("wgs84", "cgcs2000"):  # the same to better than a metre
        return position
    from zoneatlas.space import datum as datums

    shift = {
        "gcj02": datums.gcj02_to_wgs84,
        "bd09": datums.bd09_to_wgs84,
        "beijing54": datums.krasovsky_to_wgs84,
    }[datum]
    lon, lat = shift([position.lon], [position.lat])
    accuracy_m = TIED_M.get(datum, 0.0)
    remarks = position.remarks
    if accuracy_m:
        remarks += (
            Text(
                f"{datum} 与 WGS 84 的关系只知到约 {accuracy_m:.0f} 米；已计入精度。",
                f"{datum} is tied to WGS 84 to about {accuracy_m:.0f} m only; this is counted as inaccuracy.",
            ),
        )
    return replace(position, lon=float(lon[0]), lat=float(lat[0]), accuracy_m=accuracy_m, remarks=remarks)


def _no_position(text: str, en: str, zh: str) -> PlanError:
    shown = printable(text)
    return PlanError.about(f"'{shown}' is no position: {en}.", f"“{shown}”不是坐标：{zh}。")


def doubt_m(accuracy_m: float | None, position: Position) -> float:
    """Return how near an edge must be for the side to be doubtful, in metres."""
    return min(inf, (accuracy_m or 0.0) + position.accuracy_m)
