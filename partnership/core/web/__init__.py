"""What passes between the portal and its readers."""
