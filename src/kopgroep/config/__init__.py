"""Settings, read from the environment; wrong ones refuse to start."""
