"""National referral mechanisms, declared in files: who refers, on what basis, what happens then, and which clocks run."""

from cairn.programmes.casework.trafficking.mechanisms.declaration import Mechanism
from cairn.programmes.casework.trafficking.mechanisms.library import mechanism, mechanisms, register_folder

__all__ = ["Mechanism", "mechanism", "mechanisms", "register_folder"]
