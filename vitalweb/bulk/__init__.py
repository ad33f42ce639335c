"""The record in bulk: a file in, a file out."""
