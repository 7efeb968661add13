"""What is public of the requests."""
