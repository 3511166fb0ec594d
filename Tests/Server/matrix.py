# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Who may do what: every route with every kind of credential, and what each gets to see.

usage: matrix.py PROGRAMS FOLDER

Unknown and forbidden look alike, byte for byte; so do all credentials that are none.
"""

import hashlib
import json
import re
import ssl
import subprocess
import sys
from pathlib import Path

from unit import Agency, Unit, check, finish

programs, folder = sys.argv[1], Path(sys.argv[2]).resolve()
folder.mkdir(parents=True)
unit = Unit(programs, folder / "server").start()
a, b = (Agency(unit, folder / "agencies", name) for name in ("a", "b"))
other = Agency(unit, folder / "agencies", "c", project="q")
unit.project("p")
unit.project("q")
tokens = {"operator": unit.operator, "agency": unit.admit("p", a, "spine"), "other agency": unit.admit("p", b)}
tokens["other project"] = unit.admit("q", other)
tokens["steward"] = unit.credential("p", "steward")
tokens["other project's steward"] = unit.credential("q", "steward")
tokens["researcher"] = unit.credential("p", "researcher", "study")
tokens["expired"] = unit.credential("p", "agency", "a")
tokens["revoked"] = unit.credential("p", "agency", "a")
name = lambda token: token.split("_")[1]
unit.database("UPDATE credential SET expires = 1 WHERE id = ?", name(tokens["expired"]))
gone = unit.ask("DELETE", f"/v1/projects/p/credentials/{name(tokens['revoked'])}", unit.operator)
check(gone.status == 204, "a credential is revoked")
wrong = tokens["agency"][:-1] + ("0" if tokens["agency"][-1] != "0" else "1")
tokens |= {"none": None, "garbage": "garbage", "wrong secret": wrong, "empty": " ", "unknown": "tsr_" + "0" * 16 + "_" + "0" * 48}
NOBODY = {"none", "garbage", "wrong secret", "empty", "unknown", "expired", "revoked"}

accepted = unit.upload("p", tokens["agency"], a.data)
check(accepted.status == 201, f"the spine's file is accepted: {accepted.body}")
upload = accepted.json["upload"]
run = unit.link("p")
check(run["state"] == "completed", f"the run ends well: {run}")
ALL = {"operator", "agency", "other agency", "steward", "researcher"}
P = "/v1/projects/p"
# Route, body, who may, what the allowed get.
ROUTES = [
    ("GET", "/v1/whoami", None, ALL | {"other project", "other project's steward"}, {200}),
    ("GET", "/metrics", None, {"operator"}, {200}),
    ("GET", "/v1/audit", None, {"operator"}, {200}),
    ("GET", "/v1/projects", None, ALL | {"other project", "other project's steward"}, {200}),
    ("POST", "/v1/projects", {"name": "p"}, {"operator"}, {409}),
    ("GET", P, None, ALL, {200}),
    ("DELETE", P, {"name": "no"}, {"operator", "steward"}, {400}),
    ("GET", f"{P}/audit", None, {"operator", "steward"}, {200}),
    ("POST", f"{P}/agencies", {"name": "a", "card": a.card.read_text()}, {"operator"}, {409}),
    ("GET", f"{P}/credentials", None, {"operator"}, {200}),
    ("POST", f"{P}/credentials", {"role": "operator"}, {"operator"}, {400}),
    ("GET", f"{P}/uploads", None, {"operator", "agency", "other agency", "steward"}, {200}),
    ("POST", f"{P}/uploads", {"bytes": 1}, {"agency", "other agency"}, {400}),
    ("GET", f"{P}/uploads/{upload}", None, {"agency"}, {200}),
    ("PATCH", f"{P}/uploads/{upload}", None, {"agency"}, {409}),
    ("POST", f"{P}/uploads/{upload}/complete", None, {"agency"}, {201}),
    ("DELETE", f"{P}/uploads/{upload}", None, {"operator", "agency"}, {409}),
    ("GET", f"{P}/runs", None, {"operator", "steward"}, {200}),
    ("POST", f"{P}/runs", {"dryRun": True}, {"operator"}, {200}),
    ("GET", f"{P}/runs/{run['run']}", None, {"operator", "steward"}, {200}),
    ("GET", f"{P}/runs/{run['run']}/events", None, {"operator", "steward"}, {200}),
    ("DELETE", f"{P}/runs/{run['run']}", None, {"operator"}, {409}),
    ("GET", f"{P}/result", None, {"agency"}, {200}),
    ("GET", f"{P}/crosswalk", None, {"researcher"}, {200}),
    ("DELETE", f"{P}/agencies/nobody", None, set(), set()),
    ("DELETE", f"{P}/credentials/{'0' * 16}", None, set(), set()),
    ("GET", "/v1/projects/unknown", None, set(), set()),
    ("GET", "/v1/projects/unknown/result", None, set(), set()),
    ("GET", f"{P}/uploads/unknown", None, set(), set()),
    ("GET", f"{P}/runs/999999", None, set(), set()),
    ("GET", f"{P}/runs/notanumber", None, set(), set()),
]
# The description that is served is the one of the specification, and names these routes and no others.
served = unit.ask("GET", "/v1/openapi.json").json
written = json.loads((Path(__file__).parents[2] / "Specs" / "openapi.json").read_text())
check(served == written, "the served description is Specs/openapi.json")
described = {
    (method.upper(), re.sub(r"{\w+}", "*", path))
    for path, methods in written["paths"].items() for method in methods if method != "parameters"
}
shown = lambda path: re.sub(r"/(uploads|runs|agencies|credentials)/[^/]+", r"/\1/*", re.sub(r"/projects/[^/]+", "/projects/*", path))
tried = {(method, shown(path)) for method, path, *_ in ROUTES}
public = {("GET", path) for path in ("/healthz", "/readyz", "/v1/openapi.json", "/v1/unit")}
check(described == tried | public, f"the description and the routes differ: {described ^ (tried | public)}")
for _, path in public:
    check(unit.ask("GET", path).status == 200, f"{path} is for everybody")
cells, faces = 0, {401: set(), 404: set()}
for method, path, body, allowed, statuses in ROUTES:
    for who, token in tokens.items():
        answer = unit.ask(method, path, token, body)
        expected = {401} if who in NOBODY else statuses if who in allowed else {404}
        # An agency that has no result yet is told so.
        if (path, who) == (f"{P}/result", "other agency"):
            expected = {404}
        else:
            if answer.status in faces and expected == {answer.status}:
                faces[answer.status].add(answer.body)
        check(answer.status in expected, f"{who}: {method} {path} gives {answer.status} instead of {expected}")
        cells += 1
for status, bodies in faces.items():
    check(len(bodies) == 1, f"all answers {status} are alike: {len(bodies)} kinds")
check(unit.ask("GET", "/nothing", tokens["agency"]).body in faces[404], "a route that is none looks like one that is forbidden")

# Ten wrong secrets lock a credential's name, and no other.
victim = unit.credential("p", "agency", "a")
for _ in range(10):
    unit.ask("GET", "/v1/whoami", victim[:-4] + ("0000" if victim[-4:] != "0000" else "1111"))
check(unit.ask("GET", "/v1/whoami", victim).status == 401, "after ten failures even the right secret is refused")
check(unit.ask("GET", "/v1/whoami", tokens["agency"]).status == 200, "others are not touched by it")
unit.stop()

# Certificates: which stands for whom.
authority = folder / "authorities"
authority.mkdir()


def openssl(*arguments):
    subprocess.run(["openssl", *arguments], check=True, capture_output=True, cwd=authority)


for root in ("root", "foreign"):
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{root}.key", "-out", f"{root}.pem", "-subj", f"/CN={root}", "-days", "9")
for party, root in (("a", "root"), ("b", "root"), ("x", "foreign")):
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{party}.key", "-out", f"{party}.csr", "-subj", f"/CN={party}")
    openssl("x509", "-req", "-in", f"{party}.csr", "-CA", f"{root}.pem", "-CAkey", f"{root}.key", "-CAcreateserial", "-out", f"{party}.pem", "-days", "9")


def digest(party):
    der = subprocess.run(["openssl", "x509", "-in", f"{party}.pem", "-outform", "DER"], capture_output=True, cwd=authority, check=True).stdout
    return hashlib.sha256(der).hexdigest()


unit.configure(
    tls={
        "certificate": "tls.certificate.pem", "key": "tls.key.pem", "clientAuthority": str(authority / "root.pem"),
        "clients": {digest("a"): "a", digest("b"): "b"},
    }
)
unit.start()


def context(party):
    made = ssl.create_default_context(cafile=unit.folder / "tls.certificate.pem")
    if party:
        made.load_cert_chain(authority / f"{party}.pem", authority / f"{party}.key")
    return made


for party, token, expected in [
    ("a", "agency", 200), (None, "agency", 404), ("b", "agency", 404), ("b", "other agency", 200),
    ("a", "other agency", 404), (None, "operator", 200), ("a", None, 401),
]:
    answer = unit.ask("GET", P, tokens[token] if token else None, context=context(party))
    check(answer.status == expected, f"certificate {party}, token {token}: {answer.status} instead of {expected}")
    # Without its certificate a token does not even tell whose it is.
    for path in ("/v1/whoami", "/v1/projects"):
        alone = unit.ask("GET", path, tokens[token] if token else None, context=context(party))
        right = 200 if expected == 200 else 401
        check(alone.status == right, f"certificate {party}, token {token}: {path} gives {alone.status} instead of {right}")
    cells += 3
try:
    answer = unit.ask("GET", P, tokens["agency"], context=context("x"))
    check(False, f"a certificate of another authority is let in: {answer.status}")
except (ssl.SSLError, ConnectionError, OSError):
    cells += 1
for version in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1_2):
    old = ssl.create_default_context(cafile=unit.folder / "tls.certificate.pem")
    old.minimum_version = old.maximum_version = version
    try:
        old.set_ciphers("ALL:@SECLEVEL=0")
        unit.ask("GET", "/healthz", context=old)
        check(False, f"{version.name} is spoken, though 1.3 was set")
    except (ssl.SSLError, ConnectionError, OSError):
        cells += 1
unit.stop()
unit.run("tessera-server", "audit", str(unit.folder))
print(f"authorisation.cells {cells}")
finish("authorisation matrix")
