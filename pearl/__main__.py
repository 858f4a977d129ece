"""`python -m pearl` is the `pearl` command."""

from pearl.cli.main import main

main()
