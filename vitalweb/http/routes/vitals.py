"""What can be asked about readings."""

from vitalcore import fault as f
from vitalcore.reading import Correction, NewVital, Vital
from vitalcore.role import Right
from vitalweb.http.batch import outgoing
from vitalweb.http.batch.source import MEDIA
from vitalweb.http.endpoints import batches, exports, vitals
from vitalweb.http.route import Route
from vitalweb.http.words.batches import BatchTaken, BatchWay, ExportOf
from vitalweb.http.words.vitals import (
    KnownVital,
    OneVital,
    Striking,
    StrikingBatch,
    VitalHistory,
)
from vitalweb.store.rows.batches import Struck

ROUTES: tuple[Route, ...] = (
    Route(
        method="POST",
        path="/vitals",
        deed=vitals.add,
        summary="Take a reading into the record",
        tag="vitals",
        body=NewVital,
        answer=Vital,
        status=201,
        faults=(f.Unknown, f.KeyReused, f.StillRunning),
        grouped=True,
        writes=True,
        right=Right.READINGS,
    ),
    Route(
        method="POST",
        path="/vitals/batch",
        deed=batches.take_in,
        summary="Take many readings into the record",
        tag="vitals",
        where=BatchWay,
        takes=tuple(MEDIA),
        answer=BatchTaken,
        faults=(f.RowsRefused, f.KeyReused, f.StillRunning),
        writes=True,
        right=Right.READINGS,
    ),
    Route(
        method="GET",
        path="/patients/{patient_id}/vitals/export",
        deed=exports.export,
        summary="Give a patient's readings as a file",
        tag="vitals",
        where=ExportOf,
        gives=tuple(outgoing.MEDIA),
        faults=(f.Unknown,),
        right=Right.PATIENTS,
    ),
    Route(
        method="GET",
        path="/vitals/{vital_id}",
        deed=vitals.find,
        summary="Show a reading",
        tag="vitals",
        where=KnownVital,
        answer=Vital,
        faults=(f.Unknown,),
        right=Right.PATIENTS,
    ),
    Route(
        method="GET",
        path="/vitals/{vital_id}/history",
        deed=vitals.history,
        summary="Show every version of a reading",
        tag="vitals",
        where=OneVital,
        answer=VitalHistory,
        faults=(f.Unknown,),
        right=Right.PATIENTS,
    ),
    Route(
        method="PUT",
        path="/vitals/{vital_id}",
        deed=vitals.correct,
        summary="Correct a reading",
        tag="vitals",
        where=OneVital,
        body=Correction,
        answer=Vital,
        faults=(f.Unknown, f.StaleVersion, f.StaleMatch, f.KeyReused, f.StillRunning),
        right=Right.PATIENTS,
        grouped=True,
        writes=True,
    ),
    Route(
        method="DELETE",
        path="/vitals/{vital_id}",
        deed=vitals.strike,
        summary="Strike a reading out, entered in error",
        tag="vitals",
        where=Striking,
        status=204,
        faults=(f.Unknown, f.StaleVersion, f.StaleMatch, f.KeyReused, f.StillRunning),
        right=Right.PATIENTS,
        writes=True,
    ),
    Route(
        method="DELETE",
        path="/batches/{batch_id}",
        deed=vitals.strike_batch,
        summary="Strike out the readings of a batch, entered in error",
        tag="vitals",
        where=StrikingBatch,
        answer=Struck,
        faults=(f.Unknown, f.KeyReused, f.StillRunning),
        right=Right.PATIENTS,
        slow=True,
        writes=True,
    ),
)
