"""Checks of a zone's fields: are they there, and of the right type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoneatlas.checks.registry import check
from zoneatlas.checks.structure.told import told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoneatlas.checks.records import Finding
    from zoneatlas.checks.subject import Subject


@check("Z160", "zone-id-missing", family="structure", severity="error", source="the fields of a zone", needs_plan=True)
def zone_id_missing(subject: Subject) -> Iterator[Finding]:
    """A zone has no zone_id.

    What it means
        The property zone_id is absent, empty or no text.
    Why it matters
        It is the key everything else refers to: overlaps, exceptions, scripts and links.
    How to fix
        Add a short, lasting slug such as river-port.

    中文
    功能区没有 zone_id。

    含义
        缺少 zone_id，或它是空的、不是文字。
    为什么
        它是别处都要引用的键：重叠声明、例外、脚本和链接。
    怎么改
        补上简短而长久不变的标识，如 river-port。
    """
    yield from told(subject, "Z160", "no-zone-id")


@check("Z161", "zone-id-form", family="structure", severity="warning", source="the fields of a zone", needs_plan=True)
def zone_id_form(subject: Subject) -> Iterator[Finding]:
    """A zone_id is no kebab-case slug.

    What it means
        It has capitals, spaces, underscores, Chinese or full-width characters.
    Why it matters
        It is typed on command lines and stands in links, where such signs are a nuisance.
    How to fix
        Use lower-case letters, digits and hyphens.

    中文
    zone_id 不是短横线小写标识。

    含义
        里面有大写、空格、下划线、汉字或全角字符。
    为什么
        它要在命令行里输入、写在链接里，这些字符很麻烦。
    怎么改
        用小写字母、数字和短横线。
    """
    yield from told(subject, "Z161", "zone-id-form")


@check("Z162", "duplicate-zone-id", family="structure", severity="error", source="the fields of a zone")
def duplicate_zone_id(subject: Subject) -> Iterator[Finding]:
    """Two zones have the same zone_id.

    What it means
        A feature was copied, or its id mistyped. (Of a single file, only features with a kind are looked at, and it
        is a warning.)
    Why it matters
        Whatever asks for the zone gets only one of them.
    How to fix
        Give the copy an id of its own, or delete it.

    中文
    两个功能区的 zone_id 相同。

    含义
        要素复制后没有改，或编号打错了。（单独检查一个文件时，只看有 kind 的要素，并且只是警告。）
    为什么
        按编号查询只会得到其中一个。
    怎么改
        给副本另取一个，或删去它。
    """
    yield from told(subject, "Z162", "repeated-zone-id")


@check(
    "Z163", "zone-name-missing", family="structure", severity="error", source="the fields of a zone", needs_plan=True
)
def zone_name_missing(subject: Subject) -> Iterator[Finding]:
    """A zone has no name.

    What it means
        Both name_zh and name_en are empty or absent; or (a warning) one of them is empty while the plan's other zones
        have it.
    Why it matters
        The map shows a slug instead of a name, and nobody finds the zone.
    How to fix
        Fill in at least one of them.

    中文
    功能区没有名称。

    含义
        name_zh 和 name_en 都是空的或没有；或者（警告）其中一个是空的，而规划的其他功能区都有。
    为什么
        地图上只能显示标识，谁也找不到它。
    怎么改
        至少填一个。
    """
    yield from told(subject, "Z163", "no-name")


@check("Z164", "duplicate-name", family="structure", severity="error", source="the fields of a zone", needs_plan=True)
def duplicate_name(subject: Subject) -> Iterator[Finding]:
    """Two zones have the same name.

    What it means
        Their name_zh or name_en are alike but for case, width and spaces.
    Why it matters
        Nobody can tell which is meant; most often one is a forgotten copy.
    How to fix
        Correct one of the names, or delete the copy.

    中文
    两个功能区同名。

    含义
        它们的 name_zh 或 name_en 相同（不计大小写、全半角和空格）。
    为什么
        分不清说的是哪一个；多半是忘了删的副本。
    怎么改
        改正其中一个名称，或删去副本。
    """
    yield from told(subject, "Z164", "duplicate-name")


@check("Z165", "field-missing", family="structure", severity="warning", source="the fields of a zone", needs_plan=True)
def field_missing(subject: Subject) -> Iterator[Finding]:
    """A zone lacks fields.

    What it means
        One or more of the fields every zone has are absent; or one is empty (its clause, districts, anchors,
        boundary_method, boundary_status or as_of) that nine tenths of the plan's zones fill (of districts: half).
    Why it matters
        A missing field cannot be told from an unknown value; QGIS drops fields when features of several files are
        joined.
    How to fix
        Add them, with null, "" or [] where there is no value.

    中文
    功能区缺少字段。

    含义
        每个功能区都应有的字段少了一个或几个；或某个字段（clause、districts、anchors、boundary_method、
        boundary_status、as_of）空着，而规划里九成（districts 为半数）以上的功能区都填了它。
    为什么
        缺字段与值未知分不开；QGIS 合并文件时会丢字段。
    怎么改
        补上；没有值时写 null、"" 或 []。
    """
    yield from told(subject, "Z165", "field-missing")


@check("Z166", "unknown-field", family="structure", severity="warning", source="the fields of a zone", needs_plan=True)
def unknown_field(subject: Subject) -> Iterator[Finding]:
    """A zone has a field nobody knows.

    What it means
        Its name is none of a zone's fields, nor listed in plan.toml under [fields] extra.
    Why it matters
        A mistyped name loses its value without a word; QGIS adds fields such as fid.
    How to fix
        Correct the name, delete the field, or list it.

    中文
    功能区有不认识的字段。

    含义
        字段名不在功能区的字段里，也没有列在 plan.toml 的 [fields] extra。
    为什么
        字段名打错会悄悄丢掉它的值；QGIS 也会添上 fid 之类的字段。
    怎么改
        改正名称、删去字段，或把它列入。
    """
    yield from told(subject, "Z166", "unknown-field")


@check("Z167", "wrong-field-type", family="structure", severity="error", source="the fields of a zone", needs_plan=True)
def wrong_field_type(subject: Subject) -> Iterator[Finding]:
    """A field's value is of the wrong type.

    What it means
        A text stands where a number, a list or a year belongs, or the other way round, or an object is nested in it.
    Why it matters
        The value cannot be used and counts as missing.
    How to fix
        Write it as the type that is named: 40, not "40"; 2006, not "2006-01-01"; ["…"], not {…}.

    中文
    字段的值类型不对。

    含义
        该是数、列表或年份的地方写了文字，或反过来，或套了对象。
    为什么
        这个值用不上，等于没有。
    怎么改
        按所说的类型写：40 而不是 "40"，2006 而不是 "2006-01-01"，
        ["…"] 而不是 {…}。
    """
    yield from told(subject, "Z167", "property-type")


@check(
    "Z168",
    "list-as-text",
    family="structure",
    severity="warning",
    source="measured: QGIS saves lists as text",
    needs_plan=True,
)
def list_as_text(subject: Subject) -> Iterator[Finding]:
    r"""A list is saved as text.

    What it means
        Instead of ["a", "b"] the field holds a text such as "a;b" or "[ \"a\", \"b\" ]", as QGIS writes it.
    Why it matters
        It is read as the list it looks like, which is a guess; other programs see one long word.
    How to fix
        Write a JSON list.

    中文
    列表存成了文字。

    含义
        字段里不是 ["a", "b"]，
        而是 "a;b" 或 QGIS 写的 "[ \"a\", \"b\" ]" 这样的文字。
    为什么
        程序只能猜着读成列表，别的程序会看成一个长词。
    怎么改
        写成 JSON 列表。
    """
    yield from told(subject, "Z168", "list-as-text")


@check(
    "Z169", "repeated-list-item", family="structure", severity="warning", source="the fields of a zone", needs_plan=True
)
def repeated_list_item(subject: Subject) -> Iterator[Finding]:
    """A list has an item twice, or an empty one.

    What it means
        The same word stands two times in one list, or an item is an empty text.
    Why it matters
        Counts and tables made from it are wrong.
    How to fix
        Delete the item.

    中文
    列表里有重复或空的项。

    含义
        同一个词在列表里出现两次，或有一项是空文字。
    为什么
        由它得出的数目和表格都会错。
    怎么改
        删去这一项。
    """
    yield from told(subject, "Z169", "repeated-item")
