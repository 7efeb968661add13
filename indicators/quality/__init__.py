"""What a reader needs to judge the values."""
