"""Who counts as one, and whom a proxy's word is taken from."""

from __future__ import annotations

import pytest

from yiwang.kernel.networks import network, networks, origin

OURS = networks("10.0.0.0/8, 127.0.0.1 2001:db8::/32")


@pytest.mark.parametrize(("address", "one"), [
    ("203.0.113.9", "203.0.113.9"), ("2400:1:2:3:4:5:6:7", "2400:1:2:3::"), ("::ffff:203.0.113.9", "203.0.113.9"), ("", "unknown"), ("evil", "unknown")])
def test_a_household_is_one(address: str, one: str) -> None:
    assert network(address) == one


@pytest.mark.parametrize(("remote", "forwarded", "whose"), [
    ("203.0.113.9", "198.51.100.1", "203.0.113.9"),  # a stranger's word about itself is worth nothing
    ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
    ("10.0.0.1", "6.6.6.6, 198.51.100.1", "198.51.100.1"),  # what the stranger wrote stands to the left
    ("10.0.0.1", "198.51.100.1, 10.0.0.7", "198.51.100.1"),  # two proxies of ours
    ("::ffff:10.0.0.1", "2400::5", "2400::5"),
    ("10.0.0.1", "", "10.0.0.1"), ("10.0.0.1", "198.51.100.1, x", "10.0.0.1"), ("10.0.0.1", "10.0.0.3", "10.0.0.1"), ("", "198.51.100.1", "")])
def test_whose_request_it_is(remote: str, forwarded: str, whose: str) -> None:
    assert origin(remote, forwarded, OURS) == whose
    assert origin(remote, forwarded, ()) == remote
