"""The wire: what a request must look like, and what it is answered."""
