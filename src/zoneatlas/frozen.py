"""Frozen dataclasses that cost next to nothing until they are used.

The standard decorator writes and compiles six methods for every class when its module is imported, half a millisecond a
class; a command that answers in 50 ms cannot pay that for every record of the program. Here the methods are ordinary
functions, ``__init__`` is compiled when the first instance is made, and what the ``dataclasses`` module asks of a class
is made when it asks. To a type checker, and to `dataclasses.fields`, `replace`, `asdict` and ``match``, such a class is
a frozen dataclass.
"""

# ruff: noqa: ANN401  (these are functions of any class)
from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass", "field", "replace"]

if TYPE_CHECKING:
    from dataclasses import dataclass, field, replace
else:

    def dataclass(*, frozen: bool, slots: bool = False):  # noqa: ANN201
        """Return a decorator that makes a class a frozen dataclass; its fields stand in its own body."""
        if not frozen:
            msg = "only frozen classes are made here; take the standard decorator for others"
            raise TypeError(msg)
        return lambda cls: _frozen_class(cls, slots=slots)

    def field(**options: Any) -> Any:
        """Return what a field is, besides its type: as `dataclasses.field`, with default, factory, repr and compare."""
        return _Options(options)

    def replace(record: Any, /, **changes: Any) -> Any:
        """Return a copy with some fields changed."""
        return type(record)(**{name: getattr(record, name) for name in record.__match_args__} | changes)


class _Options(dict[str, Any]):
    """What `field` was told."""


class _Lazy:
    """A class attribute made when it is first asked for."""

    def __init__(self, name: str, make: Any) -> None:
        self.name = name
        self.make = make

    def __get__(self, instance: object, owner: type) -> Any:
        home = next(base for base in owner.__mro__ if base.__dict__.get(self.name) is self)
        made = self.make(home)
        setattr(home, self.name, made)
        return made


def _frozen_class(cls: type, *, slots: bool) -> type:
    body = dict(cls.__dict__)
    fields: dict[str, _Options] = {}
    for name, kind in body.get("__annotations__", cls.__annotations__).items():
        if str(kind).startswith(("ClassVar", "typing.ClassVar")):
            continue
        value = body.get(name, _NONE)
        fields[name] = value if isinstance(value, _Options) else _Options({} if value is _NONE else {"default": value})
        body.pop(name, None)
        if "default" in fields[name] and not slots:
            body[name] = fields[name]["default"]
    for name in ("__dict__", "__weakref__"):
        body.pop(name, None)
    if slots:
        body["__slots__"] = tuple(fields)
    _add_methods(body, fields, slots=slots)
    made = type(cls)(cls.__name__, cls.__bases__, body)
    made.__qualname__ = cls.__qualname__
    return made


_NONE = object()


def _add_methods(body: dict[str, Any], fields: dict[str, _Options], *, slots: bool) -> None:
    compared = [name for name, options in fields.items() if options.get("compare", True)]
    shown = [name for name, options in fields.items() if options.get("repr", True)]
    methods = [_first_init(fields), *_value_methods(compared, shown), _set_nothing, _delete_nothing]
    methods += _state_methods(tuple(fields)) if slots else ()
    for method in methods:
        if body.get(method.__name__) is None:  # a body that has __eq__ alone gets a __hash__ of None from the compiler
            body[method.__name__] = method
    body["__match_args__"] = tuple(fields)
    for name, make in (("__dataclass_fields__", _standard_fields), ("__signature__", _signature)):
        body[name] = _Lazy(name, make)
    body["_frozen_fields"] = fields


def _first_init(fields: dict[str, _Options]) -> Any:
    """Return an ``__init__`` that makes the real one and gives way to it."""

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:  # noqa: N807
        home = next(base for base in type(self).__mro__ if "_frozen_fields" in base.__dict__)
        home.__init__ = _init_of(home, fields)  # type: ignore[misc]
        home.__init__(self, *args, **kwargs)  # type: ignore[misc]

    return __init__


def _value_methods(compared: list[str], shown: list[str]) -> tuple[Any, Any, Any]:
    values = _values_of(compared)

    def __eq__(self: Any, other: object) -> bool:  # noqa: N807
        if other.__class__ is not self.__class__:
            return NotImplemented
        return bool(values(self) == values(other))

    def __hash__(self: Any) -> int:  # noqa: N807
        return hash(values(self))

    def __repr__(self: Any) -> str:  # noqa: N807
        said = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
        return f"{self.__class__.__qualname__}({said})"

    return __eq__, __hash__, __repr__


def _set_nothing(_self: object, name: str, _value: object) -> None:
    _refuse(f"cannot assign to field {name!r}")


def _delete_nothing(_self: object, name: str) -> None:
    _refuse(f"cannot delete field {name!r}")


_set_nothing.__name__, _delete_nothing.__name__ = "__setattr__", "__delattr__"


def _values_of(names: list[str]) -> Any:
    if len(names) > 1:
        return attrgetter(*names)
    return lambda record: tuple(getattr(record, name) for name in names)


def _refuse(said: str) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(said)


def _init_of(home: type, fields: dict[str, _Options]) -> Any:
    """Compile ``__init__``: one that takes the fields in order or by name."""
    known: dict[str, Any] = {"_set": object.__setattr__, "_none": _NONE}
    parameters, lines = ["self"], []
    for name, options in fields.items():
        value = name
        if "default" in options:
            known[f"_default_{name}"] = options["default"]
            parameters.append(f"{name}=_default_{name}")
        elif "default_factory" in options:
            known[f"_make_{name}"] = options["default_factory"]
            parameters.append(f"{name}=_none")
            value = f"_make_{name}() if {name} is _none else {name}"
        else:
            parameters.append(name)
        lines.append(f" _set(self, {name!r}, {value})")
    source = f"def __init__({', '.join(parameters)}):\n" + ("\n".join(lines) or " pass")
    exec(source, known)  # noqa: S102  (the names of a class's own fields, as the standard decorator does)
    made = known["__init__"]
    made.__qualname__ = f"{home.__qualname__}.__init__"
    made.__module__ = home.__module__
    return made


def _state_methods(names: tuple[str, ...]) -> tuple[Any, Any]:
    """Return how an instance without ``__dict__`` is copied and pickled."""

    def __getstate__(self: Any) -> list[Any]:  # noqa: N807
        return [getattr(self, name) for name in names]

    def __setstate__(self: Any, state: list[Any]) -> None:  # noqa: N807
        for name, value in zip(names, state, strict=True):
            object.__setattr__(self, name, value)

    return __getstate__, __setstate__


def _standard_fields(home: type) -> Any:
    import dataclasses

    options: dict[str, _Options] = home.__dict__["_frozen_fields"]
    kinds = home.__annotations__
    made = dataclasses.make_dataclass(
        home.__name__, [(name, kinds[name], dataclasses.field(**option)) for name, option in options.items()]
    )
    return vars(made)["__dataclass_fields__"]


def _signature(home: type) -> Any:
    import inspect

    said = inspect.signature(_init_of(home, home.__dict__["_frozen_fields"]))
    kinds = home.__annotations__
    parameters = [one.replace(annotation=kinds[name]) for name, one in said.parameters.items() if name != "self"]
    return said.replace(parameters=parameters)
