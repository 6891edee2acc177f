"""The coordinates of the rows of a table: which columns hold them, and why a row has none that can be used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zoneatlas.plan.faults import printable
from zoneatlas.plan.records import PlanError, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Reasons = NDArray[np.int8]

__all__ = [
    "PROBLEMS",
    "PROBLEM_TEXTS",
    "coordinate_columns",
    "points_of_columns",
    "points_of_geometry",
    "tied_m",
    "to_wgs84",
]

#: Why a row has no place: what stands in the column ``problem``, and what it means.
PROBLEM_TEXTS: dict[str, Text] = {
    "no-coordinates": Text("没有坐标", "no coordinates"),
    "not-a-number": Text(
        "坐标不是十进制的度数（116,4 和 116°24′ 不代为换算）",
        "a coordinate that is no decimal number of degrees (116,4 and 116°24′ are not mended)",
    ),
    "out-of-range": Text(
        "坐标不在地球上（经度 ±180、纬度 ±90 以外；或是以米计的投影坐标）",
        "coordinates off the earth (±180, ±90); metres of a projection, perhaps",
    ),
    "swapped": Text("纬度超出 ±90，经纬度像是对调了", "a latitude beyond ±90: longitude and latitude seem exchanged"),
    "zero": Text("坐标为 0,0", "coordinates 0,0"),
    "no-geometry": Text("没有几何", "no geometry"),
    "not-a-point": Text("几何不是点", "a geometry that is no point"),
    "broken-geometry": Text("几何无法解读", "a geometry that cannot be read"),
}
PROBLEMS = tuple(PROBLEM_TEXTS)
_NONE = -1

_LON = (
    "lon",
    "lng",
    "long",
    "longitude",
    "经度",
    "东经",
    "经度坐标",
    "lon_deg",
    "longitude_deg",
    "x",
    "point_x",
    "coord_x",
)
_LAT = ("lat", "latitude", "纬度", "北纬", "纬度坐标", "lat_deg", "latitude_deg", "y", "point_y", "coord_y")
_DATUM_WORDS = ("wgs84", "wgs", "gcj02", "gcj", "bd09", "bd", "cgcs2000", "百度", "高德", "火星", "地理")
_NUMBER = r"^[+-]?((\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|(?i:inf(inity)?))$"
#: What people and programs write where there is nothing, in small letters.
_NOTHING = ("", "-", "--", "nan", "null", "none", "na", "n/a", "#n/a", "nil", "无", "空", "缺")
_MOST_LON, _MOST_LAT = 180.0, 90.0
_POINT_BYTES = 21


def coordinate_columns(names: Sequence[str], lon: str | None, lat: str | None, file: str) -> tuple[str, str] | None:
    """Return the columns of longitude and latitude: those named by the user, else those with a usual name.

    Parameters
    ----------
    names
        The table's columns.
    lon, lat
        What the user says, both or neither.
    file
        For the message.

    Returns
    -------
    tuple of str, or None
        None when no column has a usual name.

    Raises
    ------
    PlanError
        If a named column is missing, or only one is named, or several columns have usual names of the same rank.
    """
    if (lon is None) != (lat is None):
        raise PlanError.about("--lon and --lat are given together.", "--lon 和 --lat 须同时给出。", file=file)
    if lon is not None and lat is not None:
        for name in (lon, lat):
            if name not in names:
                shown = ", ".join(printable(known) for known in names)
                raise PlanError.about(
                    f"There is no column '{printable(name)}'; the columns are {shown}.",
                    f"没有列“{printable(name)}”；现有的列：{shown}。",
                    file=file,
                )
        return lon, lat
    found = _usual(names, _LON), _usual(names, _LAT)
    return (found[0], found[1]) if found[0] and found[1] else None


def _usual(names: Sequence[str], usual: Sequence[str]) -> str:
    plain = {_plain(name): name for name in reversed(names)}
    return next((plain[word] for word in usual if word in plain), "")


def _plain(name: str) -> str:
    """Return a column's name without case, blanks, unit, and the datum some tables add to it."""
    word = name.strip().lstrip("\ufeff").casefold().replace(" ", "_").replace("-", "_")
    for bracket in "(（[":
        word = word.partition(bracket)[0]
    word = word.strip("_")
    for datum in _DATUM_WORDS:
        word = word.removeprefix(f"{datum}_").removesuffix(f"_{datum}")
        if not datum.isascii():
            word = word.removeprefix(datum)
    return word


def points_of_columns(lon: Any, lat: Any) -> tuple[Floats, Floats, Reasons]:  # noqa: ANN401  (arrow arrays)
    """Return the positions in two columns, and why a row has none.

    Parameters
    ----------
    lon, lat : pyarrow.Array, shape (n,)
        Numbers, or text that holds numbers.

    Returns
    -------
    lon, lat : ndarray of float64
        In degrees; NaN where the row has no usable coordinates.
    reasons : ndarray of int8
        Positions in `PROBLEMS`, -1 for a usable row.
    """
    import numpy as np

    (x, x_missing), (y, y_missing) = _numbers(lon), _numbers(lat)
    reasons = np.full(len(x), _NONE, dtype=np.int8)
    reasons[np.isnan(x) | np.isnan(y)] = PROBLEMS.index("not-a-number")
    reasons[x_missing | y_missing] = PROBLEMS.index("no-coordinates")
    return _judged(x, y, reasons)


def _judged(x: Floats, y: Floats, reasons: Reasons) -> tuple[Floats, Floats, Reasons]:
    """Refuse what is no place on earth; write NaN where there is a reason."""
    import numpy as np

    usable = reasons == _NONE
    beyond = usable & ((np.abs(x) > _MOST_LON) | (np.abs(y) > _MOST_LAT))
    reasons[beyond] = PROBLEMS.index("out-of-range")
    reasons[beyond & (np.abs(x) <= _MOST_LAT) & (np.abs(y) <= _MOST_LON)] = PROBLEMS.index("swapped")
    reasons[usable & (x == 0) & (y == 0)] = PROBLEMS.index("zero")
    bad = reasons != _NONE
    if bad.any():
        x, y = np.where(bad, np.nan, x), np.where(bad, np.nan, y)
    return x, y, reasons


def _numbers(column: Any) -> tuple[Floats, NDArray[np.bool_]]:  # noqa: ANN401  (an arrow array)
    """Return a column as numbers, NaN where it holds none, and where it holds nothing at all."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_floating(column.type):
        numbers = column.cast(pa.float64()).to_numpy(zero_copy_only=False)
        return numbers, np.isnan(numbers)
    if pa.types.is_integer(column.type) or pa.types.is_decimal(column.type):
        numbers = column.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False)
        return numbers, np.isnan(numbers)
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        empty = column.is_null().to_numpy(zero_copy_only=False)
        return np.full(len(column), np.nan), empty
    text = pc.utf8_trim_whitespace(pc.utf8_normalize(column, form="NFKC"))
    nothing = pc.is_in(pc.utf8_lower(text), value_set=pa.array(_NOTHING, text.type))
    missing = pc.or_kleene(text.is_null(), nothing).fill_null(True)  # noqa: FBT003  (pyarrow's signature)
    written = pc.if_else(pc.match_substring_regex(text, _NUMBER), text, pa.scalar(None, text.type))
    numbers = written.cast(pa.float64()).to_numpy(zero_copy_only=False)
    return np.array(numbers, dtype=np.float64), missing.to_numpy(zero_copy_only=False)


def points_of_geometry(column: Any, crs: Any = None) -> tuple[Floats, Floats, Reasons]:  # noqa: ANN401  (an arrow array)
    """Return the positions in a column of WKB, or of structures with x and y, and why a row has none.

    Parameters
    ----------
    column : pyarrow.Array, shape (n,)
        The geometries.
    crs
        Their CRS, anything PROJ takes; None for longitude and latitude in degrees.

    Returns
    -------
    lon, lat, reasons
        As in `points_of_columns`.
    """
    import numpy as np
    import pyarrow as pa

    if pa.types.is_struct(column.type):
        x, y = (column.field(name).to_numpy(zero_copy_only=False) for name in ("x", "y"))
        empty = column.is_null().to_numpy(zero_copy_only=False) | np.isnan(x) | np.isnan(y)
        reasons = np.where(empty, PROBLEMS.index("no-geometry"), _NONE).astype(np.int8)
    else:
        x, y, reasons = _plain_points(column) or _any_geometry(column)
    if crs is not None:
        from zoneatlas.space.grid_positions import positions_to_wgs84

        x, y = positions_to_wgs84(x, y, crs)
        reasons[(reasons == _NONE) & np.isnan(x)] = PROBLEMS.index("out-of-range")
    return _judged(x, y, reasons)


def _plain_points(column: Any) -> tuple[Floats, Floats, Reasons] | None:  # noqa: ANN401  (an arrow array)
    """Read a column in which every value is a little-endian WKB point without height; None for any other."""
    import numpy as np
    import pyarrow as pa

    if column.null_count or not len(column) or not pa.types.is_binary(column.type):
        return None
    offsets = np.frombuffer(column.buffers()[1], dtype=np.int32)[column.offset : column.offset + len(column) + 1]
    if not (np.diff(offsets) == _POINT_BYTES).all():
        return None
    layout = np.dtype([("order", "u1"), ("kind", "<u4"), ("x", "<f8"), ("y", "<f8")])
    points = np.frombuffer(column.buffers()[2], dtype=layout, count=len(column), offset=int(offsets[0]))
    x, y = points["x"].astype(np.float64), points["y"].astype(np.float64)
    if not ((points["order"] == 1) & (points["kind"] == 1)).all() or np.isnan(x).any() or np.isnan(y).any():
        return None
    return x, y, np.full(len(column), _NONE, dtype=np.int8)


def _any_geometry(column: Any) -> tuple[Floats, Floats, Reasons]:  # noqa: ANN401  (an arrow array)
    import numpy as np
    import shapely

    wkb = column.to_numpy(zero_copy_only=False)
    missing = column.is_null().to_numpy(zero_copy_only=False)
    shapes = shapely.from_wkb(wkb, on_invalid="ignore")
    broken = shapely.is_missing(shapes) & ~missing
    empty = shapely.is_empty(shapes)
    other = shapely.get_type_id(shapes) != 0
    reasons = np.full(len(shapes), _NONE, dtype=np.int8)
    reasons[other] = PROBLEMS.index("not-a-point")
    reasons[broken] = PROBLEMS.index("broken-geometry")
    reasons[missing | empty] = PROBLEMS.index("no-geometry")
    shapes[empty] = None
    return shapely.get_x(shapes), shapely.get_y(shapes), reasons


def tied_m(datum: str) -> float:
    """Return how well positions in a datum can be tied to WGS 84, in metres; added to the accuracy of every edge."""
    from zoneatlas.answers.coordinates import TIED_M

    return TIED_M.get(datum, 0.0)


def to_wgs84(lon: Floats, lat: Floats, datum: str) -> tuple[Floats, Floats]:
    """Bring positions in one of China's datums to WGS 84 (degrees in, degrees out; NaN stays NaN)."""
    if datum in ("wgs84", "cgcs2000"):  # the same to better than a metre
        return lon, lat
    import numpy as np

    from zoneatlas.space import datum as datums

    shift = {
        "gcj02": datums.gcj02_to_wgs84,
        "bd09": datums.bd09_to_wgs84,
        "beijing54": datums.krasovsky_to_wgs84,
    }[datum]
    usable = np.isfinite(lon)
    x, y = np.full(len(lon), np.nan), np.full(len(lat), np.nan)
    x[usable], y[usable] = shift(lon[usable], lat[usable])
    return x, y
