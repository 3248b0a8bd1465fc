"""Sign with a key that stays in a token (SoftHSM) beside one in memory, in turn."""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from certificate_format import Algorithm, LocalSigner
from certificate_format.keys import make_csca, make_signer_certificate, new_private_key
from certificate_format.token_signer import Token
from tests import softhsm


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.certificates.token")
    parser.add_argument("--messages", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args(arguments)
    messages = [os.urandom(300) for _ in range(asked.messages)]
    with (
        tempfile.TemporaryDirectory(prefix="sotiem-benchmark-") as made,
        softhsm.plugged_in(Path(made)),
    ):
        token = Token(module=softhsm.module(), label=softhsm.LABEL, pin=softhsm.PIN)
        for algorithm in Algorithm:
            sys.stdout.write(f"{_compare(token, algorithm, messages, asked.rounds)}\n")


def _compare(token: Token, algorithm: Algorithm, messages: Sequence[bytes], rounds: int) -> str:
    at = datetime.now(UTC)
    until = at + timedelta(days=730)
    root, own = new_private_key(Algorithm.ES256), new_private_key(algorithm)
    csca = make_csca(root, country="VN", name="root", valid_from=at, valid_until=until)
    key_id = algorithm.name.encode()
    public = token.make_key(key_id, algorithm=algorithm, label="signer")
    in_token, in_memory = (
        make_signer_certificate(
            each,
            csca=csca,
            csca_key=root,
            country="VN",
            name="signer",
            valid_from=at,
            valid_until=until,
        )
        for each in (public, own.public_key())
    )
    signer, local = token.signer(key_id, in_token), LocalSigner(own, in_memory)
    took: list[tuple[float, float]] = []
    for _ in range(rounds):
        held = _timed(lambda: signer.sign_many(messages))
        took.append((held, _timed(lambda: [local.sign(each) for each in messages])))
    rates = [len(messages) / median(each) for each in zip(*took, strict=True)]
    ratio = median(memory / held for held, memory in took)
    return f"{algorithm.name}: token {rates[0]:,.0f}/s, memory {rates[1]:,.0f}/s, ratio {ratio:.2f}"


def _timed(act: Callable[[], object]) -> float:
    begun = perf_counter()
    act()
    return perf_counter() - begun


if __name__ == "__main__":
    main()
