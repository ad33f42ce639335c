"""Vital signs as immutable values, and the rules that read a patient's risk from them.

Pure: no clock, no randomness, no input or output. Not a medical device.
"""
