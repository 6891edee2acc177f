"""Who was moved against whom: zones, their stretches and the reference layers, by the vertices they share.

Every part of a zone, every zone's stretches and every reference layer is a node. Nodes whose vertices coincide form a
block; a block whose vertices coincide with another's once a datum shift is taken away was moved against it. Which
of the two stands right is what leaves the least to have been moved, where a reference layer counts more than a
zone, and one that still has its catalogued checksum so much that zones are blamed.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from zoneatlas.checks.datum.places import drawn_layers
from zoneatlas.checks.subject import STRETCHES, Subject, key_of
from zoneatlas.plan.locate import GEODATA

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from zoneatlas.plan.geojson import FeatureRecord
    from zoneatlas.space.shift import Relation

    FloatArray = NDArray[np.float64]

__all__ = ["SEALED", "TOLERANCE_M", "Alignment", "Node", "alignment_of", "layer_weight", "solve"]

#: Two vertices nearer than this are one, metres: the conversion libraries in use differ by less.
TOLERANCE_M = 2.0
#: So many shared vertices, and beside them this share of the smaller node's, before they say anything.
LEAST_SHARED = 3
CHANCE_SHARE = 0.01
#: How many moved zones a moved layer weighs as much as: with its catalogued checksum, with none, with another.
SEALED, _UNSEALED, _TAMPERED = 100.0, 2.5, 0.1
#: In a tangle of more blocks than this, only the heaviest are tried as the one that stands right.
_MOST_TRIED = 12
_LEAST_AGREEING = 2


@dataclass(frozen=True)
class Node:
    """What moves as one: a part of a zone, the stretches of a zone, or a reference layer.

    ``name`` is the zone_id or the layer's id; ``weight`` how much a layer is to be trusted (0 for what is no layer);
    ``points`` its distinct vertices (degrees).
    """

    role: Literal["zone", "stretch", "layer"]
    name: str
    file: str
    points: FloatArray
    part: int = 0
    record: FeatureRecord | None = None
    weight: float = 0.0


@dataclass(frozen=True)
class Alignment:
    """The nodes, how they lie to each other, and which of them were moved.

    ``labels`` holds for each node that can be judged 0 (it stands right), k (it is stored in the datum of the k-th
    shift, counted from 1) or -k (that shift was taken from it though it was in WGS 84 already). ``inferred`` are
    those judged by the company they keep alone.
    """

    nodes: tuple[Node, ...]
    relations: tuple[Relation, ...]
    labels: Mapping[int, int]
    inferred: frozenset[int] = frozenset()

    def evidence(self, members: Iterable[int]) -> list[tuple[Relation, Node]]:
        """Return the relations that say some nodes were moved, each with the one that stands right; strongest first."""
        wanted = set(members)
        found = []
        for relation in self.relations:
            here, there = relation.moved, relation.base
            if relation.shift and (here in wanted) != (there in wanted):
                other = there if here in wanted else here
                if self.labels.get(other, 0) == 0:
                    found.append((relation, self.nodes[other]))
        return sorted(found, key=lambda each: -each[0].matched)


def alignment_of(subject: Subject) -> Alignment:
    """Return how the plan's geometries lie to each other; worked out once for all checks."""
    return subject.once("datum.alignment", _alignment)


def _alignment(subject: Subject) -> Alignment:
    from zoneatlas.space import shift

    every = (*_zone_nodes(subject), *_stretch_nodes(subject), *_layer_nodes(subject))
    nodes = tuple(node for node in every if shift.in_shifted_region(node.points))
    relations = shift.relations(
        [node.points for node in nodes], [node.weight for node in nodes], TOLERANCE_M, LEAST_SHARED, CHANCE_SHARE
    )
    labels, inferred = solve(nodes, relations)
    return Alignment(nodes, tuple(relations), labels, frozenset(inferred))


def _zone_nodes(subject: Subject) -> list[Node]:
    import numpy as np
    import shapely

    shapes = subject.all_shapes
    parts, owners = shapely.get_parts(shapes.geometries, return_index=True)
    if not len(parts):
        return []
    points, members = shapely.get_coordinates(parts, return_index=True)
    cuts = np.searchsorted(members, np.arange(1, len(parts)))
    nodes = []
    seen: Counter[int] = Counter()
    for row, positions in zip(owners.tolist(), np.split(points, cuts), strict=True):
        record = shapes.records[row]
        file = subject.files[shapes.files[row]].file
        nodes.append(Node("zone", str(key_of(record)), file, _distinct(positions), seen[row], record))
        seen[row] += 1
    return nodes


def _stretch_nodes(subject: Subject) -> list[Node]:
    import numpy as np

    lines: dict[str, list[FloatArray]] = defaultdict(list)
    drawn = drawn_layers(subject).get(STRETCHES)
    if drawn is None or subject.plan is None:
        return []
    for record, points in zip(drawn.records, drawn.each(), strict=True):
        lines[str(key_of(record))].append(points)
    return [
        Node("stretch", zone_id, drawn.file, _distinct(np.concatenate(points))) for zone_id, points in lines.items()
    ]


def _layer_nodes(subject: Subject) -> list[Node]:
    if subject.plan is None:
        return []
    nodes = []
    for layer in subject.plan.catalogue:
        drawn = drawn_layers(subject).get(layer.id)
        if drawn is not None and len(drawn.points) > len(drawn.records):  # more than points
            weight = layer_weight(subject, layer.file, layer.sha256)
            nodes.append(Node("layer", layer.id, drawn.file, _distinct(drawn.points), weight=weight))
    return nodes


def layer_weight(subject: Subject, file: str, sha256: str) -> float:
    """Return how much a layer is to be trusted: `SEALED` when its file still has the catalogued checksum."""
    if not sha256 or subject.root is None:
        return _UNSEALED
    try:
        data = (subject.root / GEODATA / file).read_bytes()
    except OSError:
        return _UNSEALED
    return SEALED if hashlib.sha256(data).hexdigest() == sha256.lower() else _TAMPERED


def _distinct(points: FloatArray) -> FloatArray:
    """Return the distinct positions, in order; complex numbers sort faster than rows."""
    import numpy as np

    return np.unique(np.ascontiguousarray(points).view(np.complex128)).view(np.float64).reshape(-1, 2)


def solve(nodes: Sequence[Node], relations: Iterable[Relation]) -> tuple[dict[int, int], set[int]]:
    """Explain the relations with the fewest moved nodes.

    Returns
    -------
    tuple
        The label of each node that can be judged (see `Alignment`), and those judged by their company.
    """
    relations = tuple(relations)
    solving = _Solving(nodes, relations)
    solving.with_layers()
    solving.with_stretches()
    return solving.labels, solving.by_company()


class _Solving:
    """Blocks of coinciding nodes, linked by shifts, being labelled."""

    def __init__(self, nodes: Sequence[Node], relations: Sequence[Relation]) -> None:
        from zoneatlas.space.shift import joined_by

        self.nodes = nodes
        together = [(each.moved, each.base) for each in relations if each.shift == 0]
        self.block = joined_by(len(nodes), together)
        self.links: dict[int, dict[int, Counter[int]]] = defaultdict(lambda: defaultdict(Counter))
        for each in relations:
            one, other = self.block[each.moved], self.block[each.base]
            if each.shift and one != other:
                self.links[one][other][each.shift] += each.matched
                self.links[other][one][-each.shift] += each.matched
        ties = [(one, other) for one, others in self.links.items() for other in others]
        self.component = joined_by(len(nodes), together + ties)
        self.members: dict[int, list[int]] = defaultdict(list)
        for node, block in enumerate(self.block):
            self.members[block].append(node)
        self.labels: dict[int, int] = {}

    def weight(self, block: int) -> float:
        """Return how much the reference layers of a block weigh."""
        return sum(self.nodes[node].weight for node in self.members[block])

    def components(self) -> list[list[int]]:
        """Return the blocks, component by component; heaviest first."""
        found: dict[int, list[int]] = defaultdict(list)
        for block in self.members:
            found[self.component[block]].append(block)
        return sorted(found.values(), key=lambda blocks: -sum(map(self.weight, blocks)))

    def with_layers(self) -> None:
        """Label every component in which a layer that can be trusted takes part."""
        for blocks in self.components():
            if max(map(self.weight, blocks)) >= _UNSEALED:
                self.spread(self.cheapest(blocks), 0)

    def cheapest(self, blocks: Sequence[int]) -> int:
        """Return the block that, taken to stand right, leaves the least to have been moved."""
        tried = sorted(blocks, key=lambda block: (-self.weight(block), -len(self.members[block])))[:_MOST_TRIED]
        return min(tried, key=self.cost)

    def with_stretches(self) -> None:
        """Label the others from their stretches: these are right, unless all stretches that can be judged are not."""
        agreed = self.agreement("stretch")
        for blocks in self.components():
            marked = [
                block for block in blocks if any(self.nodes[node].role == "stretch" for node in self.members[block])
            ]
            if not marked or any(node in self.labels for block in blocks for node in self.members[block]):
                continue
            best = self.cheapest(marked)
            self.spread(best, self._agreed(best, agreed))

    def cost(self, start: int) -> float:
        """Return how much would have been moved if a block stood right: zones count 1, layers their weight."""
        before, self.labels = self.labels, {}
        self.spread(start, 0)
        moved = [self.nodes[node] for node, label in self.labels.items() if label]
        self.labels = before
        return len({node.name for node in moved if node.role != "layer"}) + sum(node.weight for node in moved)

    def _agreed(self, block: int, agreed: Mapping[str, int]) -> int:
        files = {self.nodes[node].file for node in self.members[block] if self.nodes[node].role == "stretch"}
        return next((agreed[file] for file in files if file in agreed), 0)

    def spread(self, start: int, label: int) -> None:
        """Label a block, and all that hang on it by shifts."""
        known = {start: label}
        waiting = [start]
        while waiting:
            block = waiting.pop(0)
            for node in self.members[block]:
                self.labels[node] = known[block]
            for other, shifts in self.links[block].items():
                if other not in known:
                    step = -shifts.most_common(1)[0][0]  # how far the other lies from this one
                    if known[block] == 0 or known[block] == -step:
                        known[other] = known[block] + step
                        waiting.append(other)

    def agreement(self, role: str) -> dict[str, int]:
        """Return, for each file, the label that all its judged nodes of a role share, when at least two of them do."""
        said: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        for node, label in self.labels.items():
            if self.nodes[node].role == role:
                said[self.nodes[node].file][self.nodes[node].name].add(label)
        agreed = {}
        for file, names in said.items():
            labels = set().union(*names.values())
            if len(labels) == 1 and len(names) >= _LEAST_AGREEING:
                agreed[file] = next(iter(labels))
        return agreed

    def by_company(self) -> set[int]:
        """Label the zones nothing else speaks of as the rest of their feature or file, where that is at one."""
        inferred: set[int] = set()
        agreed = self.agreement("zone")
        own: dict[tuple[str, str], set[int]] = defaultdict(set)
        for node, label in self.labels.items():
            own[self.nodes[node].file, self.nodes[node].name].add(label)
        for node, each in enumerate(self.nodes):
            if each.role != "zone" or node in self.labels:
                continue
            siblings = own.get((each.file, each.name), set())
            label = next(iter(siblings)) if len(siblings) == 1 else agreed.get(each.file, 0) if not siblings else 0
            if label:
                self.labels[node] = label
                inferred.add(node)
        return inferred
