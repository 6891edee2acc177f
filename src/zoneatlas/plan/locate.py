"""Where the plan is found: where the user says, else in the checkout, else the copy inside the package.

The working directory is never looked at, so that a command means the same plan wherever it is typed.
"""

from __future__ import annotations

from pathlib import Path

from zoneatlas.plan.records import PlanError

PLAN_FILE = "plan.toml"
ZONES = "zones"
GEODATA = "geodata"


def find_root(explicit: Path | None = None) -> Path:
    """Return the folder that holds the plan's ``zones/`` and ``geodata/``.

    Parameters
    ----------
    explicit
        The folder the user names; nothing else is tried then.

    Raises
    ------
    PlanError
        If there is no ``zones/plan.toml`` where it should be.
    """
    if explicit is not None:
        return _explicit_root(Path(explicit))
    candidates = (checkout_root(), bundled_root())
    for candidate in candidates:
        if candidate is not None and (candidate / ZONES / PLAN_FILE).is_file():
            return candidate
    tried = ", ".join(str(candidate) for candidate in candidates if candidate is not None)
    raise PlanError.about(
        f"No plan was found (looked in {tried}); name its folder with --plan DIR.",
        f"找不到规划数据（查过 {tried}）；请用 --plan DIR 指明目录。",
    )


def geojson_files(explicit: Path | None = None) -> tuple[Path, ...]:
    """Return every GeoJSON file of the plan: those of ``zones/``, then those of ``geodata/``, by name.

    Raises
    ------
    PlanError
        If no plan is found; see `find_root`.
    """
    root = find_root(explicit)
    return tuple(path for folder in (ZONES, GEODATA) for path in sorted((root / folder).glob("*.geojson")))


def checkout_root() -> Path | None:
    """Return the checkout this module runs from, or None when it is installed."""
    package = Path(__file__).resolve().parents[1]
    root = package.parents[1]
    in_checkout = package == root / "src" / package.name and (root / "pyproject.toml").is_file()
    return root if in_checkout and (root / ZONES).is_dir() else None


def bundled_root() -> Path:
    """Return where a wheel keeps its copy of the data."""
    return Path(__file__).resolve().parents[1] / "_bundled"


def _explicit_root(root: Path) -> Path:
    if _is_file(root / ZONES / PLAN_FILE):
        return root
    if _is_file(root / PLAN_FILE):
        raise PlanError.about(
            f"{root} is the zones folder itself; --plan names the folder that holds zones/ and geodata/.",
            f"{root} 就是 zones 目录；--plan 应指明包含 zones/ 和 geodata/ 的上一级目录。",
            file=str(root),
        )
    raise PlanError.about(
        f"{root} holds no plan: there is no {ZONES}/{PLAN_FILE} in it.",
        f"{root} 里没有规划：缺少 {ZONES}/{PLAN_FILE}。",
        file=str(root),
    )


def _is_file(path: Path) -> bool:
    """Whether there is a file at a path.

    Raises
    ------
    PlanError
        If the folders above it may not be entered.
    """
    try:
        return path.is_file()
    except OSError as error:
        reason = error.strerror or str(error)
        raise PlanError.about(
            f"The plan's folder cannot be read: {path} ({reason}). Check its permissions.",
            f"无法读取规划目录：{path}（{reason}）。请检查权限。",
        ) from None
