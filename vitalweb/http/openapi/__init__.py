"""The service's account of itself, as OpenAPI 3.1 has it."""

from collections.abc import Mapping
from typing import Any

#: A piece of the document.
type Part = Mapping[str, Any]
