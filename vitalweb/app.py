"""The one place that wires: settings in, a serving application out."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

from aiohttp import web

from vitalweb import keyring, strategies, watch
from vitalweb.crypto.passwords import Passwords
from vitalweb.embedded import Embedded
from vitalweb.house import House
from vitalweb.http import intake, poured, serve, streamed
from vitalweb.http.door import door
from vitalweb.http.endpoints import documents
from vitalweb.http.openapi import document
from vitalweb.http.pages import PAGES
from vitalweb.http.route import Route
from vitalweb.http.routes import PREFIX, ROUTES
from vitalweb.http.serve import HOUSE, Handler
from vitalweb.known import Known
from vitalweb.metrics import Metrics
from vitalweb.sealing import Sealer
from vitalweb.settings import Settings
from vitalweb.store import pool
from vitalweb.store.replica import Replica
from vitalweb.store.together import Together
from vitalweb.trail import Trail

_VITAL_ID = "{vital_id:(?!batch$)[^/]+}"  # /vitals/batch is no reading: other methods are 405


def application(
    settings: Settings, dsn: str, embedded: Embedded | None = None, *, seals: bool = True
) -> web.Application:
    """Wire the service over the database at *dsn*; of several processes one *seals* the trail."""
    app = web.Application(middlewares=[door], client_max_size=intake.LARGEST)
    for route in sorted(ROUTES, key=_seldom):
        path = PREFIX + route.path.replace("{vital_id}", _VITAL_ID)
        app.router.add_route(route.method, path, _handler(route))
    for page in PAGES:
        app.router.add_route("GET", page.path, page.handler)
    app[documents.DOCUMENT] = document.written(PREFIX, ROUTES, PAGES)

    async def opened(app: web.Application) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            app[HOUSE] = await _furnished(stack, settings, dsn)
            house = app[HOUSE]
            beside = (
                watch.swept(house.database),
                watch.measured(house.database, house.metrics),
                house.trail.written(),
                *([_sealer(house).sealed()] if seals else []),
            )
            await stack.enter_async_context(watch.beside(*beside))
            if house.replica:
                following = watch.followed(house.replica, house.database)
                await stack.enter_async_context(watch.beside(following))
            if embedded:
                await stack.enter_async_context(watch.beside(watch.alive(embedded)))
            yield

    app.cleanup_ctx.append(opened)
    return app


def _seldom(route: Route) -> bool:
    """Is a path asked for seldom? The others are looked through first."""
    return not any(one.grouped for one in ROUTES if one.path == route.path)


def _handler(route: Route) -> Handler:
    if route.takes:
        return streamed.handler(route)
    return poured.handler(route) if route.gives else serve.handler(route)


async def _furnished(stack: AsyncExitStack, settings: Settings, dsn: str) -> House:
    passwords = Passwords()
    passwords.warm()
    stack.callback(passwords.close)
    desk = await stack.enter_async_context(pool.opened(dsn, settings.pool_size))
    secret = keyring.audit_key(settings)
    return House(
        settings=settings,
        database=desk,
        together=Together(desk, pipelines=settings.groups == "pipelined"),
        known=Known(),
        replica=await _standby(stack, settings),
        vault=keyring.vault(settings),
        signer=keyring.signing(settings),
        passwords=passwords,
        metrics=Metrics(),
        trail=Trail(desk),
        secret=secret,
        strategies=strategies.registered(settings.strategies).unwrap(),  # they were read before
    )


def _sealer(house: House) -> Sealer:
    return Sealer(house.database, house.secret, house.metrics.seals_refused)


async def _standby(stack: AsyncExitStack, settings: Settings) -> Replica | None:
    if not settings.replica_url:
        return None
    opened = pool.opened(settings.replica_url, settings.pool_size)
    return Replica(await stack.enter_async_context(opened))
