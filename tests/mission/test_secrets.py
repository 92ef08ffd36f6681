"""Secrets are made once, kept from others, and a demonstration's never open production."""

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cairn.mission.errors import UnsafeSecrets
from cairn.mission.secrets import (
    Secret,
    demonstration_passwords,
    ensure_secrets,
    read_secret,
    readable_by_others,
    refuse_unsafe_secrets,
    secrets_folder,
    site_signing_key,
)


@pytest.fixture
def demonstration(state_mission):
    return state_mission(more="[demonstration]\nenabled = true\n")


def test_secrets_are_made_once_and_kept(rivers):
    made = [Secret.DJANGO_SECRET_KEY, Secret.MASTER_KEY, Secret.SITE_SIGNING_KEY]
    assert ensure_secrets(rivers) == made
    first = read_secret(Secret.DJANGO_SECRET_KEY, rivers)
    assert ensure_secrets(rivers) == []
    assert read_secret(Secret.DJANGO_SECRET_KEY, rivers) == first
    assert len(first) >= 50


def test_only_their_owner_may_read_them(demonstration):
    ensure_secrets(demonstration)
    demonstration_passwords(["editor"], demonstration)
    folder = secrets_folder(demonstration)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert len(list(folder.iterdir())) == 4
    assert readable_by_others(demonstration) == []


def test_the_signing_key_signs_the_same_at_every_start(demonstration):
    first, second = site_signing_key(demonstration), site_signing_key(demonstration)
    first.public_key().verify(second.sign(b"manifest"), b"manifest")


def test_the_environment_may_give_a_secret(monkeypatch, rivers):
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    monkeypatch.setenv("CAIRN_SECRET_SITE_SIGNING_KEY", pem.decode())
    monkeypatch.setenv("CAIRN_SECRET_DJANGO_SECRET_KEY", "from the environment")
    monkeypatch.setenv("CAIRN_SECRET_MASTER_KEY", "1:from the environment")
    assert ensure_secrets(rivers) == []
    assert read_secret(Secret.DJANGO_SECRET_KEY, rivers) == "from the environment"
    assert site_signing_key(rivers)
    assert not secrets_folder(rivers).exists()


def test_a_broken_signing_key_is_named(monkeypatch, rivers):
    monkeypatch.setenv("CAIRN_SECRET_SITE_SIGNING_KEY", "not a key")
    with pytest.raises(UnsafeSecrets, match="not an Ed25519 private key in PEM"):
        site_signing_key(rivers)


def test_a_database_password_is_never_made_up(rivers):
    assert read_secret(Secret.DATABASE_PASSWORD, rivers) == ""


def test_a_mission_with_its_own_vault_gets_no_master_key_from_us(state_mission):
    vault = state_mission(more='[keys]\nsource = "command"\ncommand = "vault read master"\n')
    assert Secret.MASTER_KEY not in ensure_secrets(vault)
    assert read_secret(Secret.MASTER_KEY, vault) == ""
    assert not (secrets_folder(vault) / Secret.MASTER_KEY).exists()


def test_demonstration_passwords_stay_and_grow_with_the_cast(demonstration):
    first = demonstration_passwords(["editor"], demonstration)
    both = demonstration_passwords(["editor", "approver"], demonstration)
    assert both["editor"] == first["editor"] != both["approver"]


def test_production_starts_on_its_own_secrets(rivers):
    ensure_secrets(rivers)
    refuse_unsafe_secrets(rivers)


def test_production_refuses_a_demonstration_mission(demonstration):
    with pytest.raises(UnsafeSecrets, match="This is a demonstration mission"):
        refuse_unsafe_secrets(demonstration)


def test_production_refuses_secrets_that_a_demonstration_left(demonstration, state_mission):
    ensure_secrets(demonstration)
    with pytest.raises(
        UnsafeSecrets, match="made for a demonstration: django_secret_key, master_key, site_signing_key"
    ):
        refuse_unsafe_secrets(state_mission())


def test_production_refuses_a_demonstration_key_copied_into_the_environment(
    demonstration, state_mission, monkeypatch
):
    monkeypatch.setenv("CAIRN_SECRET_DJANGO_SECRET_KEY", read_secret(Secret.DJANGO_SECRET_KEY, demonstration))
    with pytest.raises(UnsafeSecrets, match="made for a demonstration: django_secret_key"):
        refuse_unsafe_secrets(state_mission())


def test_production_refuses_a_database_where_demonstration_people_sign_in(demonstration, state_mission):
    demonstration_passwords(["editor"], demonstration)
    with pytest.raises(UnsafeSecrets, match="a storage folder and a database of its own"):
        refuse_unsafe_secrets(state_mission())


@pytest.mark.parametrize("mode", [0o640, 0o604])
def test_production_refuses_secrets_that_others_can_read(rivers, mode):
    ensure_secrets(rivers)
    path = secrets_folder(rivers) / Secret.DJANGO_SECRET_KEY
    path.chmod(mode)
    with pytest.raises(UnsafeSecrets, match=f"can read secrets: {path}\\.\nClose them with: chmod"):
        refuse_unsafe_secrets(rivers)
