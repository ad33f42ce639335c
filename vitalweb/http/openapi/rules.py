"""What a guard allows, as JSON Schema has it."""

from vitalcore.guard import SURROGATES, Day, Instant, Several, Text, Whole
from vitalweb.http.openapi import Part


def of(guard: object) -> Part:
    """State the rule of *guard*, as far as a schema can; in the dialect of ECMA-262."""
    match guard:
        case Text(pattern, _, longest):
            published = pattern.replace(SURROGATES, "")  # no dialect but Python's can name them
            return {"pattern": f"^(?:{published})$", "maxLength": longest}
        case Whole(least, most):
            return {"minimum": least, "maximum": most}
        case Several(least, most):
            return {"minItems": least, "maxItems": most}
        case Day(first, end) | Instant(first, end):
            centuries = range(first.year // 100, end.year // 100)
            return {"pattern": f"^(?:{'|'.join(map(str, centuries))})"}
        case _:
            return {}
