"""The domain: one room per step of the City Deal. A room may use the rooms before it, never those after it."""
