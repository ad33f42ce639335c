"""Rules that read a patient's risk from readings."""
