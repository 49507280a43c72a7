"""The JSON door (/api/v1): one error shape, paging, tokens; a room's own endpoints stand in its api.py."""
