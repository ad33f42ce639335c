"""The peer, wired: `uvicorn benchmarks.peer.app:app`, its database and token in the environment."""

from fastapi import APIRouter, Depends, FastAPI

from benchmarks.peer import patients, rules, vitals, words
from benchmarks.peer.desk import admitted

router = APIRouter(prefix="/api/v1", dependencies=[Depends(admitted)])
router.include_router(patients.router)
router.include_router(vitals.router)


@router.post("/inference/vital-risk")
async def vital_risk(asked: words.Question) -> words.Risk:
    """Assess records as they are sent."""
    return rules.assess(asked)


app = FastAPI(title="The usual stack")
app.include_router(router)
