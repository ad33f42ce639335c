"""Every endpoint of the service; adding one is a row on one of these pages."""

from vitalweb.http.route import Route
from vitalweb.http.routes import accounts, inference, patients, staff, vitals

PREFIX = "/api/v1"

ROUTES: tuple[Route, ...] = (
    *accounts.ROUTES,
    *patients.ROUTES,
    *vitals.ROUTES,
    *inference.ROUTES,
    *staff.ROUTES,
)
