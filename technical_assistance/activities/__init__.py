"""What is public of the activities."""
