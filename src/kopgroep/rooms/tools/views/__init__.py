"""The pages of needs, desk research and tools."""
