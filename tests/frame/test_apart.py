"""Whoever does not ask for columns does without numpy and Arrow."""

import subprocess
import sys

EVERYTHING_ELSE = """
import sys
import vitalcore.__main__, vitalcore.risk.register, vitalcore.risk.shipped
print(sorted({"numpy", "pyarrow"} & set(sys.modules)))
"""


def test_only_the_frame_imports_numpy_and_arrow() -> None:
    """Neither the rules nor the command line need the extra."""
    done = subprocess.run([sys.executable, "-c", EVERYTHING_ELSE], capture_output=True, check=True)
    assert done.stdout == b"[]\n"
