"""The place in a list where a page begins."""

from vitalcore.guard import Text

CURSOR = Text(r"[0-9]{16}-[0-9a-f]{32}", "must be the next_cursor of an earlier answer", 49)
