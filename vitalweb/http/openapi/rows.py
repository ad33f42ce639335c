"""What a row of a batch looks like: one reading, or values of one moment under their kinds."""

from collections.abc import Mapping

import attrs

from vitalcore.kinds import Kind
from vitalcore.reading import NewVital
from vitalweb.http.batch.entry import READINGS
from vitalweb.http.batch.named import Named
from vitalweb.http.openapi import Part, limits, schema, values

_NOTHING: Part = {"type": "null", "description": "Not said in a row of this form"}
_MOMENT = ("patient_id", "recorded_at")

#: Any row, in either form.
ANY: Part = {"anyOf": [{"$ref": f"#/components/schemas/{one}"} for one in ("OneRow", "WideRow")]}


def schemas() -> Mapping[str, Part]:
    """Describe both forms of a row; what is null in it was not said."""
    vital = schema.of_class(NewVital)
    return {"OneRow": _one(vital), "WideRow": _wide(vital)}


def _one(vital: Part) -> Part:
    known = {"vital_id": values.or_null(schema.of_field(Named, attrs.fields(Named).vital_id))}
    says = "A row of one reading; its id, if it is given, is one of the patient and the time."
    return {**vital, "description": says, "properties": _said(vital["properties"] | known)}


def _wide(vital: Part) -> Part:
    moment = {name: vital["properties"][name] for name in _MOMENT}
    measured = {kind: values.or_null(limits.of_kind(kind)) for kind in Kind}
    return {
        "type": "object",
        "description": "A row of what was measured at one moment, one value at least.",
        "properties": _said(moment | measured),
        "required": list(_MOMENT),
        "additionalProperties": False,
        "anyOf": [_measured(kind) for kind in Kind],
    }


def _measured(kind: Kind) -> Part:
    return {"title": kind, "required": [kind], "properties": {kind: limits.of_kind(kind)}}


def _said(told: Mapping[str, Part]) -> Part:
    return {name: told.get(name, _NOTHING) for name in READINGS}
