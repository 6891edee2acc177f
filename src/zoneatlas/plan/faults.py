"""What each fault of a file's text or shape is called, in both languages, and how to mend it.

The key is the fault's code; ``{detail}`` is filled in with what was found there.
"""

from __future__ import annotations

from zoneatlas.plan.records import Problem, Severity, Text

FAULTS: dict[str, Text] = {
    # the file
    "not-found": Text("找不到这个文件；请检查路径和文件名。", "There is no such file; check the path and the name."),
    "not-readable": Text("无法读取这个文件（{detail}）。", "The file cannot be read ({detail})."),
    "empty-file": Text(
        "文件是空的；请从备份或版本库恢复。", "The file is empty; restore it from a backup or from version control."
    ),
    "byte-order-mark": Text(
        "文件开头有 UTF-8 BOM；请存为不带 BOM 的 UTF-8，或运行 zoneatlas fmt。",
        "The file starts with a UTF-8 byte order mark; save it as UTF-8 without BOM, or run zoneatlas fmt.",
    ),
    "utf-16": Text(
        "文件是 UTF-16 或 UTF-32，不是 UTF-8；请另存为 UTF-8。",
        "The file is UTF-16 or UTF-32, not UTF-8; save it as UTF-8.",
    ),
    "gbk": Text(
        "这里不是 UTF-8，看来是 GBK/GB18030；请另存为 UTF-8。",
        "The bytes here are not UTF-8 but look like GBK/GB18030; save the file as UTF-8.",
    ),
    "not-utf-8": Text(
        "这里的字节不是 UTF-8；请另存为 UTF-8。", "The bytes here are not UTF-8; save the file as UTF-8."
    ),
    "only-zeros": Text(
        "文件里只有零字节，多半是断电或磁盘出错时没有存完；请从备份或版本库恢复。",
        "The file holds nothing but zero bytes, as a crash or a full disk leaves it; restore it.",
    ),
    "latin-1": Text(
        "这里不是 UTF-8，看来是西文编码（Windows-1252、Latin-1）；请另存为 UTF-8。",
        "The bytes here are not UTF-8 but look like Windows-1252 (Latin-1); save the file as UTF-8.",
    ),
    # JSON that cannot be read
    "truncated": Text(
        "文件到这里中断，JSON 不完整；请从备份或版本库恢复后半部分。",
        "The text breaks off here and the JSON is incomplete; restore the rest from a backup or from version control.",
    ),
    "expected-value": Text("这里应为一个 JSON 值，却是“{detail}”。", "A JSON value is expected here, not '{detail}'."),
    "expected-key": Text(
        "这里应为双引号括起的键名，却是“{detail}”。", "A key in double quotes is expected here, not '{detail}'."
    ),
    "expected-colon": Text("键名后应为冒号，却是“{detail}”。", "A colon is expected after the key, not '{detail}'."),
    "expected-comma": Text(
        "这里应为逗号或右括号，却是“{detail}”；多半是漏了逗号。",
        "A comma or a closing bracket is expected here, not '{detail}'; most likely a comma is missing.",
    ),
    "trailing-comma": Text("最后一项后多了一个逗号；请删去。", "There is a comma after the last item; delete it."),
    "comment": Text("JSON 不能有注释；请删去。", "JSON has no comments; delete it."),
    "single-quote": Text(
        "JSON 的字符串用双引号，不用单引号。", "JSON strings stand in double quotes, not in single ones."
    ),
    "full-width": Text(
        "这里是全角符号“{detail}”；JSON 的标点须用半角。",
        "This is the full-width sign '{detail}'; JSON needs the half-width one.",
    ),
    "bad-escape": Text(
        "字符串里的转义“{detail}”不合法；反斜杠请写成 \\\\。",
        "'{detail}' is no JSON escape; write a backslash as \\\\.",
    ),
    "control-character": Text(
        "字符串里有控制字符 {detail}；请删去（换行多半是漏了右引号）。",
        "The string holds the control character {detail}; delete it (a line break often means a missing quote).",
    ),
    "extra-data": Text(
        "JSON 到前面已经结束，这里还有内容；请删去，或检查括号。",
        "The JSON has ended before this; delete what follows, or mend the brackets.",
    ),
    "missing-comma": Text("这里漏了逗号；请补上。", "A comma is missing here; add it."),
    "missing-colon": Text("键名和值之间漏了冒号；请补上。", "The colon between key and value is missing; add it."),
    "extra-comma": Text("这里多了一个逗号；请删去。", "There is a comma too many; delete it."),
    "wrong-sign": Text(
        "这里写了“{detail}”；JSON 用逗号分隔、用冒号赋值。",
        "This is '{detail}'; JSON parts with commas and assigns with colons.",
    ),
    "odd-space": Text(
        "值与值之间有特殊空白 {detail}；请改为普通空格。",
        "There is an odd blank, {detail}, between the values; use plain spaces.",
    ),
    "unquoted-key": Text(
        "键名 {detail} 没有加引号；JSON 的键名须用双引号。",
        "The key {detail} stands without quotes; JSON wants keys in double quotes.",
    ),
    "wrong-literal": Text(
        "{detail} 不是 JSON 的值；请写小写的 null、true 或 false。",
        "{detail} is no value of JSON; write null, true or false in lower case.",
    ),
    "bad-number": Text(
        "{detail} 不合 JSON 的数字写法（不要前导零、正号、十六进制；小数点前后都要有数字）。",
        "{detail} is not how JSON writes a number: no leading zero or plus, no hexadecimal, digits on both sides of "
        "the point.",
    ),
    "unclosed-string": Text(
        "字符串没有写右引号；请在行末补上。", "The string has no closing quote; add it at the end of the line."
    ),
    "merge-conflict": Text(
        "这里是没有处理完的 Git 合并冲突标记；请选定一方，删去标记行。",
        "This is the mark of an unresolved Git conflict; keep one side and delete the lines of marks.",
    ),
    "text-sequence": Text(
        "这是 GeoJSON 文本序列（RFC 8142，每个要素前有 0x1E）；请合成一个 FeatureCollection。",
        "This is a GeoJSON text sequence (RFC 8142, a 0x1E before each feature); join it into one FeatureCollection.",
    ),
    "root-array": Text(
        '文件的根是要素的数组；请放进 {"type":"FeatureCollection","features":[…]}。',
        'The root is an array of features; put it into {"type":"FeatureCollection","features":[…]}.',
    ),
    "newline-delimited": Text(
        "JSON 到前面已经结束：这是每行一个对象的 GeoJSON（NDJSON）；请合成一个 FeatureCollection。",
        "The JSON has ended before this: it is newline-delimited GeoJSON; join it into one FeatureCollection.",
    ),
    # JSON that can be read, with a fault in it
    "not-a-number": Text("{detail} 不是 JSON 的数。", "{detail} is no number in JSON."),
    "overflow": Text("数 {detail} 超出双精度范围。", "The number {detail} is beyond double precision."),
    "lone-surrogate": Text(
        "字符串里有半个代理对（\\ud800–\\udfff），不是字符。",
        "The string holds half a surrogate pair, which is no character.",
    ),
    "duplicate-key": Text("键“{detail}”重复；只留一个。", "The key '{detail}' is repeated; keep one."),
    "too-deep": Text("括号嵌套太深，未读。", "The brackets are nested too deep; not read."),
    # the shape of the document
    "root-not-object": Text(
        "文件的根应为 GeoJSON 的 FeatureCollection 对象，却是{detail}。",
        "The root must be a GeoJSON FeatureCollection object, not {detail}.",
    ),
    "root-type": Text(
        '根的 type 应为 "FeatureCollection"（区分大小写），却是 {detail}。',
        'The root\'s type must be "FeatureCollection" (case counts), not {detail}.',
    ),
    "no-features": Text("根对象没有 features 数组。", "The root object has no features array."),
    "features-not-array": Text("features 应为数组。", "features must be an array."),
    # a feature
    "feature-not-object": Text(
        "要素应为对象，却是{detail}；未用。", "A feature must be an object, not {detail}; it is left out."
    ),
    "feature-type": Text(
        '要素的 type 应为 "Feature"，却是 {detail}；未用。',
        'A feature\'s type must be "Feature", not {detail}; it is left out.',
    ),
    "properties-not-object": Text(
        "要素的 properties 应为对象；未用。", "A feature's properties must be an object; it is left out."
    ),
    "no-geometry": Text("要素没有几何图形，地图上不画。", "The feature has no geometry; it is not drawn."),
    "geometry-not-object": Text(
        "geometry 应为对象或 null；地图上不画。", "geometry must be an object or null; it is not drawn."
    ),
    "geometry-type": Text(
        "几何类型 {detail} 在这里不能用；地图上不画。",
        "The geometry type {detail} cannot be used here; it is not drawn.",
    ),
    "coordinates-shape": Text(
        "coordinates 的结构与几何类型不符；地图上不画。",
        "The coordinates do not have the shape their geometry type asks for; it is not drawn.",
    ),
    "position": Text(
        "坐标应为至少两个有限的数（经度、纬度）；地图上不画。",
        "A position must be at least two finite numbers (longitude, latitude); it is not drawn.",
    ),
    "out-of-range": Text(
        "坐标 {detail} 不是经纬度（度）；是否为米，或经纬颠倒？地图上不画。",
        "{detail} is no longitude and latitude in degrees; metres, or swapped? It is not drawn.",
    ),
    "ring-short": Text(
        "环少于 4 个点（首尾同点）；地图上不画。",
        "A ring needs at least 4 positions, the last equal to the first; it is not drawn.",
    ),
    "ring-open": Text(
        "环没有闭合；请让末点与首点相同。地图上不画。",
        "The ring is not closed; repeat its first position as the last. It is not drawn.",
    ),
    "line-short": Text("线少于 2 个点；地图上不画。", "A line needs at least 2 positions; it is not drawn."),
    "empty-coordinates": Text("coordinates 是空的；地图上不画。", "The coordinates are empty; it is not drawn."),
}


#: Faults of a way of writing rather than of one place: the first is told, with how many there are.
DIALECT = frozenset(
    ("single-quote", "full-width", "unquoted-key", "wrong-literal", "odd-space", "unclosed-string", "wrong-sign")
)


def problem(  # noqa: PLR0913  (a problem has this many parts)
    code: str,
    file: str,
    line: int = 1,
    column: int = 1,
    *,
    detail: str = "",
    severity: Severity = "warning",
    feature: str | int | None = None,
    count: int = 1,
) -> Problem:
    """Make the problem record of a fault; ``line`` and ``column`` count from 1, columns in characters.

    ``count``: in how many places of the file it stands, where only the first is told.
    """
    text = FAULTS[code]
    shown = printable(detail)
    more, more_zh = (f" ({count} such places.)", f"（共 {count} 处。）") if count > 1 else ("", "")
    return Problem(
        message=text.en.replace("{detail}", shown) + more,
        message_zh=text.zh.replace("{detail}", shown) + more_zh,
        file=file,
        line=line,
        column=column,
        severity=severity,
        feature=feature,
        code=code,
    )


def printable(text: str, most: int = 60) -> str:
    """Return `text` fit for a terminal: control characters and half surrogates escaped, cut after `most` characters."""
    shown = "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape").decode("ascii") for sign in text[:most]
    )
    return shown + ("…" if len(text) > most else "")
