# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""The test parties, and the cases of identities.json."""

import make
import reference as ref
from sealed import Party

PARTIES = AGENCY, OTHER, LINKER, STRANGER = tuple(
    Party(name) for name in ("agency-a", "Agency_B.2", "linkage-unit", "stranger")
)


def identity_cases():
    key = make.K1
    named = {"identity": AGENCY.seed, "party": AGENCY.sign_public + AGENCY.seal_public, "key": key}
    made = []
    for party in PARTIES:
        made.append(
            {
                "id": f"party {party.name}",
                "name": party.name,
                "seed": party.seed.hex(),
                "signKey": party.sign_public.hex(),
                "sealKey": party.seal_public.hex(),
                "identity": party.identity,
                "card": party.card,
            }
        )
    for project in ("demo", "x", "Study-2026.v1_x", "p" * 64):
        data = bytes([len(project)]) + project.encode() + key
        made.append(
            {
                "id": f"key {project[:8]}",
                "project": project,
                "projectKey": key.hex(),
                "key": ref.bech32m("tessera-key-", data).upper(),
            }
        )

    def wrong(name, kind, text):
        upper = kind in ("identity", "key")
        made.append(
            {"id": f"{kind}: {name}", "kind": kind, "invalid": text.upper() if upper and text == text.lower() else text}
        )

    for kind, data in named.items():

        def text(name, rest=data, count=None):
            return ref.bech32m(f"tessera-{kind}-", bytes([len(name) if count is None else count]) + name + rest)

        right = text(b"agency-a")
        as_written = right if kind == "party" else right.upper()
        assert ref.is_bech32m(as_written)
        wrong("last character changed", kind, right[:-1] + ("q" if right[-1] != "q" else "p"))
        wrong("a character of the data changed", kind, right[:40] + ("q" if right[40] != "q" else "p") + right[41:])
        wrong("a character of the prefix changed", kind, right.replace("tessera", "tesserb"))
        wrong(
            "two characters swapped",
            kind,
            next(
                right[:i] + right[i + 1] + right[i] + right[i + 2 :] for i in range(30, 60) if right[i] != right[i + 1]
            ),
        )
        wrong("a character left out", kind, right[:50] + right[51:])
        wrong("a character twice", kind, right[:50] + right[49] + right[50:])
        wrong("a character that is none of the alphabet", kind, right[:40] + "b" + right[41:])
        wrong("cut", kind, right[:-7])
        letter = max(at for at, c in enumerate(as_written) if c.isalpha())
        wrong("mixed case", kind, as_written[:letter] + as_written[letter].swapcase() + as_written[letter + 1 :])
        old = right[:-6]
        values = [ref.CHARSET.index(c) for c in old[len(f"tessera-{kind}-1") :]]
        check = ref.polymod(ref.expand_prefix(f"tessera-{kind}-") + values + [0] * 6) ^ 1
        wrong(
            "checksum of Bech32, not Bech32m",
            kind,
            old + "".join(ref.CHARSET[check >> 5 * (5 - i) & 31] for i in range(6)),
        )
        for other in sorted(set(named) - {kind}):
            wrong(f"prefix of {other}", kind, ref.bech32m(f"tessera-{other}-", b"\x08agency-a" + data))
        wrong("no name", kind, text(b""))
        wrong("name longer than the data", kind, text(b"agency-a", count=200))
        wrong("name with a space", kind, text(b"agency a"))
        wrong("name not ascii", kind, text("\u00e4".encode()))
        wrong("name of 65 characters", kind, text(b"n" * 65))
        wrong("a byte less", kind, text(b"agency-a", data[:-1]))
        wrong("a byte more", kind, text(b"agency-a", data + b"\0"))
        bits = "".join(f"{byte:08b}" for byte in b"\x08agency-a" + data)
        padded = [int(bits[i : i + 5].ljust(5, "1"), 2) for i in range(0, len(bits), 5)]
        if len(bits) % 5:
            check = ref.polymod(ref.expand_prefix(f"tessera-{kind}-") + padded + [0] * 6) ^ 0x2BC830A3
            padded += [check >> 5 * (5 - i) & 31 for i in range(6)]
            wrong("padding bits set", kind, f"tessera-{kind}-1" + "".join(ref.CHARSET[v] for v in padded))
        wrong("empty", kind, "")
        wrong("two lines", kind, right + "\n" + right)
    return made
