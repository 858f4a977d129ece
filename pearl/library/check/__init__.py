"""What `pearl library check` looks for before a curated library may be loaded."""

from pearl.library.check.finding import Finding
from pearl.library.check.inspection import check_library
from pearl.library.check.seed_runs import write_seed_runs

__all__ = ["Finding", "check_library", "write_seed_runs"]
