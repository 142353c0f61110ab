"""The score: what counts as caught, what does not, and what is told of it."""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.console import Console

from contract_tests.cli import main
from contract_tests.problems import Place
from contract_tests.reports.score import as_json, tell_score
from contract_tests.results import Failure, Result
from contract_tests.scenarios import Scenario
from contract_tests.scoring import BrokenServer, Score, Trial, broken_servers, catches, trial
from contract_tests.shelf import shipped_stories, stories
from contract_tests.tests.test_runner import failed
from contract_tests.verdicts import Verdict

