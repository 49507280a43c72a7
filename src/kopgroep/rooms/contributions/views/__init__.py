"""The pages of the contributions."""
