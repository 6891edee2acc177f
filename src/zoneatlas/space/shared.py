"""What two areas share, as a record; working it out is `zoneatlas.space.share`'s, which loads shapely."""

from __future__ import annotations

from zoneatlas.frozen import dataclass

__all__ = ["Shared"]


@dataclass(frozen=True, slots=True)
class Shared:
    """What two areas share: km² (geodesic), the share of the first (0 to 1), and whether they surely share land."""

    area_km2: float
    share: float
    surely: bool
