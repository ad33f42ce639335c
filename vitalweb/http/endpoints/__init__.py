"""What each endpoint does: a value in, a value or a fault out."""
