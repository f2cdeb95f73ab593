"""What the code never uses: text that runs, objects out of bytes, shells; and of cryptography nothing but what `docs/security.md` lists."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.support.sources import Source, package

SOUND = {  # what is taken of `cryptography`: names beside which no weak mode, padding or hash can stand
    "AESGCM", "Ed25519PrivateKey", "Ed25519PublicKey", "HKDF", "InvalidSignature", "InvalidTag", "Scrypt", "hashes", "load_pem_public_key", "padding", "rsa",
    "serialization",
}
RS256 = "src/yiwang/engines/trust/rooms/assertions.py"  # OpenID Connect Core 15.1 asks every provider for RSASSA-PKCS1-v1_5
TOTP = "src/yiwang/engines/identity/rooms/onetime.py"  # every authenticator app counts with HMAC-SHA-1 (RFC 6238)
OBJECTS = {"pickle", "cPickle", "marshal", "shelve", "dill", "jsonpickle"}
SHELLS = {"system", "popen", "getoutput", "getstatusoutput"}


def ours() -> list[Source]:
    return list(package())


def imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((one.name, "") for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.module or "", one.name) for one in node.names)


def faults(source: Source) -> list[str]:
    found = []
    for module, name in imported(source.tree):
        if module.partition(".")[0] == "cryptography" and name not in SOUND:
            found.append(f"{source.name}: {module} {name}")
        if (name in ("padding", "rsa") and source.name != RS256) or module.partition(".")[0] in OBJECTS:
            found.append(f"{source.name}: {module} {name}")
    for node in ast.walk(source.tree):
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Name) and called.id in ("eval", "exec", "__import__"):
            found.append(f"{source.name}:{node.lineno} {called.id}")  # type: ignore[attr-defined]
        if isinstance(called, ast.Attribute) and called.attr in SHELLS and isinstance(called.value, ast.Name) and called.value.id in ("os", "subprocess"):
            found.append(f"{source.name}:{node.lineno} {called.attr}")  # type: ignore[attr-defined]
        if isinstance(node, ast.keyword) and node.arg == "shell" and isinstance(node.value, ast.Constant) and node.value.value is True:
            found.append(f"{source.name}:{node.lineno} shell")
        if isinstance(node, ast.Attribute) and node.attr.lower() in ("md5", "sha1") and (source.name, node.attr) != (TOTP, "sha1"):
            found.append(f"{source.name}:{node.lineno} {node.attr}")
    return found


def test_nothing_dangerous_is_used() -> None:
    assert len(ours()) > 300 and [fault for source in ours() for fault in faults(source)] == []


def test_what_is_dangerous_is_found() -> None:
    planted = ("import pickle\nfrom cryptography.hazmat.primitives.ciphers import modes\nfrom cryptography.hazmat.primitives.asymmetric import padding\n"
               "eval('1')\nos.system('x')\nsubprocess.run('x', shell=True)\nhashlib.md5(b'')\nhashlib.sha1(b'')\n")
    source = Source(ours()[0].path, ast.parse(planted), 8)
    assert len(faults(source)) == 8


PATTERNS = {  # of `str.format`, beside those that stand in the code as a text or a constant: what a card or a component declares
    "figure", "it.then", "message.sms", "message.text", "message.title", "says", "title", "url", "words", "words[0]",
}


def patterns(source: Source) -> list[str]:
    """Patterns of texts that are neither written at the place nor a constant."""
    found = []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("format", "format_map"):
            pattern, composed = node.func.value, isinstance(node.func.value, ast.Call) and ast.unparse(node.func.value.func) == "sql.SQL"
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) and isinstance(node.right, ast.Tuple | ast.Dict):
            pattern, composed = node.left, False
        else:
            continue
        base = pattern.value if isinstance(pattern, ast.Subscript) else pattern
        named = isinstance(base, ast.Name) or (base is pattern and isinstance(base, ast.Attribute))
        constant = isinstance(base, ast.Constant) or (named and ast.unparse(base).rpartition(".")[2].isupper())
        if not (constant or composed or ast.unparse(pattern) in PATTERNS):
            found.append(f"{source.name}:{node.lineno} {ast.unparse(pattern)}")
    return found


def test_no_pattern_of_a_text_comes_from_outside() -> None:
    assert [one for source in ours() for one in patterns(source)] == []
    planted = "given.format(1)\nrequest.GET['x'].format_map(y)\ngiven % (1, 2)\n'{}'.format(1)\nSAID.format(1)\nSAID[n].format(1)"
    assert len(patterns(Source(ours()[0].path, ast.parse(planted), 6))) == 3
