"""Licences as a person reviewed them: which a product under Apache-2.0 may be passed on with, and those of what names none in its own metadata."""

from __future__ import annotations

from yiwang.city.words import Trouble

OWN = "Apache-2.0"
ACCEPTED = {  # SPDX identifier → on what ground it may lie beside Apache-2.0 in one archive
    "0BSD": "permissive", "Apache-2.0": "our own", "BSD-2-Clause": "permissive", "BSD-3-Clause": "permissive", "CC0-1.0": "permissive", "MIT": "permissive",
    "MIT-0": "permissive", "PSF-2.0": "permissive", "Zlib": "permissive", "OLDAP-2.8": "permissive", "PostgreSQL": "permissive",
    "BSD-Attribution-HPND-disclaimer": "permissive, names Carnegie Mellon in its notice",
    "MPL-2.0": "by the file; the files are not changed",
    "LGPL-2.0-or-later": "a library of its own, loaded when it runs; whoever has the pack can exchange it",
    "LGPL-2.1-or-later": "a library of its own, loaded when it runs; whoever has the pack can exchange it",
    "LGPL-3.0-only": "a library of its own, loaded when it runs; whoever has the pack can exchange it",
    "GPL-3.0-or-later WITH GCC-exception-3.1": "the compiler's runtime; its exception covers what is compiled with it",
}
FONTS = {"GPL-3.0-only WITH Font-exception-2.0": "a work of its own beside ours; its exception covers the documents; passed on with COPYING and README"}

REVIEWED = {  # package → what its licence file says; for those whose metadata have no SPDX expression
    "asgiref": "BSD-3-Clause", "cloudpickle": "BSD-3-Clause", "et-xmlfile": "MIT", "fido2": "BSD-2-Clause AND Apache-2.0 AND MPL-2.0",
    "granian": "BSD-3-Clause", "openpyxl": "MIT", "pyyaml": "MIT", "scipy": "BSD-3-Clause", "segno": "BSD-3-Clause", "sqlparse": "BSD-3-Clause",
}
LIBRARIES = {  # a compiled library that lies in a wheel's `*.libs`, by the beginning of its file's name
    "libcom_err": "MIT", "libcrypt-": "LGPL-2.1-or-later", "libcrypto": "Apache-2.0", "libgfortran": "GPL-3.0-or-later WITH GCC-exception-3.1",
    "libgomp": "GPL-3.0-or-later WITH GCC-exception-3.1", "libgssapi_krb5": "MIT", "libk5crypto": "MIT", "libkeyutils": "LGPL-2.0-or-later",
    "libkrb5": "MIT", "liblber": "OLDAP-2.8", "libldap": "OLDAP-2.8", "libpq": "PostgreSQL", "libquadmath": "LGPL-2.1-or-later",
    "libsasl2": "BSD-Attribution-HPND-disclaimer", "libscipy_openblas": "BSD-3-Clause", "libssl": "Apache-2.0",
}
FANDOL = "GPL-3.0-only WITH Font-exception-2.0"


def of_package(name: str, stated: str | None) -> str:
    """The SPDX expression that a package's metadata state, or that was reviewed. Raises Trouble: nothing is guessed."""
    found = stated or REVIEWED.get(name)
    if not found:
        raise Trouble(f"{name} 的元数据没有写明许可证：请看它的许可证文件，登记到 operating/licences.py。 Unknown licence.")
    return found


def of_library(file: str) -> str:
    """The licence of a library inside a wheel. Raises Trouble."""
    found = next((licence for start, licence in LIBRARIES.items() if file.startswith(start)), "")
    if not found:
        raise Trouble(f"不知道依赖里带的 {file} 是什么许可证：请查明后登记到 operating/licences.py。 Unknown licence of a bundled library.")
    return found


def unaccepted(expression: str) -> list[str]:
    """What in an SPDX expression (`A AND B`, with alternatives `A OR B` inside) nobody has accepted: of alternatives one is enough."""
    parts = [part.strip(" ()") for part in expression.split(" AND ")]
    return [part for part in parts if not any(one.strip(" ()") in ACCEPTED for one in part.split(" OR "))]
