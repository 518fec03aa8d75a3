"""Glances at many releases or objects at once, by which rules leave out those that give them nothing to say."""
