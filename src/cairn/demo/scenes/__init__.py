"""Scenes of the demonstration mission, composed from one small set of shapes and one palette."""
