"""The published scores, one a page, each as its source prints it."""
