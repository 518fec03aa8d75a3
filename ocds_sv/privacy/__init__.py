"""The gate between mapping and writing: what points at a person stays in."""

from ocds_sv.privacy.gate import Gate, Policy
from ocds_sv.privacy.vocabulary import WITHHELD_NAME, release_token

__all__ = ["WITHHELD_NAME", "Gate", "Policy", "release_token"]
