"""A plan's records as plain values and back, for `zoneatlas.plan.cache`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from zoneatlas.plan.records import (
    Kind,
    Layer,
    LayerData,
    LayerFeature,
    MapLayer,
    Problem,
    Settings,
    Source,
    Stretch,
    Text,
    Zone,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoneatlas.plan.rule_areas import Area
    from zoneatlas.plan.rules import RuleTable
    from zoneatlas.plan.vocabulary import Vocabulary

    _T = TypeVar("_T")
    #: What `zoneatlas.plan.load` reads at once.
    Core = tuple[Settings, tuple[Zone, ...], Vocabulary, tuple[Problem, ...]]

__all__ = [
    "pack_catalogue",
    "pack_core",
    "pack_layer",
    "pack_rules",
    "pack_sources",
    "pack_stretches",
    "unpack_catalogue",
    "unpack_core",
    "unpack_layer",
    "unpack_rules",
    "unpack_sources",
    "unpack_stretches",
]


def _values(record: Any) -> tuple[Any, ...]:  # noqa: ANN401  (any of our records)
    """Return the fields of a record in order, texts in two languages as pairs."""
    found = [getattr(record, name) for name in record.__match_args__]
    return tuple((value.zh, value.en) if isinstance(value, Text) else value for value in found)


def _all(records: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    return [_values(record) for record in records]


def _made(cls: Callable[..., _T], plain: list[Any]) -> tuple[_T, ...]:
    return tuple(cls(*values) for values in plain)


def pack_core(core: Core) -> object:
    """Return settings, zones, vocabulary and problems as plain values."""
    settings, zones, vocabulary, problems = core
    said = dict(zip(settings.__match_args__, _values(settings), strict=True))
    said |= {name: _all(said[name]) for name in ("attribution", "kinds", "layers")}
    said |= {name: dict(said[name]) for name in ("roles", "tolerances")}
    terms = (
        _all(tuple(vocabulary.industries.values())),
        _all(vocabulary.affixes),
        _all(vocabulary.row_problems),
        vocabulary.file,
    )
    return said, _all(zones), terms, _all(problems)


def unpack_core(plain: Any) -> Core:  # noqa: ANN401
    """Return what `pack_core` packed."""
    from zoneatlas.plan.vocabulary import Industry, Vocabulary
    from zoneatlas.plan.wording import Affix

    said, zones, (industries, affixes, row_problems, file), problems = plain
    texts = {name: Text(*said[name]) for name in ("title", "publisher")}
    settings = Settings(
        **said
        | texts
        | {
            "attribution": _made(Text, said["attribution"]),
            "kinds": tuple(Kind(kind, name, Text(*title), *rest) for kind, name, title, *rest in said["kinds"]),
            "layers": tuple(MapLayer(layer, Text(*group), *rest) for layer, group, *rest in said["layers"]),
        }
    )
    terms = {values[0]: Industry(*values) for values in industries}
    vocabulary = Vocabulary(terms, _made(Affix, affixes), _made(Problem, row_problems), file)
    return settings, _made(Zone, zones), vocabulary, _made(Problem, problems)


def pack_layer(data: LayerData) -> object:
    """Return a reference layer as plain values."""
    return _values(data.layer), _all(data.features), _all(data.problems)


def unpack_layer(plain: Any) -> LayerData:  # noqa: ANN401
    """Return what `pack_layer` packed."""
    layer, features, problems = plain
    return LayerData(_layer(layer), _made(LayerFeature, features), _made(Problem, problems))


def _layer(values: Any) -> Layer:  # noqa: ANN401
    layer_id, file, title, *rest = values
    return Layer(layer_id, file, Text(*title), *rest)


def pack_catalogue(catalogue: tuple[Layer, ...]) -> object:
    """Return the catalogue as plain values."""
    return _all(catalogue)


def unpack_catalogue(plain: Any) -> tuple[Layer, ...]:  # noqa: ANN401
    """Return what `pack_catalogue` packed."""
    return tuple(map(_layer, plain))


def pack_sources(sources: tuple[Source, ...]) -> object:
    """Return the sources as plain values."""
    return _all(sources)


def unpack_sources(plain: Any) -> tuple[Source, ...]:  # noqa: ANN401
    """Return what `pack_sources` packed."""
    return tuple(Source(source_id, Text(*title), *rest) for source_id, title, *rest in plain)


def pack_stretches(stretches: tuple[Stretch, ...]) -> object:
    """Return the stretches as plain values."""
    return _all(stretches)


def unpack_stretches(plain: Any) -> tuple[Stretch, ...]:  # noqa: ANN401
    """Return what `pack_stretches` packed."""
    return _made(Stretch, plain)


def pack_rules(table: RuleTable) -> object:
    """Return the rules as plain values."""
    rules = []
    for rule in table.rules:
        said = dict(zip(rule.__match_args__, _values(rule), strict=True))
        rules.append(said | {"area": _area(rule.area)})
    return rules, _all(table.problems), table.file


def unpack_rules(plain: Any) -> RuleTable:  # noqa: ANN401
    """Return what `pack_rules` packed."""
    from zoneatlas.plan.rules import Rule, RuleTable

    rules, problems, file = plain
    made = tuple(
        Rule(**said | {"area": _area_of(said["area"]), "unless": Text(*said["unless"]), "text": Text(*said["text"])})
        for said in rules
    )
    return RuleTable(made, _made(Problem, problems), file)


def _area(area: Area) -> tuple[Any, ...]:
    parts = getattr(area, "parts", None)
    return _values(area) if parts is None else (area.kind, [_area(part) for part in parts])  # type: ignore[union-attr]


def _area_of(plain: Any) -> Area:  # noqa: ANN401
    from zoneatlas.plan.rule_areas import Combined, Ground

    if plain[0] in ("all", "any", "not"):
        return Combined(plain[0], tuple(map(_area_of, plain[1])))
    return Ground(*plain)
