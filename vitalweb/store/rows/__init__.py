"""What comes out of the database, by noun."""
