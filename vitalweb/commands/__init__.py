"""What `vitalweb` can be asked for on the command line, by noun."""
