"""The peer: the same service as it is usually built, a request a session, a look before a write.

FastAPI, SQLAlchemy 2 async, asyncpg, pydantic, uvicorn with uvloop and httptools. It asks for one
static token and logs no requests, both of which are cheaper than what the service beside it does.
That a new reading first asks for its patient, where a foreign key could tell, costs it a seventh.
"""
