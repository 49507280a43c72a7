"""Leaving and returning (archief): a deal and all that belongs to it as a documented file, and back.

No code per room: what goes along follows from the models' own metadata.
"""
