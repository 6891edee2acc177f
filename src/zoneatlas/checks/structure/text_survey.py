"""One pass over texts: what a text holds that a reader, a page or a table will trip over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from zoneatlas.checks.structure.notes import Notebook, Notes, Path, quoted

if TYPE_CHECKING:
    from zoneatlas.checks.subject import Subject
    from zoneatlas.plan.geojson import FeatureRecord

LONGEST_NAME = 100
_SURE_BYTES = 6
_NAME = re.compile(r"(name|title)(_\w+)?", re.IGNORECASE)
_MARKUP = re.compile(
    r"</?[A-Za-z!][^<>]*>|</?script\b|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]{2,8});|\bjavascript:", re.IGNORECASE
)
_TEMPLATE = re.compile(r"`|\$\{|\{\{|\{%|\\\d")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_CONTROL_BUT_BREAKS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
#: What does not show, in a plan's texts; and of these what no script and no typesetter needs, in any text.
_INVISIBLE = re.compile(
    "[\u00a0\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u2000-\u200f\u2028\u2029\u202f\u205f-\u2064\u3164\ufeff"
    "\uffa0\ufff9-\ufffb]"
)
_USELESS = re.compile("[\u115f\u1160\u180e\u200b-\u200d\u2028\u2029\u2060-\u2064\u3164\ufeff\uffa0\ufff9-\ufffb]")
_JOINERS = "\u200c\u200d"
_MARKS = "\u061c\u200e\u200f"
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
#: Scripts without spaces between words, where a zero-width one parts them.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\ua9e0-\uaa7f]")
#: Letters and pictures that joiners join: none of Latin, Greek, Cyrillic or East Asian writing.
_JOINED = re.compile("[\u0590-\u1fff\u2190-\u2bff\ufe0f\ufb1d-\ufeff\U00010000-\U0001ffff\U000e0020-\U000e007f]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONFUSABLE = "АВЕКМНОРСТУХЅІЈаеорсухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧο"  # Cyrillic and Greek letters that look Latin
_MIXED = re.compile(f"[A-Za-z][{_CONFUSABLE}]|[{_CONFUSABLE}][A-Za-z]")
_FULL_WIDTH = re.compile("[０-９Ａ-Ｚａ-ｚ]")
_EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_FORMULA = re.compile(r"[=+@\t\r]|-(?![\s\d])")
_STRAY = re.compile(r"^[\s\u3000]|[\s\u3000]$|[ \u3000]{2,}|\u3000")
_STRAY_PLAIN = re.compile(r"^[ \t\r\n]|[ \t\r\n]$| {2,}")
_GARBLED = re.compile("\ufffd|锟斤拷|烫烫烫|屯屯屯")
_LOST = re.compile(r"[?？]{2,}")
#: GBK read as Latin-1: no Western word has as many accents in a row.
_HIGH_LATIN = re.compile("[\u00a1-\u00ff]{4,}")
_IDEOGRAPH = re.compile("[\u4e00-\u9fff]")
#: Anything in this class needs a closer look; most texts have none of it.
_SUSPECT = re.compile(
    "[\x00-\x1f\x7f-\xff\u0370-\u04ff\u061c\u115f\u1160\u17b4\u17b5\u180e\u2000-\u20ff\u3164\ufe00-\uffff`\\\\{<&:]"
)
#: Common characters that are written otherwise in the simplified and in the traditional script, pair by pair.
_SIMPLIFIED = (
    "国业产区东车门关学会发体开阳园亚龙风馆机电气农务术长乡县岭岛广庆义乌齐华药医疗线铁桥码轮边际条坞庙宝"
    "观览职员网络软硬件设备传导纺织纤维丝绸钢铜银锡铝矿盐油轻灯饰旧历创环绿湾溪谷单实验无纸张画书报话语"
)
_TRADITIONAL = (
    "國業產區東車門關學會發體開陽園亞龍風館機電氣農務術長鄉縣嶺島廣慶義烏齊華藥醫療線鐵橋碼輪邊際條塢廟寶"
    "觀覽職員網絡軟硬件設備傳導紡織纖維絲綢鋼銅銀錫鋁礦鹽油輕燈飾舊歷創環綠灣溪谷單實驗無紙張畫書報話語"
)
_VARIANTS = {old: new for new, old in zip(_SIMPLIFIED, _TRADITIONAL, strict=True) if old != new}
_NEW = frozenset(_VARIANTS.values())

_Found = Iterator[tuple[str, str, str]]


def survey_texts(subject: Subject, found: Notebook) -> None:
    """Note what is wrong with texts: every text of the zones; of other files the names, and damage anywhere.

    Files that are no plan may be in any language and set by any rule: only what none of them needs is told.
    """
    whole = subject.plan is not None
    layers = tuple(subject.layer_files.values())
    records = [(read, record, whole) for read in subject.files for record in read.features]
    records += [(read, record, False) for read in layers for record in read.features]
    plan_is_simplified = whole and _is_simplified(record for _, record, own in records if own)
    for read, record, own in records:
        notes = Notes(read, found)
        for path, text in _texts(record):
            name = isinstance(path[-1], str) and bool(_NAME.fullmatch(path[-1]))
            said = list(_judge(text, name, own, whole, simplified=plan_is_simplified and own and name))
            for code, zh, en in said:
                notes.at(record, code, path, f"{path[1]}：{zh}", f"{path[1]}: {en}")


def _texts(record: FeatureRecord) -> Iterator[tuple[Path, str]]:
    properties = record.value.get("properties") if isinstance(record.value, dict) else None
    for name, value in properties.items() if isinstance(properties, dict) else ():
        if isinstance(value, str):
            yield ("properties", name), value
        elif isinstance(value, list):
            for number, item in enumerate(value):
                if isinstance(item, str):
                    yield ("properties", name, number), item


def _is_simplified(records: Any) -> bool:  # noqa: ANN401  (an iterator of records)
    texts = "".join(text for record in records for _, text in _texts(record))
    return sum(sign in _NEW for sign in texts) > 2 * sum(sign in _VARIANTS for sign in texts)


def _judge(text: str, name: bool, own: bool, plan: bool, *, simplified: bool) -> _Found:  # noqa: FBT001
    """Yield code, zh, en for everything wrong with a text; the milder things only of a name or of a zone's own text."""
    strict = own or name
    if _SUSPECT.search(text) is not None or not text.isascii() or "??" in text:
        yield from _damage(text, strict=strict)
        if strict:
            yield from _signs(text, plan=plan)
    if name:
        yield from _name(text, plan=plan)
    if simplified:
        old = [sign for sign in text if sign in _VARIANTS]
        if old:
            mended = "".join(_VARIANTS.get(sign, sign) for sign in text)
            yield (
                "traditional",
                f"“{quoted(text)}”用了繁体字 {''.join(old)}，规划其余部分用简体；是否应为“{quoted(mended)}”？",
                (
                    f"'{quoted(text)}' has traditional characters ({''.join(old)}), the plan simplified ones; "
                    f"should it be '{quoted(mended)}'?"
                ),
            )


def _damage(text: str, *, strict: bool) -> _Found:
    """Yield what is damage in any text."""
    control = (_CONTROL if strict else _CONTROL_BUT_BREAKS).search(text)
    if control:
        said = f"U+{ord(control[0]):04X}"
        yield "control", f"有控制字符 {said}；请删去。", f"it holds the control character {said}; delete it."
    bidi = _BIDI.search(text)
    if bidi:
        said = f"U+{ord(bidi[0]):04X}"
        yield (
            "bidi",
            f"有改变文字方向的字符 {said}，显示的次序会与实际不同；请删去。",
            f"it holds {said}, which turns the direction of the text, so that it is not read as stored; delete it.",
        )
    meant = _mojibake(text)
    if meant is not None:
        zh, en = (f"；原文可能是“{quoted(meant)}”", f"; it may have been '{quoted(meant)}'") if meant else ("", "")
        yield (
            "mojibake",
            f"“{quoted(text)}”是乱码{zh}；请按原文重写。",
            f"'{quoted(text)}' is garbled{en}; write it anew.",
        )


def _mojibake(text: str) -> str | None:
    """Return what a garbled text may have been (empty when that is lost), None when it is not garbled."""
    if _GARBLED.search(text) or _LOST.fullmatch(text):
        return ""
    if text.isascii():
        return None
    from_latin = _gbk_as_latin(text)
    if from_latin is not None:
        return from_latin
    for codec in ("gb18030", "cp1252", "latin-1"):
        try:
            raw = text.rstrip("?").encode(codec)
        except UnicodeEncodeError:
            continue
        for cut in range(3 if codec == "gb18030" and len(raw) > _SURE_BYTES else 1):
            try:
                meant = raw[: len(raw) - cut].decode("utf-8")
            except UnicodeDecodeError:
                continue
            if codec != "gb18030" or len(_IDEOGRAPH.findall(meant)) > 1:
                return meant
            break
    return None


def _gbk_as_latin(text: str) -> str | None:
    """Return what a text was whose GBK was read as Latin-1; None when it is none."""
    run = _HIGH_LATIN.search(text)
    if run is None or len(run[0]) % 2:
        return None
    try:
        meant = run[0].encode("latin-1").decode("gb2312")
    except UnicodeDecodeError:
        return None
    return text.replace(run[0], meant) if all(map(_IDEOGRAPH.match, meant)) else None


#: What makes trouble in a text shown or searched: code, pattern, and both messages (``{}`` is the sign found).
_SIGNS: tuple[tuple[str, re.Pattern[str], str, str], ...] = (
    (
        "markup",
        _MARKUP,
        "像是 HTML（{}），有的网页会照它执行；请只写文字。",
        "it looks like HTML ({}), which some pages run; write plain text.",
    ),
    (
        "template",
        _TEMPLATE,
        "有程序模板的符号 {}，会弄坏网页；请删去。",
        "it holds {}, a sign of program templates that breaks pages; delete it.",
    ),
)


def _signs(text: str, *, plan: bool) -> _Found:
    for code, pattern, zh, en in _SIGNS:
        hit = pattern.search(text)
        if hit:
            sign = quoted(hit[0])
            yield code, zh.replace("{}", sign), en.replace("{}", sign)
    hidden = next(
        (hit for hit in (_INVISIBLE if plan else _USELESS).finditer(text) if not _needed(text, hit.start())), None
    )
    if hidden:
        said = f"U+{ord(hidden[0]):04X}"
        yield (
            "invisible",
            f"有看不见的字符 {said}，查找时对不上；请删去或改为普通空格。",
            f"it holds the invisible character {said}, so that searching fails; delete it or use a plain space.",
        )
    alike = _MIXED.search(text) or _full_width(text, plan=plan)
    if alike:
        said = quoted(alike[0])
        yield (
            "lookalike",
            f"有形似的字符“{said}”（全角或别种字母），查找时对不上；请用半角拉丁字母和数字。",
            f"it holds the look-alike '{said}' (full-width or of another script), so that searching fails; retype it.",
        )


def _full_width(text: str, *, plan: bool) -> re.Match[str] | None:
    """Find a full-width letter or digit; outside a plan not within East Asian writing, where it is a custom."""
    hit = _FULL_WIDTH.search(text)
    custom = not plan and _EAST_ASIAN.search(text) and not re.search("[A-Za-z0-9]", text)
    return None if custom else hit


def _needed(text: str, at: int) -> bool:
    """Whether the writing around it needs the invisible character at an offset."""
    before, after = text[max(at - 1, 0) : at], text[at + 1 : at + 2]
    if text[at] in _JOINERS:
        return bool(_JOINED.match(before) and (_JOINED.match(after) or not after))
    if text[at] in _MARKS:
        return bool(_RIGHT_TO_LEFT.search(text))
    return text[at] == "\u200b" and bool(_UNSPACED.match(before) or _UNSPACED.match(after))


def _name(text: str, *, plan: bool) -> _Found:
    if _FORMULA.match(text):
        yield (
            "formula",
            f"名称以“{quoted(text[0])}”开头，表格软件会当作公式；请改写。",
            f"the name begins with '{quoted(text[0])}', which a spreadsheet takes for a formula; rewrite it.",
        )
    if len(text) > LONGEST_NAME:
        yield (
            "overlong",
            f"名称有 {len(text)} 个字，超过 {LONGEST_NAME} 个，放不进图例；请缩短。",
            f"the name has {len(text)} characters, more than {LONGEST_NAME}, and fits no legend; shorten it.",
        )
    if (_STRAY if plan else _STRAY_PLAIN).search(text):
        yield (
            "stray-space",
            f"名称“{quoted(text)}”首尾或中间有多余的空格；请删去。",
            f"the name '{quoted(text)}' has stray white space; delete it.",
        )
