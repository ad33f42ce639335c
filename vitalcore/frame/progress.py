"""How far a long run has come, on one line that is written over."""

from typing import TextIO

from attrs import frozen

_WIDTH = 30  # characters of the bar


@frozen
class Progress:
    """A bar on *stream*, drawn only where somebody looks."""

    stream: TextIO

    def show(self, done: float, rows: int) -> None:
        """Draw a share of the whole, 0 to 1, and the rows so far."""
        if self.stream.isatty():
            bar = "#" * int(done * _WIDTH)
            self.stream.write(f"\r[{bar:<{_WIDTH}}] {done:4.0%} {rows:,} rows")
            self.stream.flush()

    def end(self) -> None:
        """Leave the line."""
        if self.stream.isatty():
            self.stream.write("\n")
