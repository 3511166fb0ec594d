# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Writes file-format.json and identities.json. Needs PyNaCl:

    python3 -m venv venv && venv/bin/pip install pynacl && venv/bin/python make_files.py   (or with --check)

The test identities below are public: never use them for anything else.
"""

import hashlib
import json
import struct

import make
import reference as ref
from documents import FIVE, PERSONS, SCHEMAS, document, names
from identities import AGENCY, LINKER, OTHER, PARTIES, STRANGER, identity_cases
from sealed import FINAL, MESSAGE, Refused, rows_of, seal, sign, sodium, unseal

SCHEMA = ref.complete(document(FIVE, length=192))
NAMES = ref.complete(document(names({"bitsPerToken": 5}), "fields", 128))
TWO_VECTORS = ref.complete(SCHEMAS["groups"])


def stretch(label, length):
    """Fixed bytes that look random."""
    out = b""
    while len(out) < length:
        out += hashlib.sha256(f"{label} {len(out)}".encode()).digest()
    return out[:length]


def common(kind, sender, recipient, payload, rows, chunk):
    return {
        "kind": kind,
        "created": "2026-11-21T02:00:00Z",
        "tool": "tessera 0.1.0",
        "project": "demo-2026",
        "sender": {"name": sender.name, "signKey": sender.sign_public.hex()},
        "recipient": {"name": recipient.name, "sealKey": recipient.seal_public.hex()},
        "chunkBytes": chunk,
        "payloadBytes": len(payload),
        "rows": rows,
    }


def encodings(persons=3, chunk=1048576, schema=SCHEMA, sender=AGENCY, recipient=LINKER):
    """(header, payload) of an encoding file."""
    rows = [
        stretch(f"row token {n}", 16) + ref.row(make.K1, schema, make.fields_of(schema, PERSONS[n % 3]))
        for n in range(persons)
    ]
    payload = b"".join(rows)
    mark = ref.fingerprint(schema)
    return {
        **common("encodings", sender, recipient, payload, persons, chunk),
        "schemaFingerprint": mark.hex(),
        "keyCheck": ref.key_check(make.K1, mark, "demo-2026").hex(),
        "canaryDigest": ref.canary_digest(make.K1, schema).hex(),
        "profile": "bloom",
        "similarity": "dice",
        "bitOrder": "msb",
        "features": [f["name"] for f in schema["features"]],
        "vectors": [{k: v[k] for k in ("bits", "features", "name", "relativeOf", "variantOf") if k in v} for v in schema["vectors"]],
        "rowsIn": persons + 3,
        "rowsRejected": 1,
        "rowsBlank": 2,
    }, payload


def results(rows=4, chunk=1048576):
    payload = b"".join(
        stretch(f"row token {n}", 16) + stretch(f"project id {n}", 16) + bytes([5 * n % 16]) for n in range(rows)
    )
    return {**common("results", LINKER, AGENCY, payload, rows, chunk), "run": stretch("run", 16).hex()}, payload


def row_map(ids=("1001", "", "a,b\n", "\u738b"), chunk=1048576):
    payload = b"".join(
        stretch(f"row token {n}", 16) + struct.pack("<I", len(i.encode())) + i.encode() for n, i in enumerate(ids)
    )
    return {
        **common("row-map", AGENCY, AGENCY, payload, len(ids), chunk),
        "encodings": stretch("encoding file", 32).hex(),
    }, payload


def party_of(header, role, key):
    mine = {"signKey": lambda party: party.sign_public, "sealKey": lambda party: party.seal_public}[key]
    return next(p for p in PARTIES if mine(p).hex() == header[role][key])


def sealed(made, seal_to=None, seed=b"vector", **faults):
    """The file of (header, payload)."""
    header, payload = made
    sender, recipient = party_of(header, "sender", "signKey"), party_of(header, "recipient", "sealKey")
    return seal(sender, ref.canonical(header), payload, seal_to or recipient.seal_public, seed, **faults)


def good(name, made):
    header, payload = made
    sender, reader = party_of(header, "sender", "signKey"), party_of(header, "recipient", "sealKey")
    file = sealed(made)
    assert unseal(file, reader, [sender]) == made, name
    return {
        "id": name,
        "reader": reader.identity,
        "senders": [OTHER.card, sender.card],
        "file": file.hex(),
        "header": ref.canonical(header).decode(),
        "payload": payload.hex(),
        "rows": [row.hex() for row in rows_of(header, payload)],
    }


def bad(name, failure, file, reader=LINKER, senders=(AGENCY,)):
    """A file that is refused: `failure` is the class, or several where the Spec leaves the choice."""
    failures = failure if isinstance(failure, list) else [failure]
    try:
        unseal(file, reader, senders)
    except Refused as refused:
        assert str(refused) in failures, f"{name}: {refused}, not {failures}"
    else:
        raise AssertionError(f"{name}: not refused")
    return {
        "id": name,
        "reader": reader.identity,
        "senders": [s.card for s in senders],
        "file": file.hex(),
        "errors": failures,
    }


def resigned(file, signer=AGENCY):
    return file[:-64] + sign(signer, file[:-64])


def flipped(file, at):
    other = bytearray(file)
    other[at] ^= 1
    return bytes(other)


def with_variant():
    """An encoding file whose second vector holds second values of its first."""
    header, payload = encodings(2, 50, NAMES)
    header["vectors"][1]["variantOf"] = header["vectors"][0]["name"]
    return header, payload


def with_relative():
    """An encoding file whose second vector describes the mother by what its first holds of herself."""
    header, payload = encodings(2, 50, NAMES)
    header["vectors"][1]["relativeOf"] = {"relation": "mother", "vector": header["vectors"][0]["name"]}
    return header, payload


def positives():
    made = {
        "encodings, one chunk": encodings(),
        "encodings, many chunks": encodings(chunk=44),
        "encodings, chunk of one byte": encodings(1, 1),
        "encodings, last chunk full": encodings(3, 48),
        "encodings, chunk as long as the payload": encodings(3, 144),
        "encodings, no row": encodings(0),
        "encodings, no row, small chunks": encodings(0, 7),
        "encodings, three vectors": encodings(3, 100, TWO_VECTORS),
        "encodings, a vector of second values": with_variant(),
        "encodings, a vector of the mother": with_relative(),
        "encodings, from another agency": encodings(2, 50, sender=OTHER),
        "results": results(),
        "results, many chunks": results(7, 10),
        "results, no row": results(0),
        "row map": row_map(),
        "row map, many chunks": row_map(chunk=3),
        "row map, no row": row_map(()),
        "row map, long id": row_map(("x" * 300,), 64),
    }
    assert encodings()[0]["payloadBytes"] == 144
    return [good(name, parts) for name, parts in made.items()]


def changed(path, value, made=None):
    """The header of an encoding file with one key set, or taken away where the value is `...`."""
    header, payload = made or encodings(chunk=44)
    header = json.loads(json.dumps(header))
    at = header
    for key in path[:-1]:
        at = at[key]
    if value is ...:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    return header, payload


def header_negatives():
    """The header is wrong, and the rest of the file, with the signature, is made over it."""
    header, payload = encodings(chunk=44)
    raw = ref.canonical(header)

    def spelled(name, text):
        start = sealed((header, payload))[:8] + struct.pack("<II", 1, len(text)) + text
        body = start + sealed((header, payload))[16 + len(raw) : -64]
        return bad(name, "header", body + sign(AGENCY, body))

    made = [
        spelled("header: a space", raw.replace(b":", b": ", 1)),
        spelled("header: a line feed at the end", raw + b"\n"),
        spelled("header: a byte-order mark", b"\xef\xbb\xbf" + raw),
        spelled("header: empty", b""),
        spelled("header: cut JSON", raw[:-1]),
        spelled("header: no object", b"[]"),
        spelled("header: not JSON", b"\x00" * 40),
        spelled("header: second document", raw + b"{}"),
        spelled(
            "header: keys not sorted",
            json.dumps(dict(sorted(header.items(), reverse=True)), separators=(",", ":")).encode(),
        ),
        spelled("header: duplicate key", raw.replace(b'"rows":3', b'"rows":3,"rows":3')),
        spelled("header: fraction", raw.replace(b'"rows":3', b'"rows":3.0')),
        spelled("header: exponent", raw.replace(b'"rows":3', b'"rows":3e0')),
        spelled("header: leading zero", raw.replace(b'"rows":3', b'"rows":03')),
        spelled("header: minus zero", raw.replace(b'"rowsRejected":1', b'"rowsRejected":-0')),
        spelled("header: needless escape", raw.replace(b'"demo-2026"', b'"\\u0064emo-2026"')),
        spelled("header: escaped solidus", raw.replace(b'"tessera 0.1.0"', b'"tessera\\/0.1.0"')),
        spelled("header: raw control character", raw.replace(b'"tessera 0', b'"tessera\t0')),
        spelled("header: upper-case escape", raw.replace(b'"tessera 0', b'"tessera\\u001F0')),
        spelled("header: escape with a short form", raw.replace(b'"tessera 0', b'"tessera\\u00090')),
        spelled("header: not UTF-8", raw.replace(b'"tessera 0', b'"tessera\xff0')),
        spelled("header: a comment", raw[:-1] + b"//\n}"),
        spelled("header: trailing comma", raw[:-1] + b",}"),
    ]
    for path, value in (
        (["kind"], "encoding"),
        (["kind"], "results"),
        (["kind"], ...),
        (["created"], "2026-11-21 02:00:00"),
        (["created"], "2026-11-21T02:00:00+01:00"),
        (["project"], ""),
        (["project"], "a b"),
        (["project"], "x" * 65),
        (["project"], "\u00fc"),
        (["project"], ...),
        (["sender", "name"], ""),
        (["sender", "name"], "a/b"),
        (["sender", "signKey"], "00" * 31),
        (["sender", "signKey"], ...),
        (["sender", "extra"], 1),
        (["recipient", "sealKey"], "zz" * 32),
        (["recipient"], "linkage-unit"),
        (["chunkBytes"], 1048577),
        (["chunkBytes"], "44"),
        (["payloadBytes"], 2**53),
        (["payloadBytes"], 143),
        (["rows"], 2),
        (["rows"], -1),
        (["rows"], None),
        (["schemaFingerprint"], "00" * 16),
        (["keyCheck"], "00" * 15),
        (["canaryDigest"], ...),
        (["profile"], "clk"),
        (["similarity"], "jaccard"),
        (["bitOrder"], "lsb"),
        (["features"], []),
        (["features"], {}),
        (["vectors"], []),
        (["vectors", 0, "bits"], 191),
        (["vectors", 0, "bits"], 0),
        (["vectors", 0, "bits"], 65600),
        (["vectors", 0, "length"], 1),
        (["vectors", 0, "name"], ...),
        (["vectors", 0, "features"], ...),
        (["vectors", 0, "features"], []),
        (["vectors", 0, "features"], "given"),
        (["vectors", 0, "features", 4], 4),
        (["vectors", 0, "features", 4], "street"),
        (["vectors", 0, "features", 4], "given"),
        (["vectors", 0, "features", 4], ...),
        (["vectors", 0, "variantOf"], "clk"),
        (["vectors", 0, "variantOf"], "other"),
        (["vectors", 0, "variantOf"], None),
        (["vectors", 0, "relativeOf"], "clk"),
        (["vectors", 0, "relativeOf"], {"relation": "mother", "vector": "clk"}),
        (["vectors", 0, "relativeOf"], {"vector": "other", "relation": "mother"}),
        (["rowsIn"], 5),
        (["rowsIn"], 7),
        (["rowsBlank"], ...),
        (["run"], "00" * 16),
        (["note"], ""),
    ):
        name = "header: " + ".".join(map(str, path)) + (" absent" if value is ... else " = " + json.dumps(value)[:24])
        other, _ = changed(path, value)
        # The size follows from the header, so that no other check fails before.
        body_header = dict(other) if type(other.get("chunkBytes")) is int else {**other, "chunkBytes": 44}
        file = seal(AGENCY, ref.canonical(body_header), payload, LINKER.seal_public, b"vector")
        if body_header != other:
            file = resigned(
                file.replace(
                    struct.pack("<I", len(ref.canonical(body_header))) + ref.canonical(body_header),
                    struct.pack("<I", len(ref.canonical(other))) + ref.canonical(other),
                )
            )
        made.append(bad(name, "header", file))
    for name, place, change in (
        ("of itself", 1, {"variantOf": "family"}),
        ("of another variant", 0, {"variantOf": "family"}),
        ("of another length", 0, {"bits": 64}),
    ):
        other, other_payload = with_variant()
        other["vectors"][place].update(change)
        if "bits" in change:
            # Rows a word shorter, so that nothing but the lengths is wrong.
            rows = [row[:24] + row[32:] for row in rows_of(with_variant()[0], other_payload)]
            other_payload = b"".join(rows)
            other["payloadBytes"] = len(other_payload)
        made.append(bad(f"header: a variant {name}", "header", sealed((other, other_payload))))
    for name, place, change in (
        ("of a relative", 0, {"relativeOf": {"relation": "father", "vector": "family"}}),
        ("without a relation", 1, {"relativeOf": {"vector": "given"}}),
        ("of a relation that is no name", 1, {"relativeOf": {"relation": "my mother", "vector": "given"}}),
        ("with another key", 1, {"relativeOf": {"relation": "mother", "vector": "given", "feature": "given"}}),
        ("that is a variant", 1, {"variantOf": "given"}),
    ):
        other, other_payload = with_relative()
        other["vectors"][place].update(change)
        made.append(bad(f"header: a vector of a relative {name}", "header", sealed((other, other_payload))))
    zero, _ = changed(["chunkBytes"], 0)
    body = sealed((header, payload))[16 + len(raw) : -64]
    start = sealed((header, payload))[:12] + struct.pack("<I", len(ref.canonical(zero))) + ref.canonical(zero)
    made.append(bad("header: chunkBytes = 0", "header", start + body + sign(AGENCY, start + body)))
    result, result_payload = results()
    made.append(
        bad("results: run too short", "header", sealed(({**result, "run": "00"}, result_payload)), AGENCY, (LINKER,))
    )
    made.append(
        bad(
            "results: rows do not fit the payload",
            "header",
            sealed(({**result, "rows": 3}, result_payload)),
            AGENCY,
            (LINKER,),
        )
    )
    a_map, map_payload = row_map()
    made.append(
        bad(
            "row map: encodings absent",
            "header",
            sealed(changed(["encodings"], ..., (a_map, map_payload))),
            AGENCY,
            (AGENCY,),
        )
    )
    return made


def outer_negatives():
    file = sealed(encodings(chunk=44))
    header_length = struct.unpack_from("<I", file, 12)[0]
    seal_at, stream_at, chunks_at = 16 + header_length, 96 + header_length, 120 + header_length
    made = [
        bad("empty file", "notTessera", b""),
        bad("a CSV", "notTessera", b"id,first_name,last_name\n1,Maria,Garcia\n"),
        bad("a zip", "notTessera", b"PK\3\4" + bytes(60)),
        bad("magic in lower case", "notTessera", file[:8].lower() + file[8:]),
        bad("magic with a carriage return", "notTessera", b"TESSERA\r\n" + file[8:]),
        bad("first bit flipped", "notTessera", flipped(file, 0)),
        bad("a byte-order mark in front", "notTessera", b"\xef\xbb\xbf" + file),
        bad("version 0", "version", resigned(file[:8] + struct.pack("<I", 0) + file[12:])),
        bad("version 2", "version", resigned(file[:8] + struct.pack("<I", 2) + file[12:])),
        bad("version big-endian", "version", resigned(file[:8] + struct.pack(">I", 1) + file[12:])),
        bad("header longer than allowed", "header", resigned(file[:12] + struct.pack("<I", 1048577) + file[16:])),
        bad("header length of 2^32 - 1", "header", resigned(file[:12] + b"\xff" * 4 + file[16:])),
        bad("header length one less", "header", resigned(file[:12] + struct.pack("<I", header_length - 1) + file[16:])),
        bad("header length one more", "header", resigned(file[:12] + struct.pack("<I", header_length + 1) + file[16:])),
        bad("header longer than the file", "truncated", file[:12] + struct.pack("<I", 1048576) + file[16:]),
    ]
    for at, where in (
        (8, "after the magic"),
        (12, "after the version"),
        (16, "before the header"),
        (16 + header_length // 2, "in the header"),
        (seal_at, "after the header"),
        (seal_at + 40, "in the sealed key"),
        (stream_at + 10, "in the stream header"),
        (chunks_at, "before the first chunk"),
        (chunks_at + 61, "after the first chunk"),
        (len(file) - 64, "before the signature"),
        (len(file) - 1, "at the last byte"),
    ):
        made.append(bad(f"cut {where}", "truncated", file[:at]))
    made += [
        bad("cut at a chunk, signed again", "truncated", file[: chunks_at + 61] + sign(AGENCY, file[: chunks_at + 61])),
        bad("a byte more", "trailing", file + b"\0"),
        bad("a line feed more", "trailing", file + b"\n"),
        bad("the file twice", "trailing", file + file),
        bad(
            "a chunk more, signed again",
            "trailing",
            resigned(file[:-64] + file[chunks_at : chunks_at + 61] + bytes(64)),
        ),
        bad("sender not among the cards", "sender", file, senders=(OTHER, LINKER)),
        bad("no card at all", "sender", file, senders=()),
        bad("sealed to somebody else", "recipient", sealed(encodings(recipient=STRANGER))),
        bad("one's own file", "recipient", file, reader=AGENCY),
        bad("sealed key of somebody else", ["recipient", "chunk"], sealed(encodings(), seal_to=STRANGER.seal_public)),
        bad("sealed key damaged, signed again", ["recipient", "chunk"], resigned(flipped(file, seal_at + 50))),
    ]
    for at, where in (
        (seal_at, "sealed key"),
        (stream_at, "stream header"),
        (chunks_at, "first chunk"),
        (chunks_at + 61, "second chunk"),
        (len(file) - 65, "last byte before it"),
        (len(file) - 64, "signature's first byte"),
        (len(file) - 1, "signature's last byte"),
    ):
        made.append(bad(f"bit flipped: {where}", "signature", flipped(file, at)))
    other_time = file.replace(b"2026-11-21", b"2026-11-22")
    made += [
        bad("header's date changed", "signature", other_time),
        bad("signed by somebody else", "signature", resigned(file, STRANGER)),
        bad("signature of zeros", "signature", file[:-64] + bytes(64)),
        bad(
            "signed without the prehash",
            "signature",
            file[:-64] + sodium.crypto_sign(file[:-64], AGENCY.sign_secret)[:64],
        ),
        bad("signature of another file", "signature", file[:-64] + sealed(encodings(chunk=48))[-64:]),
        bad(
            "two chunks swapped",
            "signature",
            file[:chunks_at]
            + file[chunks_at + 61 : chunks_at + 122]
            + file[chunks_at : chunks_at + 61]
            + file[chunks_at + 122 :],
        ),
    ]
    return made


def chunk_negatives():
    made_of = encodings(chunk=44)
    header, payload = made_of
    file = sealed(made_of)
    chunks_at = 120 + struct.unpack_from("<I", file, 12)[0]
    push_tag, rekey_tag = 1, 2
    return [
        bad("first chunk damaged, signed again", "chunk", resigned(flipped(file, chunks_at))),
        bad("second chunk damaged, signed again", "chunk", resigned(flipped(file, chunks_at + 61 + 30))),
        bad("last chunk damaged, signed again", "chunk", resigned(flipped(file, len(file) - 65))),
        bad("stream header damaged, signed again", "chunk", resigned(flipped(file, chunks_at - 1))),
        bad("chunks swapped, signed again", "chunk", sealed(made_of, reorder=lambda c: [c[0], c[2], c[1]] + c[3:])),
        bad("first two swapped, signed again", "chunk", sealed(made_of, reorder=lambda c: [c[1], c[0]] + c[2:])),
        bad("a chunk twice, another left out", "chunk", sealed(made_of, reorder=lambda c: [c[0], c[1], c[1]] + c[3:])),
        bad("header changed, signed again", "chunk", resigned(file.replace(b"2026-11-21", b"2026-11-22"))),
        bad("project changed, signed again", "chunk", resigned(file.replace(b"demo-2026", b"demo-2027"))),
        bad("no additional data", "chunk", sealed(made_of, additional=b"")),
        bad(
            "additional data of the header alone",
            "chunk",
            sealed(made_of, additional=hashlib.sha256(ref.canonical(header)).digest()),
        ),
        bad(
            "body of another file",
            "chunk",
            resigned(file[: chunks_at - 24] + sealed(made_of, seed=b"other")[chunks_at - 24 :]),
        ),
        bad("no FINAL", "final", sealed(made_of, tags=[MESSAGE] * 4)),
        bad("FINAL on the first", "final", sealed(made_of, tags=[FINAL, MESSAGE, MESSAGE, FINAL])),
        bad("FINAL everywhere", "final", sealed(made_of, tags=[FINAL] * 4)),
        bad("FINAL on the last but one", "final", sealed(made_of, tags=[MESSAGE, MESSAGE, FINAL, MESSAGE])),
        bad("PUSH on the last", "final", sealed(made_of, tags=[MESSAGE] * 3 + [push_tag])),
        bad("PUSH on the first", ["final", "chunk"], sealed(made_of, tags=[push_tag, MESSAGE, MESSAGE, FINAL])),
        bad("REKEY on the first", ["final", "chunk"], sealed(made_of, tags=[rekey_tag, MESSAGE, MESSAGE, FINAL])),
        bad("no FINAL on an empty payload", "final", sealed(encodings(0), tags=[MESSAGE])),
    ]


def payload_negatives():
    made = []
    header, payload = row_map()

    def map_of(payload, rows):
        return sealed(({**header, "payloadBytes": len(payload), "rows": rows}, payload))

    for name, file in (
        ("row map: a row less than declared", map_of(payload, 5)),
        ("row map: a row more than declared", map_of(payload, 3)),
        ("row map: last id cut", map_of(payload[:-1], 4)),
        ("row map: bytes after the last row", map_of(payload + b"\0", 4)),
        ("row map: an id longer than the payload", map_of(stretch("t", 16) + b"\xff\xff\xff\xff" + b"x", 1)),
    ):
        made.append(bad(name, ["payload", "header"], file, AGENCY, (AGENCY,)))
    header, payload = results()
    twice = sealed((header, payload[:33] + payload[:16] + payload[49:]))
    made.append(bad("results: a token twice", "payload", twice, AGENCY, (LINKER,)))
    for flags in (16, 128):
        made.append(
            bad(
                f"results: flags {flags}", "payload", sealed((header, payload[:-1] + bytes([flags]))), AGENCY, (LINKER,)
            )
        )
    return made


if __name__ == "__main__":
    make.write(
        "file-format.json",
        "exchange-format.md section 1",
        positives() + outer_negatives() + header_negatives() + chunk_negatives() + payload_negatives(),
        "make_files.py",
    )
    make.write("identities.json", "exchange-format.md section 2", identity_cases(), "make_files.py")
