#!/usr/bin/env python3
"""Reads a Carnet vault with nothing but its description, docs/vault-format.md: python3, SQLite and libsodium.

    examples/read-vault.py Tests/VaultTests/Fixtures/version-1.vault
    passphrase: correct horse battery staple

It checks everything that the format lets a reader check, prints names, tags and lengths, and never writes.
"""

import ctypes
import ctypes.util
import getpass
import hashlib
import hmac
import sqlite3
import struct
import sys

sodium = ctypes.CDLL(ctypes.util.find_library("sodium") or "libsodium.so.23")
assert sodium.sodium_init() >= 0

KEY, NONCE, TAG, STEP, SCHEMA = 32, 24, 16, 256, 1


class Refused(Exception):
    """The file is not what the format says."""


def argon2id(secret, parameters):
    layout, algorithm, memory, passes, lanes = struct.unpack(">BBIIB", parameters[:11])
    if (layout, algorithm, lanes) != (1, 1, 1) or not 65_536 <= memory <= 1_048_576 or not 2 <= passes <= 10:
        raise Refused("parameters")
    key = ctypes.create_string_buffer(KEY)
    code = sodium.crypto_pwhash(
        key, ctypes.c_ulonglong(KEY), secret, ctypes.c_ulonglong(len(secret)), parameters[11:],
        ctypes.c_ulonglong(passes), ctypes.c_size_t(memory * 1024), 2)
    if code != 0:
        raise MemoryError("Argon2id")
    return key.raw


def subkey(vault_key, number):
    key = ctypes.create_string_buffer(KEY)
    sodium.crypto_kdf_derive_from_key(key, ctypes.c_size_t(KEY), ctypes.c_uint64(number), b"CarnetV1", vault_key)
    return key.raw


def opened(key, sealed, context):
    if len(sealed) < NONCE + TAG:
        raise Refused("a sealed text is too short")
    nonce, rest = sealed[:NONCE], sealed[NONCE:]
    plain = ctypes.create_string_buffer(max(len(rest) - TAG, 1))
    code = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
        plain, None, None, rest, ctypes.c_ulonglong(len(rest)), context, ctypes.c_ulonglong(len(context)), nonce, key)
    if code != 0:
        raise Refused("a sealed text does not open")
    return plain.raw[:len(rest) - TAG]


def unpadded(padded):
    length = struct.unpack(">I", padded[:4])[0]
    if len(padded) != (4 + length + STEP - 1) // STEP * STEP or any(padded[4 + length:]):
        raise Refused("padding")
    return padded[4:4 + length]


class Reader:
    """Takes a layout apart, front to back."""

    def __init__(self, data):
        self.data, self.place = data, 0

    def raw(self, count):
        piece = self.data[self.place:self.place + count]
        if len(piece) != count:
            raise Refused("a layout ends early")
        self.place += count
        return piece

    def number(self, form):
        return struct.unpack(">" + form, self.raw(struct.calcsize(">" + form)))[0]

    def text(self):
        return self.raw(self.number("H")).decode("utf-8")

    def end(self):
        if self.place != len(self.data):
            raise Refused("a layout goes on")


def text(value):
    data = value.encode("utf-8")
    return struct.pack(">H", len(data)) + data


def context(purpose, version, key_epoch, vault, rest=b""):
    return b"carnet vault" + struct.pack(">BII", purpose, version, key_epoch) + vault + rest


def mac(key, data):
    return hmac.new(key, data, hashlib.sha256).digest()


def nonce_and_tag(sealed):
    return sealed[:NONCE] + sealed[-TAG:]


def read(path, secret, kind=1):
    file = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    if file.execute("PRAGMA application_id").fetchone()[0] != 0x43726E56:
        raise Refused("no vault")
    if file.execute("PRAGMA user_version").fetchone()[0] != SCHEMA:
        raise Refused("another version")
    vault, key_epoch, sealed_manifest = file.execute("SELECT vault, key_epoch, manifest FROM header").fetchone()

    vault_key, slots = None, file.execute("SELECT id, kind, parameters, sealed FROM slot ORDER BY id").fetchall()
    for number, slot_kind, parameters, sealed in slots:
        if slot_kind == kind and vault_key is None:
            try:
                rest = bytes([number, slot_kind]) + parameters
                vault_key = opened(argon2id(secret, parameters), sealed, context(1, 1, key_epoch, vault, rest))
            except Refused:
                continue
    if vault_key is None:
        raise Refused("the secret does not open this vault")
    values, index, labels, header, rows = (subkey(vault_key, number) for number in range(1, 6))

    manifest = Reader(unpadded(opened(header, sealed_manifest, context(2, SCHEMA, key_epoch, vault))))
    if manifest.number("B") != 1:
        raise Refused("manifest")
    epoch, _ = manifest.number("Q"), manifest.number("Q")
    expected_sum, expected_slots = manifest.raw(32), manifest.raw(32)
    record_count, tag_count = manifest.number("Q"), manifest.number("Q")
    categories = {manifest.text(): manifest.number("Q") for _ in range(manifest.number("H"))}
    manifest.end()

    hashed = b"".join(
        struct.pack(">qqI", number, slot_kind, len(parameters)) + parameters + struct.pack(">I", len(sealed)) + sealed
        for number, slot_kind, parameters, sealed in slots)
    if hashlib.sha256(hashed).digest() != expected_slots:
        raise Refused("slots differ")

    total, records, found = 0, [], {}
    for number, category, name, sealed_label, seal in file.execute("SELECT id, category, name, label, seal FROM record"):
        place = struct.pack(">q", number) + category + name
        total += int.from_bytes(mac(rows, b"\1" + place + nonce_and_tag(sealed_label) + seal), "big")
        label = Reader(unpadded(opened(labels, sealed_label, context(3, SCHEMA, key_epoch, vault, place))))
        if label.number("B") != 1:
            raise Refused("label")
        flags, serial = label.number("B"), label.number("Q")
        category_text, name_text = label.text(), label.text()
        tags = [(label.text(), label.text()) for _ in range(label.number("B"))]
        label.end()
        if mac(index, b"\1" + text(category_text))[:16] != category:
            raise Refused("a record of another category")
        if mac(index, b"\2" + text(category_text) + text(name_text))[:16] != name:
            raise Refused("a record of another name")
        ciphertext = file.execute("SELECT sealed FROM value WHERE id = ?", (number,)).fetchone()[0]
        sealed_value = seal[:NONCE] + ciphertext + seal[NONCE:]
        where = context(4, SCHEMA, key_epoch, vault, place + nonce_and_tag(sealed_label))
        value = unpadded(opened(values, sealed_value, where))
        tokens = {mac(index, b"\3" + text(category_text) + text(field) + text(tag))[:16] for field, tag in tags}
        if tokens != {row[0] for row in file.execute("SELECT token FROM tag WHERE record = ?", (number,))}:
            raise Refused("tags differ")
        found[category_text] = found.get(category_text, 0) + 1
        records.append((serial, category_text, name_text, tags, flags == 1, value))
    tag_rows = file.execute("SELECT token, record FROM tag").fetchall()
    for token, number in tag_rows:
        total += int.from_bytes(mac(rows, b"\2" + struct.pack(">q", number) + token), "big")
    if (total % 2**256).to_bytes(32, "big") != expected_sum or len(tag_rows) != tag_count:
        raise Refused("rows differ")
    if found != categories or len(records) != record_count:
        raise Refused("records are missing")
    return vault, epoch, sorted(records)


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: read-vault.py FILE (the passphrase is asked for, or read from standard input)")
    typed = getpass.getpass("passphrase: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    try:
        vault, epoch, records = read(sys.argv[1], typed.encode("utf-8"))
    except Refused as reason:
        sys.exit(f"refused: {reason}")
    print(f"vault {vault.hex()}, epoch {epoch}, {len(records)} records, complete")
    for serial, category, name, tags, is_key, value in records:
        words = ", ".join(f"{field}={tag}" for field, tag in tags)
        print(f"{serial:4} {category:12} {name:12} {'key' if is_key else 'value'} of {len(value)} bytes  {words}".rstrip())


if __name__ == "__main__":
    main()
