# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Sealed files of a spine and of agencies whose people are nearly all on it: invented people with errors, the truth known.

The people, their errors and their filters are those of `Peers/make_clks.py`. Everything is kept in a folder and made once: 3 GB for a
spine of seven millions. The same seed gives the same people and filters; keys, and with them the order of rows, are drawn anew.
"""
import multiprocessing
import os
import subprocess
import sys

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "Peers"))
import people as invented
from make_clks import CHUNK, Encoder

BITS = 1024
ROW = BITS // 8
SEED = 11
SPINE = "claims"
ON_SPINE = .98  # of an agency's records those whose person is on the spine
CHANGED = 100   # one row of so many has another encoding in the spine's next extract


class Files:
    """The files of one size: `rows` on the spine, `new` a file of each of `agencies`."""

    def __init__(self, folder, rows, new, agencies, programs):
        self.folder, self.rows, self.new, self.programs = folder, rows, new, programs
        self.agencies = ["agency-%02d" % (number + 1) for number in range(agencies)]
        os.makedirs(folder, exist_ok=True)

    def path(self, name):
        return os.path.join(self.folder, name)

    def sealed(self, name):
        return self.path(name + ".tessera")

    def make(self):
        """Makes what is missing; a file appears when it is complete."""
        for name in ["unit", SPINE, *self.agencies]:
            if not os.path.exists(self.path(name + ".identity")):
                subprocess.run([self.programs.linker, "identity", "new", name], cwd=self.folder, check=True,
                               stdout=subprocess.DEVNULL)
        jobs = [(SPINE, chunk) for chunk in range(-(-self.rows // CHUNK))]
        self._raw(SPINE, self.rows, jobs)
        for number, name in enumerate(self.agencies):
            self._raw(name, self.new, [(name, number)])
        self._raw(SPINE + "-next", self.rows, jobs, copy=SPINE)
        for name in [SPINE, SPINE + "-next", *self.agencies]:
            if not os.path.exists(self.sealed(name) + ".order"):
                if os.path.exists(self.sealed(name)):
                    os.unlink(self.sealed(name))
                agency = SPINE if name.startswith(SPINE) else name
                subprocess.run([self.programs.throughput, "seal", self.raw(name), str(BITS), self.path(agency + ".identity"),
                                self.path("unit.identity"), self.sealed(name)], check=True)

    def raw(self, name):
        return self.path(name + ".bin")

    def filters(self, name):
        """[rows, 16] words of the raw file."""
        return np.memmap(self.raw(name), np.uint64, "r").reshape(-1, BITS // 64)

    def blocks(self, name, rows):
        """The same, so many rows at a time."""
        with open(self.raw(name), "rb") as file:
            while len(block := np.fromfile(file, np.uint64, rows * BITS // 64)):
                yield block.reshape(-1, BITS // 64)

    def persons(self, name):
        """The person of each row of the sealed file, by number; -1 for one who is on no spine."""
        order = np.fromfile(self.sealed(name) + ".order", "<u4")
        if name == SPINE:
            return order.astype(np.int64)
        persons = self._chunk(self.agencies.index(name)) * CHUNK + order.astype(np.int64)
        return np.where(order < self._known, persons, -1)

    @property
    def _known(self):
        return int(self.new * ON_SPINE)

    def _chunk(self, number):
        """Which part of the spine's people an agency knows: far apart for different agencies."""
        whole = self.rows // CHUNK
        return number * 6 % whole

    def _random(self, purpose, number):
        return np.random.default_rng([SEED, number, *purpose.encode()])

    def _known_people(self, chunk):
        return invented.draw(self._random("people", chunk), min(CHUNK, self.rows - chunk * CHUNK))

    def _raw(self, name, rows, jobs, copy=None):
        if os.path.exists(self.raw(name)):
            return
        partial = self.raw(name) + ".partial"
        if copy:
            subprocess.run(["cp", self.raw(copy), partial], check=True)
        else:
            with open(partial, "wb") as file:
                file.truncate(rows * ROW)
        with multiprocessing.get_context("fork").Pool(min(os.cpu_count(), len(jobs))) as pool:
            for _ in pool.imap_unordered(self._fill, [(partial, rows, *job, copy is not None) for job in jobs]):
                pass
        os.replace(partial, self.raw(name))

    def _fill(self, job):
        path, rows, name, number, is_next = job
        output = np.memmap(path, np.uint8, "r+", shape=(rows, ROW))
        if is_next:
            places = np.arange(0, min(CHUNK, rows - number * CHUNK), CHANGED)
            known = self._known_people(number)
            changed = invented.People(*(column[places] for column in known.columns()))
            output[number * CHUNK + places] = Encoder(BITS).encode(
                invented.with_errors(changed, self._random("changes", number), 1.0))
        elif name == SPINE:
            output[number * CHUNK:number * CHUNK + CHUNK] = Encoder(BITS).encode(self._known_people(number))
        else:
            known = self._known_people(self._chunk(number)).head(self._known)
            seen = invented.with_errors(known, self._random("errors", number), 1.0)
            others = invented.draw(self._random("people on no spine", number), rows - self._known)
            output[:] = Encoder(BITS).encode(seen.followed_by(others))
