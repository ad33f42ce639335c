"""Many readings at once: read line by line, compared with the record, taken in or refused."""
