#!/usr/bin/env python3
"""Lets `conformance run --shim` drive the Python library sd-jwt, without mending anything that the library does.

The library has no parameter for the time, for accepted algorithms, or for what `aud` of the credential must name; such
inputs are left out. Inputs that change what is asked (transaction data, the time of the request) are answered as unsupported.
"""

import json
import sys

from jwcrypto.jwk import JWK
from sd_jwt.verifier import SDJWTVerifier

OPERATIONS = {"sdjwt.verify", "keybinding.verify"}
NO_PARAMETER = ("transaction_data", "request_time")


def answer(operation, given):
    if operation not in OPERATIONS:
        return {"result": "unsupported", "error": f"the shim does not do {operation}"}
    for name in NO_PARAMETER:
        if name in given:
            return {"result": "unsupported", "error": f"the library has no parameter for {name}"}
    text = given["sd_jwt"]
    policy = given.get("key_binding", "refused")
    wants_binding = policy == "required" or policy == "if_present" and not text.endswith("~")
    expected = (given["audience"], given["nonce"]) if wants_binding else (None, None)
    try:
        verifier = SDJWTVerifier(text, lambda issuer, header: JWK(**given["issuer_key"]), *expected)
        return {"result": "valid", "output": verifier.get_verified_payload()}
    except RecursionError:
        return {"result": "invalid", "error": "RecursionError"}
    except Exception as error:  # The library raises whatever the place at hand raises.
        return {"result": "invalid", "error": type(error).__name__}


def is_text(value):
    """Whether a value can be written at all: Python's JSON reader takes half a surrogate pair for a character."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
        return True
    except UnicodeEncodeError:
        return False


def main():
    for line in sys.stdin:
        request = json.loads(line)
        reply = {"id": request["id"], **answer(request["operation"], request["input"])}
        if not is_text(reply.get("output")):
            del reply["output"]
        print(json.dumps(reply), flush=True)


main()
