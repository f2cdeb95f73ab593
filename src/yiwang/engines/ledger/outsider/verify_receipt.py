#!/usr/bin/env python3
"""核对一网回执，不需要一网。 Verifies a receipt of Yiwang without Yiwang.

  python3 verify_receipt.py 回执.json [公钥.pem]

Needs Python 3.8 and the package `cryptography` or the program `openssl` (3.0). Give the city's public key as you got it elsewhere: without it,
the key inside the receipt is used, and you compare the name that is printed. Exit code 0: good. 1: not good.
"""
import base64
import hashlib
import json
import os
import subprocess
import sys
import tempfile


def need(true, chinese, english):
    if not true:
        raise ValueError(f"{chinese} {english}")


def digest(name, data):
    return hashlib.new(name, data).digest()


def chained(receipt):
    """Every entry names its chain, its place and the hash of the one before; the last one's hash is the receipt's."""
    before = bytes(32)
    for n, body in enumerate(receipt["entries"], 1):
        said = json.loads(body)
        begins = f'{{"chain":{int(receipt["chain"])},"n":{n},"prev":"{before.hex()}",'
        need(body.startswith(begins), f"第 {n} 条接不上前一条。", f"Entry {n} does not follow the one before.")
        before = digest(said["alg"], body.encode())
    need(len(receipt["entries"]) == receipt["n"], "条数不对。", "The number of entries is wrong.")
    need(before.hex() == receipt["hash"], "最后一条的散列值不符。", "The last entry has another hash.")
    return before


def climbed(name, leaf, index, size, path):
    """The root a Merkle path leads to (RFC 9162, 2.1.3.2)."""
    last, found = size - 1, digest(name, b"\0" + leaf)
    need(0 <= index < size, "序号不在封签之内。", "The position is not under the head.")
    for sibling in path:
        need(last > 0, "证明路径太长。", "The path is too long.")
        if index & 1 or index == last:
            found = digest(name, b"\1" + sibling + found)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            found = digest(name, b"\1" + found + sibling)
        index, last = index >> 1, last >> 1
    need(last == 0, "证明路径太短。", "The path is too short.")
    return found


def signed(pem, message, signature):
    """Whether the Ed25519 signature is that key's."""
    try:
        from cryptography.hazmat.primitives.serialization import load_pem_public_key
    except ImportError:
        with tempfile.TemporaryDirectory() as place:
            for name, content in (("key", pem.encode()), ("said", message), ("signature", signature)):
                with open(os.path.join(place, name), "wb") as file:
                    file.write(content)
            line = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "key", "-rawin", "-in", "said", "-sigfile", "signature"]
            return subprocess.run(line, cwd=place, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
    try:
        load_pem_public_key(pem.encode()).verify(signature, message)
    except Exception:
        return False
    return True


def main(file, key=None):
    with open(file, encoding="utf-8") as opened:
        receipt = json.load(opened)
    leaf, head = chained(receipt), receipt["head"]
    root = climbed(head["algorithm"], leaf, receipt["position"] - 1, head["size"], [bytes.fromhex(step) for step in receipt["path"]])
    need(root.hex() == head["root"], "记录不在封签之下。", "The record is not under the signed head.")
    pem = receipt["key"]
    if key:
        with open(key, encoding="ascii") as opened:
            pem = opened.read()
    message = json.dumps(head, sort_keys=True, separators=(",", ":")).encode()
    need(signed(pem, message, bytes.fromhex(receipt["signature"])), "签名不符。", "The signature is wrong.")
    print(f"回执有效：{receipt['n']} 条记录，序号 {receipt['position']}，封签于 {head['at']}。 The receipt is good.")
    if not key:  # its name is worked out from the key itself: what the receipt says of it proves nothing
        raw = base64.b64decode("".join(pem.strip().splitlines()[1:-1]))[-32:]
        print(f"用的是回执自带的公钥 ed25519:{hashlib.sha256(raw).hexdigest()[:16]}；请与本市公布的比对。 Compare this key's name with the published one.")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:3])
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as wrong:
        sys.exit(f"回执无效。 The receipt is not good. {wrong}")
