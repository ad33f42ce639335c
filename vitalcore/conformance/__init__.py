"""What the scores are held to: published facts, and a corpus for any other implementation."""
