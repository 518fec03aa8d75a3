"""Profiles and waivers as people write them, in YAML; every fault is told at once, with its line."""

from ocds_sv.profiles.profile import load_profile, shipped_profiles
from ocds_sv.profiles.waivers import load_waivers

__all__ = ["load_profile", "load_waivers", "shipped_profiles"]
