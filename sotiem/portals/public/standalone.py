"""The scanning page as files that any host can serve: the same templates, scripts and words."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from posixpath import relpath
from typing import Any, Final

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from certificate_format.signed_list import unproven_list
from sotiem.certificates import published
from sotiem.portals.public import offline
from sotiem.reopening.published import rules_signed
from sotiem.reopening.queries import sequence

FORMAT: Final = "sotiem-verifier-1"
MARK: Final = "verifier.json"  # by it a folder that was written here is known again
LISTS: Final = "lists"
LIST_SUFFIX: Final = ".jws"
_FONTS_OF_NAMES: Final = tuple(
    f"sotiem/fonts/be-vietnam-pro-latin-ext-{weight}-normal.woff2" for weight in (400, 700)
)
_LICENCES: Final = (
    *("sotiem/LICENCES.txt", "sotiem/fonts/OFL.txt", "public/LICENCES.txt"),
    "session/LICENCES.txt",
)
_STYLES: Final = ("sotiem/sotiem.css", "public/public.css")
_FOLDERS: Final = {"vi": "", "en": "en/"}
_MANIFEST: Final = "app.webmanifest"
_WORKER: Final = "sw.js"


def files_of(*, server: str, at: datetime, lists: Mapping[str, str]) -> dict[str, bytes]:
    """All files of the verifier by their paths; the same input gives the same bytes.

    `server` is the address below which the lists are fetched; `lists` are those that lie beside
    the page, by the paths at which the server gives them (`""`, `/tin-cay`, ...).
    """
    names = (*offline.FILES, *offline.ICONS, *_FONTS_OF_NAMES, *_LICENCES)
    held = {name: offline.content(name) for name in names}
    shelf = f"files-{_digest(held)}/"
    files = {f"{shelf}{name}": content for name, content in held.items()}
    for path, text in lists.items():
        files[f"{LISTS}{path}{LIST_SUFFIX}"] = text.encode()
    for language, folder in _FOLDERS.items():
        with translation.override(language):
            page = _page(folder, shelf, server, at=at, has_lists=bool(lists))
            files[f"{folder}index.html"] = page.encode()
            files[f"{folder}{_MANIFEST}"] = _as_json(_manifest(folder, shelf))
    pages = {name: files[f"{folder}index.html"] for name, folder in _FOLDERS.items()}
    edition = _digest({shelf: b"", **pages})
    worker = offline.worker(
        pages=[f"./{folder}" for folder in _FOLDERS.values()],
        files=[f"{shelf}{name}" for name in offline.FILES],
        edition=edition,
    )
    told = {"format": FORMAT, "edition": edition, "server": server}
    readme = render_to_string("public/alone.txt", {"policy": _policy(server), "shelf": shelf})
    return {
        **files,
        _WORKER: worker.encode(),
        MARK: _as_json(told),
        "README.txt": readme.encode(),
    }


def lists_as_of(at: datetime) -> dict[str, str]:
    """All lists that a verifier needs, by their paths below that of the index."""
    index = published.lists_signed(rules=sequence(), at=at)
    lists = {
        "": index,
        _below("public:trust_list"): published.trust_list_signed(at=at),
        _below("public:rule_list"): rules_signed(at=at),
    }
    for kid in unproven_list(index)["revocations"]:
        lists[_below("public:revocations", kid)] = published.revocations_signed(kid=kid, at=at)
    return lists


def _below(name: str, *arguments: str) -> str:
    return reverse(name, args=arguments).removeprefix(reverse("public:lists"))


def _page(folder: str, shelf: str, server: str, *, at: datetime, has_lists: bool) -> str:
    def here(path: str) -> str:
        return relpath(path, folder or ".")

    language = translation.get_language()
    other = next(each for each in settings.LANGUAGES if each[0] != language)
    bundled = {"address": here(LISTS), "suffix": LIST_SUFFIX} if has_lists else None
    told = {
        **offline.told(at=at),
        "address": f"{server}{reverse('public:lists')}",
        "worker": here(_WORKER),
        "reader": here(f"{shelf}{offline.READER}"),
        "wasm": here(f"{shelf}session/zxing_reader.wasm"),
        "bundled": bundled,
    }
    links = {
        "script": here(f"{shelf}public/verifier.js"),
        "manifest": here(f"{folder}{_MANIFEST}"),
        "verify": f"{server}{reverse('public:verify')}",
        "icon": here(f"{shelf}sotiem/icon.svg"),
        "styles": [here(f"{shelf}{name}") for name in _STYLES],
        "other": here(f"{_FOLDERS[other[0]]}index.html"),
    }
    shown = {
        "frame": "public/alone.html",
        "told": told,
        "links": links,
        "other": other,
        "server": server,
        "policy": _policy(server),
    }
    return render_to_string("public/scan.html", shown)


def _manifest(folder: str, shelf: str) -> dict[str, Any]:
    return offline.manifest(
        address="./index.html",
        scope=f"{relpath('.', folder or '.')}/",
        icons=[relpath(f"{shelf}{icon}", folder or ".") for icon in offline.ICONS],
    )


def _policy(server: str) -> str:
    """What the page may do: run its own files, and fetch the lists of one server."""
    origin = "/".join(server.split("/")[:3])
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self' 'wasm-unsafe-eval'",
            "worker-src 'self'",
            f"connect-src 'self' {origin}",
            "style-src 'self'",
            "font-src 'self'",
            "img-src 'self' data: blob:",
            "media-src 'self' blob:",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _digest(contents: Mapping[str, bytes]) -> str:
    """Another name for every other set of contents."""
    whole = hashlib.sha256()
    for name, content in sorted(contents.items()):
        whole.update(f"{name}\n{len(content)}\n".encode() + content)
    return whole.hexdigest()[:12]


def _as_json(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
