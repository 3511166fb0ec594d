# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""The sealed file of exchange-format.md, written and read in plain Python over PyNaCl's bindings.

Nothing is drawn at random: the stream key, the secretstream header and the sealed box's ephemeral key come from a seed,
so that a file can be made again byte for byte. Never do that outside a test.
"""

import hashlib
import json
import re
import struct

import nacl.bindings as sodium
import nacl.exceptions

import reference as ref

MAGIC = b"TESSERA\n"
MESSAGE = sodium.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
FINAL = sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL


class Party:
    """Section 2: an identity from a seed of 32 bytes."""

    def __init__(self, name):
        self.name = name
        self.seed = hashlib.sha256(b"tessera test vectors: identity " + name.encode()).digest()
        self.sign_public, self.sign_secret = sodium.crypto_sign_seed_keypair(self.derive(1))
        self.seal_public, self.seal_secret = sodium.crypto_box_seed_keypair(self.derive(2))

    def derive(self, subkey):
        # crypto_kdf_derive_from_key is BLAKE2b with the subkey's number as salt and the context as personalisation.
        return hashlib.blake2b(
            digest_size=32, key=self.seed, salt=struct.pack("<QQ", subkey, 0), person=b"tesspart".ljust(16, b"\0")
        ).digest()

    def text(self, kind, data):
        return ref.bech32m(f"tessera-{kind}-", bytes([len(self.name)]) + self.name.encode() + data)

    @property
    def identity(self):
        return self.text("identity", self.seed).upper()

    @property
    def card(self):
        return self.text("party", self.sign_public + self.seal_public)


def signed_text(body):
    return b"tessera/file/1\0" + hashlib.sha256(body).digest()


def sign(party, body):
    return sodium.crypto_sign(signed_text(body), party.sign_secret)[:64]


def seal_key(key, recipient, seed):
    """crypto_box_seal with an ephemeral key from a seed."""
    public, secret = sodium.crypto_box_seed_keypair(hashlib.sha256(b"ephemeral" + seed).digest())
    nonce = hashlib.blake2b(public + recipient, digest_size=24).digest()
    return public + sodium.crypto_box(key, nonce, recipient, secret)


def stream_state(header, key):
    # Pull's start makes of a header the very state that push makes of a random one.
    state = sodium.crypto_secretstream_xchacha20poly1305_state()
    sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, header, key)
    return state


def push(state, message, tag, additional=None):
    return sodium.crypto_secretstream_xchacha20poly1305_push(state, message, additional, tag)


def split(payload, size):
    return [payload[at : at + size] for at in range(0, len(payload), size)] or [b""]


def seal(sender, header, payload, recipient_key, seed, version=1, tags=None, reorder=None, additional=None):
    """A whole file; `header` is its bytes. `tags`, `reorder` (of chunks) and `additional` are there to go wrong."""
    size = json.loads(header)["chunkBytes"]
    key = hashlib.sha256(b"stream key" + seed).digest()
    start = MAGIC + struct.pack("<II", version, len(header)) + header + seal_key(key, recipient_key, seed)
    stream_header = hashlib.sha256(b"stream header" + seed).digest()[:24]
    state = stream_state(stream_header, key)
    parts = split(payload, size)
    tags = tags or [MESSAGE] * (len(parts) - 1) + [FINAL]
    first = hashlib.sha256(start).digest() if additional is None else additional
    chunks = [push(state, part, tag, first if n == 0 else None) for n, (part, tag) in enumerate(zip(parts, tags))]
    if reorder:
        chunks = reorder(chunks)
    body = start + stream_header + b"".join(chunks)
    return body + sign(sender, body)


class Refused(Exception):
    """The argument is the class of the failure."""


def check(condition, failure):
    if not condition:
        raise Refused(failure)


NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")
FEATURE = re.compile(r"[A-Za-z0-9_-]+")
COMMON = {"kind", "created", "tool", "project", "sender", "recipient", "chunkBytes", "payloadBytes", "rows"}
PROFILES = {("bloom", "dice"), ("hardened", "hamming"), ("hardened-strict", "hamming")}
OWN = {
    "encodings": {
        "schemaFingerprint",
        "keyCheck",
        "canaryDigest",
        "profile",
        "similarity",
        "bitOrder",
        "features",
        "vectors",
        "rowsIn",
        "rowsRejected",
        "rowsBlank",
    },
    "results": {"run"},
    "row-map": {"encodings"},
}


def is_hex(value, length):
    return isinstance(value, str) and re.fullmatch("[0-9a-f]{%d}" % length, value) is not None


def is_count(value, most=2**53 - 1, least=0):
    return type(value) is int and least <= value <= most


def is_party(value, key):
    return (
        isinstance(value, dict)
        and set(value) == {"name", key}
        and NAME.fullmatch(str(value["name"])) is not None
        and is_hex(value[key], 64)
    )


def row_bytes(header):
    """Bytes of one payload row, or None where rows differ."""
    if header["kind"] == "encodings":
        return 16 + (len(header["features"]) + 63) // 64 * 8 + sum(v["bits"] for v in header["vectors"]) // 8
    return 33 if header["kind"] == "results" else None


def are_vectors(vectors, features):
    good = all(
        isinstance(v, dict)
        and set(v) - {"variantOf", "relativeOf"} == {"bits", "features", "name"}
        and is_count(v["bits"], 65536, 64)
        and v["bits"] % 64 == 0
        and isinstance(v["features"], list)
        and v["features"]
        and all(isinstance(f, str) for f in v["features"])
        and len(set(v["features"])) == len(v["features"])
        for v in vectors
    )
    if not good or {f for v in vectors for f in v["features"]} != set(features):
        return False
    bits_of_first = {v["name"]: v["bits"] for v in vectors if "variantOf" not in v}
    bits_of_own = {v["name"]: v["bits"] for v in vectors if "relativeOf" not in v}
    relatives = [v for v in vectors if "relativeOf" in v]
    return (
        all(bits_of_first.get(v["variantOf"]) == v["bits"] for v in vectors if "variantOf" in v)
        and all(
            isinstance(v["relativeOf"], dict)
            and set(v["relativeOf"]) == {"relation", "vector"}
            and NAME.fullmatch(str(v["relativeOf"]["relation"]))
            and bits_of_own.get(v["relativeOf"]["vector"]) == v["bits"]
            and "variantOf" not in v
            for v in relatives
        )
        and len({tuple(sorted(v["relativeOf"].items())) for v in relatives}) == len(relatives)
    )


def is_header(h):
    """Section 1, key by key."""
    if not isinstance(h, dict) or h.get("kind") not in OWN or set(h) != COMMON | OWN[h["kind"]]:
        return False
    good = (
        re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", str(h["created"]))
        and isinstance(h["tool"], str)
        and NAME.fullmatch(str(h["project"]))
        and is_party(h["sender"], "signKey")
        and is_party(h["recipient"], "sealKey")
        and is_count(h["chunkBytes"], 1048576, 1)
        and is_count(h["payloadBytes"])
        and is_count(h["rows"])
    )
    if not good:
        return False
    if h["kind"] == "results":
        good = is_hex(h["run"], 32)
    elif h["kind"] == "row-map":
        good = is_hex(h["encodings"], 64)
    else:
        good = (
            is_hex(h["schemaFingerprint"], 64)
            and is_hex(h["keyCheck"], 32)
            and is_hex(h["canaryDigest"], 64)
            and (h["profile"], h["similarity"]) in PROFILES
            and h["bitOrder"] == "msb"
            and isinstance(h["features"], list)
            and 1 <= len(h["features"]) <= 64
            and all(isinstance(f, str) and FEATURE.fullmatch(f) for f in h["features"])
            and isinstance(h["vectors"], list)
            and 1 <= len(h["vectors"]) <= 64
            and are_vectors(h["vectors"], h["features"])
            and all(is_count(h[k]) for k in ("rowsIn", "rowsRejected", "rowsBlank"))
            and h["rowsIn"] == h["rows"] + h["rowsRejected"] + h["rowsBlank"]
        )
    return bool(good) and (row_bytes(h) is None or h["payloadBytes"] == row_bytes(h) * h["rows"])


def refuse(value):
    raise ValueError(value)


def parse_header(raw):
    try:
        header = json.loads(raw.decode("utf-8"), parse_float=refuse, parse_constant=refuse)
        check(ref.canonical(header) == raw and is_header(header), "header")
    except (ValueError, AttributeError):
        raise Refused("header") from None
    return header


def rows_of(header, payload):
    """The payload's rows as byte strings."""
    size = row_bytes(header)
    if size is not None:
        rows = split(payload, size) if payload else []
        if header["kind"] == "results":
            check(all(row[32] < 16 for row in rows), "payload")
            check(len({row[:16] for row in rows}) == len(rows), "payload")
        return rows
    rows, at = [], 0
    while at < len(payload):
        check(at + 20 <= len(payload), "payload")
        end = at + 20 + struct.unpack_from("<I", payload, at + 16)[0]
        check(end <= len(payload), "payload")
        rows.append(payload[at:end])
        at = end
    check(len(rows) == header["rows"], "payload")
    return rows


def unseal(file, reader, senders):
    """(header, payload) of a file for `reader`, from one of `senders`; Refused in the order of the Spec."""
    check(file[:8] == MAGIC, "notTessera")
    check(len(file) >= 16, "truncated")
    version, length = struct.unpack_from("<II", file, 8)
    check(version == 1, "version")
    check(length <= 1048576, "header")
    check(len(file) >= 16 + length, "truncated")
    header = parse_header(file[16 : 16 + length])
    n = max(1, -(-header["payloadBytes"] // header["chunkBytes"]))
    size = 120 + length + header["payloadBytes"] + 17 * n + 64
    check(len(file) >= size, "truncated")
    check(len(file) <= size, "trailing")
    sender = next((s for s in senders if s.sign_public.hex() == header["sender"]["signKey"]), None)
    check(sender, "sender")
    check(header["recipient"]["sealKey"] == reader.seal_public.hex(), "recipient")
    try:
        sodium.crypto_sign_open(file[-64:] + signed_text(file[:-64]), sender.sign_public)
    except nacl.exceptions.BadSignatureError:
        raise Refused("signature") from None
    try:
        key = sodium.crypto_box_seal_open(file[16 + length : 96 + length], reader.seal_public, reader.seal_secret)
    except nacl.exceptions.CryptoError:
        raise Refused("recipient") from None
    state = stream_state(file[96 + length : 120 + length], key)
    payload = b""
    for at, chunk in enumerate(split(file[120 + length : -64], header["chunkBytes"] + 17)):
        additional = hashlib.sha256(file[: 96 + length]).digest() if at == 0 else None
        try:
            part, tag = sodium.crypto_secretstream_xchacha20poly1305_pull(state, chunk, additional)
        except (nacl.exceptions.CryptoError, RuntimeError):
            raise Refused("chunk") from None
        check(tag == (FINAL if at == n - 1 else MESSAGE), "final")
        payload += part
    rows_of(header, payload)
    return header, payload
