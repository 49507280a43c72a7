"""The fictional living deal: invented organisations and people, and the story of how they came together."""
