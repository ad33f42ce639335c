"""A creating POST under an Idempotency-Key: done once, and answered the same ever after."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from psycopg import AsyncConnection, Connection

from tests.conftest import PASSWORD, Doctor, Register, eventually


def reading(patient: str, value: float = 80) -> dict[str, Any]:
    """Give a reading's fields."""
    return {
        "patient_id": patient,
        "recorded_at": "2026-01-01T08:00:00Z",
        "vital_type": "HR",
        "value": value,
    }


def key() -> dict[str, str]:
    """Make a key that nobody has used."""
    return {"Idempotency-Key": uuid4().hex}


def rows(other: Connection, patient: str) -> int:
    """Count a patient's readings."""
    found = other.execute("SELECT count(*) FROM vitals WHERE patient_id = %s", [patient]).fetchone()
    assert found
    return int(found[0])


async def test_the_same_request_is_answered_with_the_same_bytes(
    ann: Doctor, patient: str, other: Connection
) -> None:
    """A repeated request gets the first answer, byte by byte, marked as replayed; one row is."""
    headers = key()
    first = await ann.ask("POST", "/vitals", json=reading(patient), headers=headers)
    again = await ann.ask("POST", "/vitals", json=reading(patient), headers=headers)
    assert (first.status, again.status) == (201, 201)
    assert await first.text() == await again.text()
    assert first.headers["ETag"] == again.headers["ETag"]
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert rows(other, patient) == 1


async def test_quotes_around_a_key_are_not_part_of_it(
    ann: Doctor, patient: str, other: Connection
) -> None:
    """A key is the same with the draft's quotes and without."""
    bare = key()["Idempotency-Key"]
    for header in (bare, f'"{bare}"'):
        await ann.ask("POST", "/vitals", json=reading(patient), headers={"Idempotency-Key": header})
    assert rows(other, patient) == 1


@pytest.mark.parametrize("other_path", [False, True])
async def test_another_request_under_the_same_key_is_refused(
    ann: Doctor, patient: str, other: Connection, *, other_path: bool
) -> None:
    """A key that belongs to another body or another path is a 422, and nothing is done."""
    headers = key()
    await ann.ask("POST", "/vitals", json=reading(patient), headers=headers)
    path = "/patients" if other_path else "/vitals"
    facts = {"patient_id": f"{patient}x", "name": "Pat", "gender": "F", "birth_date": "1970-01-01"}
    sent = facts if other_path else reading(patient, 81)
    refused = await ann.ask("POST", path, json=sent, headers=headers)
    assert (refused.status, (await refused.json())["title"]) == (422, "Idempotency-Key reused")
    assert rows(other, patient) == 1


async def test_a_key_belongs_to_one_caller(
    ann: Doctor, register: Any, patient: str, other: Connection
) -> None:
    """Two callers may choose the same key without meeting each other's answers."""
    bob, headers = await register(), key()
    answers = [
        await who.ask("POST", "/vitals", json=reading(patient), headers=headers)
        for who in (ann, bob)
    ]
    assert [one.status for one in answers] == [201, 201]
    assert "Idempotent-Replayed" not in answers[1].headers
    assert rows(other, patient) == 2


async def test_an_answer_that_was_moved_is_not_told(
    ann: Doctor, register: Register, patient: str, other: Connection
) -> None:
    """A kept answer opens in its own row alone, though another caller asked for the very same."""
    bob, headers = await register(), key()
    for who in (ann, bob):
        await who.ask("POST", "/vitals", json=reading(patient), headers=headers)
    other.execute(
        "UPDATE retries SET body = moved.body FROM retries AS moved"
        " WHERE retries.asker = %s AND moved.asker = %s AND retries.retry_key = moved.retry_key",
        [bob.id, ann.id],
    )
    refused = await bob.ask("POST", "/vitals", json=reading(patient), headers=headers)
    assert (refused.status, (await refused.json())["title"]) == (422, "Idempotency-Key reused")


async def test_a_refused_request_does_not_use_its_key_up(
    ann: Doctor, patient: str, other: Connection
) -> None:
    """A key under which nothing was done works once what was wrong is put right."""
    headers = key()
    unknown = await ann.ask("POST", "/vitals", json=reading("nobody"), headers=headers)
    made = await ann.ask("POST", "/vitals", json=reading(patient), headers=headers)
    assert (unknown.status, made.status) == (404, 201)
    assert rows(other, patient) == 1


async def test_a_running_request_is_told_as_such(
    ann: Doctor, patient: str, dsn: str, other: Connection
) -> None:
    """While another process works under the key, a 409 says when to ask again; then it is done."""
    headers = key()
    claimed = "INSERT INTO retries VALUES (%s, %s, '', NULL, NULL, NULL, now(), now())"
    async with await AsyncConnection.connect(dsn) as elsewhere:
        await elsewhere.execute(claimed, [ann.id, headers["Idempotency-Key"]])
        early = await ann.ask("POST", "/vitals", json=reading(patient), headers=headers)
        await elsewhere.rollback()
    done = await ann.ask("POST", "/vitals", json=reading(patient), headers=headers)
    assert (early.status, (await early.json())["title"]) == (409, "Still running")
    assert int(early.headers["Retry-After"]) >= 1
    assert done.status == 201
    assert rows(other, patient) == 1


async def test_sixteen_retries_at_once_make_one_row(
    ann: Doctor, patient: str, other: Connection
) -> None:
    """Of sixteen equal requests that arrive together one is done, and all are told the same."""
    headers = key()
    asks = [ann.ask("POST", "/vitals", json=reading(patient), headers=headers) for _ in range(16)]
    answers = await asyncio.gather(*asks)
    assert [one.status for one in answers] == [201] * 16
    assert len({await one.text() for one in answers}) == 1
    assert sum("Idempotent-Replayed" not in one.headers for one in answers) == 1
    assert rows(other, patient) == 1


@pytest.mark.parametrize("path", ["/patients", "/auth/register"])
async def test_every_creating_request_honours_a_key(ann: Doctor, path: str) -> None:
    """Patients and accounts too are created once: without the key the second is a 409."""
    name, headers = f"new-{uuid4().hex[:12]}", key()
    facts: dict[str, Any] = {"patient_id": name, "gender": "F", "birth_date": "1970-01-01"}
    if path == "/auth/register":
        facts = {"id": name, "password": PASSWORD}
    sent = {**facts, "name": "Pat Doe"}
    answers = [await ann.ask("POST", path, json=sent, headers=headers) for _ in range(2)]
    answers.append(await ann.ask("POST", path, json=sent))
    assert [one.status for one in answers] == [201, 201, 409]
    assert await answers[0].text() == await answers[1].text()


async def test_each_time_an_answer_is_told_is_a_row(
    register: Register, patient: str, other: Connection
) -> None:
    """A login and a reading that are told again are noted again; one row tells of the write."""
    somebody, headers = await register(), (key(), key())
    login = {"id": somebody.id, "password": PASSWORD}
    for _ in range(3):
        await somebody.ask("POST", "/auth/login", json=login, headers=headers[0])
        await somebody.ask("POST", "/vitals", json=reading(patient), headers=headers[1])
    query = """
        SELECT action, patient_id, new_version, outcome FROM audit WHERE account_id = %s
        ORDER BY at, audit_id OFFSET 1
    """
    await eventually(other, f"{query} + 5", [somebody.id])
    login_row = ("accounts_login", None, None, 200)
    found = other.execute(query.encode(), [somebody.id]).fetchall()
    assert found == [
        login_row,
        ("vitals_add", patient, 1, 201),
        *[login_row, ("vitals_add", patient, None, 201)] * 2,
    ]


@pytest.mark.parametrize("path", ["/auth/login", "/auth/register", "/auth/refresh-token"])
async def test_strangers_share_no_key(register: Register, path: str) -> None:
    """Where no token is asked for, a key belongs to the account that the body is about."""
    headers = key()
    several = [await register(), await register()]
    bodies: list[dict[str, Any]] = [{"id": one.id, "password": PASSWORD} for one in several]
    if path == "/auth/register":
        bodies = [{**one, "id": f"{one['id']}x", "name": "Pat Doe"} for one in bodies]
    if path == "/auth/refresh-token":
        bodies = [{"refresh_token": one.tokens["refresh_token"]} for one in several]
    answers = [
        await who.ask("POST", path, json=body, headers=headers)
        for who, body in zip(several, bodies, strict=True)
    ]
    again = await several[0].ask("POST", path, json=bodies[0], headers=headers)
    assert {one.status for one in answers} <= {200, 201}
    assert "Idempotent-Replayed" not in answers[1].headers
    assert await answers[0].text() == await again.text()


async def test_another_login_of_the_same_account_is_another_request(register: Register) -> None:
    """Its key stays its own: asked for another device, it is a 422."""
    somebody, headers = await register(), key()
    login = {"id": somebody.id, "password": PASSWORD}
    first = await somebody.ask("POST", "/auth/login", json=login, headers=headers)
    changed = {**login, "device": "phone"}
    other_one = await somebody.ask("POST", "/auth/login", json=changed, headers=headers)
    assert (first.status, other_one.status) == (200, 422)
