"""What comes in from files: reference lists, services, readings, synthetic worlds."""
