"""The engine's speed, held against a floor, a rival or the straightforward way, side by side in one run."""
