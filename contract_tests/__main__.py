"""`python -m contract_tests` is the command `accord`."""

from contract_tests.cli import main

main(prog_name="accord")
