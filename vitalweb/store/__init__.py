"""The record on PostgreSQL: each function one promise, kept by one statement."""
