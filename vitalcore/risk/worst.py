"""Of several assessments the highest risk, and what the others may yet come to."""

from collections.abc import Iterable, Sequence

from attrs import evolve

from vitalcore.risk.assessment import Assessment

#: How bad it is at one end: the rank of the level, then the score.
type Standing = tuple[int, float]


def worst(assessed: Iterable[Assessment]) -> Assessment:
    """Take the highest of one or more: by least level, then by least score, then the latest.

    A higher level counts before a higher score, as a single 3 does in NEWS2. Where another may
    yet turn out to be higher, nothing is certain that it could change: neither level nor total.
    An index has no levels, and none is higher: the latest is told.
    """
    known = tuple(assessed)
    chosen = max(known, key=lambda one: (*_least(one), one.recorded_at))
    others = [one for one in known if one.possible and one is not chosen]
    rivals = [one for one in others if _most(one) > _least(chosen)]
    return _open(chosen, [chosen, *rivals]) if rivals else chosen


def _open(chosen: Assessment, several: Sequence[Assessment]) -> Assessment:
    floor = _least(chosen)[0]
    left = {level for one in several for level in one.possible if level.rank >= floor}
    certain = len(left) == 1
    return evolve(
        chosen,
        possible=tuple(sorted(left, key=lambda level: level.rank)),
        risk_level=chosen.risk_level if certain else None,
        label=chosen.label if certain else None,
        response=chosen.response if certain else None,
        monitoring=chosen.monitoring if certain else None,
        every=chosen.every if certain else None,
        risk_score=None,
        total=None,
        score_max=max(one.score_max for one in several),
        most=max((one.most for one in several if one.most is not None), default=None),
        notes=(*chosen.notes, f"{len(several) - 1} of the other records may yet be higher"),
    )


def _least(one: Assessment) -> Standing:
    return min([level.rank for level in one.possible], default=0), one.score_min


def _most(one: Assessment) -> Standing:
    return one.possible[-1].rank, one.score_max
