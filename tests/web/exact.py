"""A careful client: it writes and reads decimals exactly."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import msgspec
from aiohttp import ClientResponse

from tests.conftest import Doctor

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
_ENCODER = msgspec.json.Encoder(decimal_format="number")


def sent(**facts: Any) -> dict[str, Any]:
    """What a request is sent with: decimals as they are, times with their offset."""
    return {"data": _ENCODER.encode(facts), "headers": {"Content-Type": "application/json"}}


async def told(response: ClientResponse) -> Any:
    """What was answered, numbers to the last digit."""
    return json.loads(await response.text(), parse_float=Decimal)


async def flaws(response: ClientResponse) -> list[str]:
    """Where what was sent was wrong."""
    return [one["pointer"] for one in (await response.json())["errors"]]


async def taken(ann: Doctor, patient: str, **more: Any) -> dict[str, Any]:
    """A reading in the record, as it was answered."""
    facts = {"recorded_at": NOON, "vital_type": "HR", "value": 80, "patient_id": patient}
    made = await ann.ask("POST", "/vitals", **sent(**facts | more))
    assert made.status == 201, await made.text()
    return dict(await told(made))
