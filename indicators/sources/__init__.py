"""What publishers publish and the portal may pass on: compact extracts, and how they are made."""
