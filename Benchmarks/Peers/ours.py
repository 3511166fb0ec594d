# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Runs of the release build of `throughput`, each one process."""
import os
import re
import subprocess
import tempfile
from dataclasses import dataclass, field


class Failed(Exception):
    """A run that ended with an error or without the figure that was asked for."""


@dataclass
class Run:
    """What one run printed, and the most memory its process had."""
    output: str
    peak_mb: float
    values: dict = field(init=False)

    def __post_init__(self):
        self.values = dict(re.findall(r"([A-Za-z0-9_-]+)=(\S+)", self.output))

    def __getattr__(self, name):
        try:
            return float(self.values[name])
        except KeyError:
            raise Failed("the program printed no %s=" % name)

    @property
    def pairs(self):
        return int(self.values["matches"] if "matches" in self.values else self.values["pairs"])

    @property
    def kernel(self):
        return self.values.get("kernel")


class Throughput:
    def __init__(self, program):
        self.program = program

    def run(self, *arguments):
        with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
            process = subprocess.Popen([self.program, *map(str, arguments)], stdout=output, stderr=errors)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            for file in (output, errors):
                file.seek(0)
            text = output.read()
            if process.returncode:
                raise Failed("throughput %s ended with %d: %s" % (
                    " ".join(map(str, arguments)), process.returncode, (errors.read() + text).strip()[-300:]))
        return Run(text, usage.ru_maxrss / 1024)

    def join(self, a, b, bits, threshold, threads=1):
        """Both files in memory; the program checks its pairs before it times. seconds: of the processor for one thread, else wall."""
        return self.run("join", a, b, bits, "%.3g" % threshold, threads)

    def pairs(self, a, b, bits, threshold, threads, folder, memory_mb, *options):
        """Plan, tiles and merge: from the two files to one file of sorted pairs in `folder`."""
        return self.run("pairs", a, b, bits, "%.3g" % threshold, threads, folder, memory_mb, *options)

    def kernel_figure(self, name):
        """The value on the line `name value` of `throughput kernels`."""
        for line in self.run("kernels").output.splitlines():
            words = line.split()
            if words[:1] == [name] and len(words) > 1:
                return float(words[1])
        raise Failed("throughput kernels printed no %s" % name)
