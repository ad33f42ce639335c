"""A table as plain data, ready for JSON: out and in again without loss, and its hash."""

import json
from hashlib import sha256
from typing import Any

from vitalcore.risk.table import Chart, Condition, Gauge, Outcome, Override, Table


def plain(table: Table) -> dict[str, Any]:
    """Write *table* as mappings, lists, strings, whole numbers and truths."""
    return {
        "name": table.name,
        "version": table.version,
        "title": table.title,
        "source": table.source,
        "year": table.year,
        "applies": {
            "youngest": table.applies.youngest,
            "below": table.applies.below,
            "pregnancy": table.applies.pregnancy,
        },
        "parameters": [
            {"name": one.name, "gauges": [_gauge(gauge) for gauge in one.gauges]}
            for one in table.parameters
        ],
        "outcomes": [_outcome(one) for one in table.outcomes],
        "overrides": [_override(one) for one in table.overrides],
        "choices": list(table.choices),
    }


def digest(content: dict[str, Any]) -> str:
    """Give the SHA-256 of plain data, whatever the order of its keys."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return sha256(text.encode()).hexdigest()


def _gauge(gauge: Gauge) -> dict[str, Any]:
    return {
        "input": gauge.input.value,
        "unit": gauge.unit,
        "grid": None if gauge.grid is None else str(gauge.grid),
        "decides": gauge.decides,
        "unscored": list(gauge.unscored),
        "charts": [_chart(chart) for chart in gauge.charts],
    }


def _chart(chart: Chart) -> dict[str, Any]:
    return {
        "when": [_condition(one) for one in chart.when],
        "bands": [[str(band.range), band.points] for band in chart.bands],
        "codes": [[one.code, one.points] for one in chart.codes],
    }


def _condition(one: Condition) -> dict[str, Any]:
    if one.range is None:
        return {"input": one.input.value, "codes": list(one.codes)}
    return {"input": one.input.value, "range": str(one.range)}


def _outcome(one: Outcome) -> dict[str, Any]:
    return {
        "total": str(one.total),
        "single": one.single,
        "level": one.level.value,
        "label": one.label,
        "response": one.response,
        "monitoring": one.monitoring,
        "every": one.every,
    }


def _override(one: Override) -> dict[str, Any]:
    return {"when": _condition(one.when), "level": one.level.value, "needed": one.needed}
