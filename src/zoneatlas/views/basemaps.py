"""Tiles that may lie under the map. None by default: with tiles, and only then, the page asks the network."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from zoneatlas.plan.records import PlanError

__all__ = ["BASEMAPS", "Basemap", "basemap_named"]

BASEMAPS = ("none", "osm", "tianditu", "amap")
_KEY = re.compile(r"[0-9A-Za-z]{1,64}")
_TIANDITU = (
    "https://t0.tianditu.gov.cn/{layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER={layer}&STYLE=default"
    "&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={{z}}&TILEROW={{y}}&TILECOL={{x}}&tk={key}"
)


@dataclass(frozen=True, slots=True)
class Basemap:
    """Tiles: their addresses from the lowest layer up, the one host they come from, their datum and whom they name.

    ``datum`` is that of the tiles; over ``gcj02`` the page shifts what it draws.
    """

    name: str
    urls: tuple[str, ...]
    host: str
    datum: Literal["wgs84", "gcj02"]
    attribution: str
    max_zoom: int


def basemap_named(name: str, key: str | None = None) -> Basemap | None:
    """Return the tiles of a name of `BASEMAPS`; None for ``none``.

    Parameters
    ----------
    name
        Which tiles.
    key
        The key that tianditu hands out; the others need none.

    Raises
    ------
    PlanError
        If the name is unknown, or tianditu's key is missing or holds anything but letters and digits.
    """
    if name == "none":
        return None
    if name == "osm":
        url = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
        return Basemap(name, (url,), "https://tile.openstreetmap.org", "wgs84", "© OpenStreetMap contributors", 19)
    if name == "amap":
        url = "https://webrd01.is.autonavi.com/appmaptile?lang=zh_cn&size=1&scale=1&style=8&x={x}&y={y}&z={z}"
        return Basemap(name, (url,), "https://webrd01.is.autonavi.com", "gcj02", "© 高德地图 AutoNavi", 18)
    if name != "tianditu":
        raise PlanError.about(
            f"There is no base map '{name}'; choose one of {', '.join(BASEMAPS)}.",
            f"没有底图“{name}”；可选：{'、'.join(BASEMAPS)}。",
        )
    if key is None or _KEY.fullmatch(key) is None:
        raise PlanError.about(
            "tianditu needs a key of letters and digits: give it as --tianditu-key K.",
            "天地图需要密钥（字母和数字）：请用 --tianditu-key K 给出。",
        )
    urls = tuple(_TIANDITU.format(layer=layer, key=key) for layer in ("vec", "cva"))
    return Basemap(name, urls, "https://t0.tianditu.gov.cn", "wgs84", "© 国家地理信息公共服务平台 天地图", 18)
