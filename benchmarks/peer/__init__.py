"""The peer: the same service as it is usually built, written to be as fast as that way allows.

FastAPI, SQLAlchemy 2 async, asyncpg, pydantic, uvicorn with uvloop and httptools. It asks for one
static token and logs no requests, both of which are cheaper than what the service beside it does.
"""
