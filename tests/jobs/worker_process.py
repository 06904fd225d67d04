"""A real worker, with the plugin of the tests: ``worker_process.py CONFIG PLACES``."""

import importlib.util
import sys
from pathlib import Path

from gridhall.jobs.worker import run
from gridhall.plugins import PluginHost
from gridhall.settings import Settings

spec = importlib.util.spec_from_file_location("counting", Path(__file__).parent / "counting.py")
assert spec
assert spec.loader
counting = importlib.util.module_from_spec(spec)
spec.loader.exec_module(counting)

run(Settings.load(Path(sys.argv[1])), concurrency=int(sys.argv[2]), host=PluginHost({"counting": counting}))
