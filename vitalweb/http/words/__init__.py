"""What is said on the wire and nowhere else: parameters of URLs, and answers made of several."""
