# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds the wheel: the package with libpinwheel in it. pip calls build_wheel; `python3 build_wheel.py FOLDER` as well.

The library is that of PINWHEEL_LIBRARY, or else build/release/library, which `make library` builds where it is missing.
"""

import base64
import hashlib
import os
import re
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
LIBRARY = "libpinwheel.so.1"


def _library() -> Path:
    path = Path(os.environ.get("PINWHEEL_LIBRARY") or ROOT / "build" / "release" / "library" / LIBRARY)
    if not path.exists():
        subprocess.run(["make", "-C", str(ROOT), "library"], check=True, stdout=sys.stderr)
    return path


def _version() -> str:
    return re.search(r'#define PINWHEEL_VERSION "(.*)"', (ROOT / "sim/files/provenance.h").read_text())[1]


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    version = _version()
    platform = re.sub(r"[-.]", "_", sysconfig.get_platform())
    tag = f"py3-none-{platform}"
    about = f"pinwheel-{version}.dist-info"
    files = {f"pinwheel/{path.name}": path.read_bytes() for path in sorted((HERE / "pinwheel").glob("*.py"))}
    files["pinwheel/py.typed"] = b""
    files[f"pinwheel/{LIBRARY}"] = _library().read_bytes()
    files[f"{about}/METADATA"] = (f"Metadata-Version: 2.1\nName: pinwheel\nVersion: {version}\n"
                                  "Summary: Simulator of cortical map development\nLicense: GPL-3.0-or-later\n"
                                  "Requires-Python: >=3.9\nRequires-Dist: numpy\n").encode()
    files[f"{about}/WHEEL"] = f"Wheel-Version: 1.0\nGenerator: build_wheel\nRoot-Is-Purelib: false\nTag: {tag}\n".encode()
    record = ""
    for name, content in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        record += f"{name},sha256={digest},{len(content)}\n"
    files[f"{about}/RECORD"] = f"{record}{about}/RECORD,,\n".encode()
    wheel = f"pinwheel-{version}-{tag}.whl"
    with zipfile.ZipFile(Path(wheel_directory) / wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return wheel


if __name__ == "__main__":
    os.makedirs(sys.argv[1], exist_ok=True)
    print(os.path.join(sys.argv[1], build_wheel(sys.argv[1])))
