"""Where a request comes from is what trusted proxies saw, never what a caller claims."""

from ipaddress import ip_address
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg import Connection

from tests.conftest import API
from tests.web.clocked import opened
from vitalweb.http.afar import told
from vitalweb.settings import read

OURS = ("10.0.0.0/8", "fd00::/8")
TRUSTED = read({"VITALWEB_TRUSTED_PROXIES": ", ".join(OURS)}).unwrap().trusted_proxies
strangers = st.ip_addresses().filter(lambda one: not any(one in net for net in TRUSTED))


@pytest.mark.parametrize(
    ("near", "forwarded", "expected"),
    [
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),  # no proxy of ours stands in front
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "1.2.3.4, 198.51.100.1", "198.51.100.1"),  # the first is made up
        ("10.0.0.1", "1.2.3.4,198.51.100.1, 10.9.9.9", "198.51.100.1"),
        ("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"),
        ("10.0.0.1", "198.51.100.1:4711", "198.51.100.1"),
        ("fd00::1", "[2001:db8::1]:4711", "2001:db8::1"),
        ("fd00::1", "2001:DB8::1", "2001:db8::1"),
        ("::ffff:10.0.0.1", "::ffff:198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "198.51.100.1, unknown", "10.0.0.1"),  # what it hid, nobody else told
        ("10.0.0.1", "198.51.100.1, fe80::1%a'b", "10.0.0.1"),
        ("10.0.0.1", "198.51.100.1,", "10.0.0.1"),
        ("-", "198.51.100.1", "-"),
    ],
)
def test_the_nearest_hop_that_is_no_proxy_is_the_caller(
    near: str, forwarded: str, expected: str
) -> None:
    """Proxies are walked back through from the nearest; an entry that is no address ends it."""
    assert told(near, forwarded, TRUSTED) == expected


@given(claimed=st.text(), caller=strangers)
def test_nothing_that_a_caller_claims_counts(claimed: str, caller: object) -> None:
    """Whatever stands in front of the address that our proxy saw, that address is the caller's."""
    seen = ip_address(str(caller))
    plain = str(getattr(seen, "ipv4_mapped", None) or seen)
    assert told("10.0.0.1", f"{claimed}, {caller}", TRUSTED) == plain


@pytest.mark.parametrize(
    ("trusted", "expected"), [("127.0.0.1", "203.0.113.9"), ("10.0.0.0/8", "127.0.0.1")]
)
async def test_guesses_are_counted_where_they_come_from(
    dsn: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    other: Connection,
    trusted: str,
    expected: str,
) -> None:
    """Behind a proxy that is trusted attempts and rows of the trail are each caller's own."""
    other.execute("DELETE FROM attempts")
    settings = {"VITALWEB_TRUSTED_PROXIES": trusted}
    sent = {"id": "nobody", "password": "a guess"}
    via = {"X-Forwarded-For": "198.51.100.7, 203.0.113.9", "X-Request-ID": f"afar-{expected}"}
    async with opened(dsn, tmp_path, monkeypatch, settings) as ward:
        place = ward.base + API + "/auth/login"
        async with ward.client.post(place, json=sent, headers=via) as refused:
            assert refused.status == 401
    query = "SELECT subject FROM attempts WHERE subject LIKE 'address:%'"
    assert other.execute(query).fetchall() == [(f"address:{expected}",)]
    noted = "SELECT address FROM audit WHERE request_id = %s"
    assert other.execute(noted, [via["X-Request-ID"]]).fetchall() == [(expected,)]
    other.execute("DELETE FROM attempts")


@pytest.mark.parametrize("text", ["proxy.example", "10.0.0.1/8", "10.0.0.0/33", "10..", "::/0"])
def test_a_proxy_is_an_address_or_a_network(text: str) -> None:
    """A name, a network with bits of a host, and everybody are no proxies."""
    (mistake,) = read({"VITALWEB_TRUSTED_PROXIES": f"10.0.0.1,{text}"}).failure()
    assert mistake.startswith("VITALWEB_TRUSTED_PROXIES must")
    assert text not in mistake
