"""The tables that come with the library."""

from vitalcore.risk.table import Table
from vitalcore.risk.tables.cart import CART
from vitalcore.risk.tables.hotel import HOTEL
from vitalcore.risk.tables.mews import MEWS
from vitalcore.risk.tables.news import NEWS
from vitalcore.risk.tables.news2 import NEWS2
from vitalcore.risk.tables.pews import PEWS_ENGLAND
from vitalcore.risk.tables.qsofa import QSOFA
from vitalcore.risk.tables.sirs import SIRS

TABLES: tuple[Table, ...] = (NEWS2, NEWS, MEWS, QSOFA, SIRS, PEWS_ENGLAND, CART, HOTEL)
