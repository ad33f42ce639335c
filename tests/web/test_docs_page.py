"""The documentation page is made of the package's own files, and asks nobody else."""

import re
from hashlib import sha256
from urllib.parse import urljoin

import pytest
from aiohttp import ClientSession

from vitalweb.http.endpoints.documents import ASSETS, MEDIA, POLICY

CHECKSUMS = (ASSETS / "CHECKSUMS").read_text(encoding="utf-8").splitlines()
ADDRESS = re.compile(r"""(?:src|href|url)\s*[=:(]\s*["']?([^"')\s>]+)""")
OWN = ("index.html", "page.css", "start.js")


@pytest.mark.parametrize("line", CHECKSUMS[1:], ids=lambda line: line.split()[1])
def test_a_vendored_file_is_what_was_published(line: str) -> None:
    """Each file of Swagger UI is the one whose checksum was taken from the published package."""
    checksum, name = line.split()
    assert sha256((ASSETS / name).read_bytes()).hexdigest() == checksum


def test_every_vendored_file_has_a_checksum() -> None:
    """No file lies beside the page that is neither our own nor in the list of checksums."""
    listed = {line.split()[1] for line in CHECKSUMS[1:]}
    assert {one.name for one in ASSETS.iterdir()} == listed | {*OWN, "CHECKSUMS"}
    assert re.fullmatch(r"swagger-ui-dist 5\.35\.[0-9]+", CHECKSUMS[0])


@pytest.mark.parametrize("name", OWN)
def test_no_address_of_the_page_leads_elsewhere(name: str) -> None:
    """Every address in the page's own files is relative, and is served."""
    found = set(ADDRESS.findall((ASSETS / name).read_text(encoding="utf-8")))
    served = {f"docs/{one}" for one in MEDIA} | {"openapi.json"}
    assert found - served == set()


def test_the_style_sheet_carries_its_own_images() -> None:
    """The style sheet of Swagger UI loads nothing, from here or elsewhere."""
    style = (ASSETS / "swagger-ui.css").read_text(encoding="utf-8")
    assert "@import" not in style
    assert re.findall(r"""url\((?!["']?data:)""", style) == []


def test_no_validator_is_asked() -> None:
    """Swagger UI is told not to send the document to a validator."""
    assert "validatorUrl: null" in (ASSETS / "start.js").read_text(encoding="utf-8")


async def test_the_page_may_speak_to_its_own_service_alone(
    service: str, client: ClientSession
) -> None:
    """The page forbids scripts in line, and everything from or to anywhere else."""
    async with client.get(f"{service}/docs") as page:
        assert (page.status, page.content_type) == (200, "text/html")
        assert page.headers["Content-Security-Policy"] == POLICY
        text = await page.text()
    sources = {word for rule in POLICY.split("; ") for word in rule.split()[1:]}
    assert sources == {"'none'", "'self'", "data:"}
    assert re.findall(r"<script(?![^>]* src=)|<style| style=| on[a-z]+=", text) == []


async def test_every_address_of_the_page_is_served(service: str, client: ClientSession) -> None:
    """What the page names is there, in its media type."""
    async with client.get(f"{service}/docs") as page:
        named = ADDRESS.findall(await page.text())
    assert {one.removeprefix("docs/") for one in named} == set(MEDIA)
    for one in named:
        async with client.get(urljoin(f"{service}/docs", one)) as asset:
            assert (asset.status, asset.content_type) == (200, MEDIA[one.removeprefix("docs/")])


async def test_no_other_file_is_served(service: str, client: ClientSession) -> None:
    """What lies beside the page's files, or above them, cannot be had."""
    for name in ("CHECKSUMS", "index.html", "..%2Fpages.py", "%2e%2e%2f%2e%2e%2fcli.py"):
        async with client.get(f"{service}/docs/{name}") as refused:
            assert (refused.status, refused.content_type) == (404, "application/problem+json")
