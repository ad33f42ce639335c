"""`python -m vitalweb` is `vitalweb`."""

from vitalweb.cli import main

if __name__ == "__main__":
    main()
