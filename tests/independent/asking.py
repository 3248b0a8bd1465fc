"""Programs of other hands that run under node: a verifier of certificates, a reader of QR codes."""

import base64
import fcntl
import hashlib
import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from PIL import Image

from certificate_format import SignerCertificate

HERE: Final = Path(__file__).parent
SOURCES: Final = ("package-lock.json", "answers.js", "build.js")


class Others:
    """A running program that is asked one question after the other."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def verify(self, text: str, signer: SignerCertificate) -> dict[str, Any]:
        """Say how a verifier that was given this signer's key takes a certificate."""
        kid, spki = (
            base64.b64encode(each).decode() for each in (signer.kid, signer.public_key_info)
        )
        return self._ask({"text": text, "kid": kid, "spki": spki})

    def read(self, picture: Image.Image | bytes) -> str | None:
        """Read the QR code in a picture."""
        if isinstance(picture, bytes):
            picture = Image.open(BytesIO(picture))
        grey = picture.convert("L")
        pixels = base64.b64encode(grey.tobytes()).decode()
        text: str | None = self._ask(
            {"pixels": pixels, "width": grey.width, "height": grey.height}
        )["text"]
        return text

    def _ask(self, question: Mapping[str, object]) -> dict[str, Any]:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


@contextmanager
def others() -> Iterator[Others]:
    """Start it, and end it afterwards."""
    with subprocess.Popen(
        ["node", str(_built())], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Others(process)
        assert process.stdin
        process.stdin.close()


def _built() -> Path:
    """The program, installed from its lock and put together once for each state of its sources.

    Its parts are used by tests alone and lie in no package of ours; one is under the GPL.
    """
    for program in ("node", "npm"):
        assert shutil.which(program), f"{program} is missing: apt-get install nodejs npm"
    digest = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in SOURCES)).hexdigest()
    built = HERE / f"node_modules/.built-{digest[:16]}.mjs"
    with (HERE / "package.json").open() as alone:
        fcntl.flock(alone, fcntl.LOCK_EX)
        if not built.exists():
            _run("npm", "ci", "--no-audit", "--no-fund")
            draft = built.with_suffix(".part")
            _run("node", "build.js", str(draft))
            draft.replace(built)
    return built


def _run(*command: str) -> None:
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
