"""The pages of the signing."""
