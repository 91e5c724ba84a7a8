"""The formula language: a strict profile of FEEL."""
