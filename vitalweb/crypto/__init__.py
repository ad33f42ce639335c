"""Secrets at work: sealed tokens, signed tokens, hashed passwords."""
