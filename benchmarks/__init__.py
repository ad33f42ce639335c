"""What is claimed about speed, measured by one command."""
