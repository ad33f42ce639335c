"""The loops that look at every row, for numba to compile: as they stand they are slow."""

from vitalcore.frame.kernels import REFUSED, Bits, Column, Rows

#: Edges are compared eight at once, each held in a register, and the last four, if there are four.
FOUR = 4
EIGHT = 8


def climb(column: Column, void: Rows, at: Column, rises: Rows, first: int, out: Rows) -> None:
    """Compare every row with all edges; *void* is empty where every row holds something."""
    out[:] = first
    for edge in range(0, len(at) - FOUR, EIGHT):
        at0, at1, at2, at3 = at[edge], at[edge + 1], at[edge + 2], at[edge + 3]
        at4, at5, at6, at7 = at[edge + 4], at[edge + 5], at[edge + 6], at[edge + 7]
        by0, by1, by2, by3 = rises[edge], rises[edge + 1], rises[edge + 2], rises[edge + 3]
        by4, by5, by6, by7 = rises[edge + 4], rises[edge + 5], rises[edge + 6], rises[edge + 7]
        for row in range(len(column)):
            value = column[row]
            low = by0 * (value >= at0) + by1 * (value >= at1) + by2 * (value >= at2)
            mid = by3 * (value >= at3) + by4 * (value >= at4) + by5 * (value >= at5)
            out[row] += low + mid + by6 * (value >= at6) + by7 * (value >= at7)
    if len(at) % EIGHT:
        edge = len(at) - FOUR
        at0, at1, at2, at3 = at[edge], at[edge + 1], at[edge + 2], at[edge + 3]
        by0, by1, by2, by3 = rises[edge], rises[edge + 1], rises[edge + 2], rises[edge + 3]
        for row in range(len(column)):
            value = column[row]
            low = by0 * (value >= at0) + by1 * (value >= at1)
            out[row] += low + by2 * (value >= at2) + by3 * (value >= at3)
    for row in range(len(void)):
        out[row] |= void[row]


def settle(points: Rows, gaps: Rows, total: Rows, top: Rows) -> None:
    """Fill, add and compare in one walk; *gaps* are one number a line, or one a row."""
    total[:] = 0
    top[:] = 0
    for place in range(len(points)):
        line, gap = points[place], gaps[place]
        if len(gap) == 1:
            fill = gap[0]
            for row in range(len(line)):
                shown = line[row] if line[row] >= 0 else fill
                total[row] += shown
                top[row] = max(top[row], shown)
        else:
            for row in range(len(line)):
                shown = line[row] if line[row] >= 0 else gap[row]
                total[row] += shown
                top[row] = max(top[row], shown)


def flag(rows: Rows, unknown: Bits, refused: Bits) -> None:
    """Pack whole bytes, then the last few rows."""
    whole = len(rows) // 8
    for byte in range(whole):
        below = beyond = 0
        for bit in range(8):
            value = rows[8 * byte + bit]
            below |= (value < 0) << bit
            beyond |= (value == REFUSED) << bit
        unknown[byte] = below
        refused[byte] = beyond
    if whole < len(unknown):
        unknown[whole] = refused[whole] = 0
        for bit in range(len(rows) - 8 * whole):
            value = rows[8 * whole + bit]
            unknown[whole] |= (value < 0) << bit
            refused[whole] |= (value == REFUSED) << bit
