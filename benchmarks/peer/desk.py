"""What a request to the peer is given: the caller is known, and a session is open."""

import os
from collections.abc import AsyncIterator
from secrets import compare_digest
from typing import Annotated

from fastapi import Depends, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

POOL = 20  # connections of a process, none of them for one request only

engine = create_async_engine(os.environ["PEER_DATABASE_URL"], pool_size=POOL, max_overflow=0)
_sessions = async_sessionmaker(engine, expire_on_commit=False)
_token = os.environ["PEER_TOKEN"]
_bearer = HTTPBearer()


async def _opened() -> AsyncIterator[AsyncSession]:
    async with _sessions() as session:
        yield session


async def admitted(sent: Annotated[HTTPAuthorizationCredentials, Depends(_bearer)]) -> None:
    """Turn away whoever does not know the token."""
    if not compare_digest(sent.credentials, _token):
        raise HTTPException(401, headers={"WWW-Authenticate": "Bearer"})


Session = Annotated[AsyncSession, Depends(_opened)]
