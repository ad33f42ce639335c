"""Every page beside the API: what an operator asks, and the API's own documentation."""

from attrs import frozen

from vitalcore.fault import Busy, Unknown
from vitalweb.http.door import Handler
from vitalweb.http.endpoints import documents, operation
from vitalweb.http.words.service import Health


@frozen(kw_only=True)
class Page:
    """A path, who answers, in which media types; without faults unless they are named."""

    path: str
    handler: Handler
    summary: str
    media: tuple[str, ...]
    answer: type | None = None
    faults: tuple[type, ...] = ()
    choices: tuple[str, ...] = ()  # what the path's parameter may be

    @property
    def name(self) -> str:
        """Name the operation after its handler."""
        return f"{self.handler.__module__.rsplit('.', 1)[-1]}_{self.handler.__name__}"


PAGES: tuple[Page, ...] = (
    Page(
        path="/livez",
        handler=operation.livez,
        summary="Is the process alive?",
        media=("application/json",),
        answer=Health,
    ),
    Page(
        path="/readyz",
        handler=operation.readyz,
        summary="Is the service ready?",
        media=("application/json",),
        answer=Health,
        faults=(Busy,),
    ),
    Page(
        path="/metrics",
        handler=operation.metrics,
        summary="What has the service done?",
        media=("text/plain",),
    ),
    Page(
        path="/openapi.json",
        handler=documents.openapi,
        summary="This document",
        media=("application/json",),
    ),
    Page(
        path="/docs",
        handler=documents.docs,
        summary="This document, to read and to try out",
        media=("text/html",),
    ),
    Page(
        path="/docs/{asset}",
        handler=documents.asset,
        summary="A file of the documentation page",
        media=tuple(dict.fromkeys(documents.MEDIA.values())),
        faults=(Unknown,),
        choices=tuple(documents.MEDIA),
    ),
)
