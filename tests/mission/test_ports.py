"""A port that somebody uses is left to them."""

import socket

import pytest

from cairn.mission.ports import NoFreePort, free_port, is_free


@pytest.fixture
def taken():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_the_next_free_port_takes_the_place_of_a_taken_one(taken):
    assert not is_free("127.0.0.1", taken)
    assert taken < free_port("127.0.0.1", taken) < taken + 50


def test_two_servers_are_not_given_the_same_port(taken):
    first = free_port("127.0.0.1", taken)
    assert free_port("127.0.0.1", taken, but=[first]) != first


def test_without_any_free_port_it_says_so(monkeypatch, taken):
    monkeypatch.setattr("cairn.mission.ports.NEIGHBOURS", 1)
    with pytest.raises(NoFreePort, match=f"no port from {taken} to {taken} is free"):
        free_port("127.0.0.1", taken)
