"""The parks of a plan: areas of the layer with the role ``parks``, circles where it states a middle and a radius."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from zoneatlas.answers.parks import AREAS, ROLE, is_park, metres
from zoneatlas.answers.shapes import Shape, shape_of_feature
from zoneatlas.answers.where import feature_key
from zoneatlas.space.measure import as_geometry, local_crs, project_all, to_degrees
from zoneatlas.space.position import Edges, Outline, edges_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shapely.geometry.base import BaseGeometry

    from zoneatlas.plan.load import Plan
    from zoneatlas.plan.records import LayerData

__all__ = ["Park", "parks_of"]

_QUARTER = 32


@dataclass(frozen=True)
class Park:
    """A park: its own id, its area (WGS 84 degrees), and its edge with its accuracy."""

    key: str
    area: BaseGeometry = field(repr=False)
    shape: Shape = field(repr=False)


def parks_of(plan: Plan) -> list[Park]:
    """Return the parks of a plan, in the layer's order; none where no layer has the role.

    Raises
    ------
    PlanError
        If the layer cannot be read.
    """
    layer = plan.role(ROLE)
    return [] if layer is None else list(_parks(plan, layer))


def _parks(plan: Plan, layer: LayerData) -> Iterator[Park]:
    for feature in layer.features:
        geometry = feature.geometry
        if geometry is None or not is_park(feature):
            continue
        if geometry["type"] in AREAS:
            yield Park(feature_key(feature), as_geometry(geometry), shape_of_feature(plan, layer, feature))
            continue
        area = _circle(shapely.Point(geometry["coordinates"][:2]), metres(feature, "radius_m"))
        accuracy_m = metres(feature, "accuracy_m") or layer.layer.accuracy_m
        edges = Edges(list(edges_of(shapely.geometry.mapping(area))))
        yield Park(feature_key(feature), area, Shape(Outline(()), {accuracy_m: edges}))


def _circle(middle: BaseGeometry, radius_m: float) -> BaseGeometry:
    """Return a circle on the ground (degrees in and out); its corners lie on it."""
    point: Any = np.array([middle], dtype=object)
    crs = local_crs(point)
    (moved,) = project_all(point, crs)
    return to_degrees(shapely.buffer(moved, radius_m, quad_segs=_QUARTER), crs)
