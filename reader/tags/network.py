"""Whether a folder lies on another computer, where locks may not hold."""

from __future__ import annotations

import re
import sys
from pathlib import Path

MOUNTS = Path("/proc/self/mountinfo")
_REMOTE = re.compile(
    r"(nfs4?|cifs|smb3|smbfs|9p|afs|ncpfs|ceph|lustre|gfs2|ocfs2|davfs|vboxsf"
    r"|(fuse\.)?(sshfs|rclone|davfs2?|glusterfs|s3fs|gvfsd-fuse|mfs|goofys))"
)
_ESCAPED = re.compile(r"\\([0-7]{3})")


def remote_kind(folder: Path) -> str | None:
    """Return what kind of network folder `folder` lies in, such as `nfs4`; None where it doesn't, or nothing tells."""
    if sys.platform == "win32":
        import ctypes

        drive_remote = 4
        anchor = folder.resolve().anchor
        is_remote = anchor.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(anchor) == drive_remote
        return "Windows share" if is_remote else None
    try:
        lines = MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return None
    place = folder.resolve()
    within = [(point, kind) for point, kind in map(_mount, lines) if place == point or point in place.parents]
    # Of two mounts on one place the later is seen.
    kind = max(reversed(within), key=lambda each: len(each[0].parts), default=(place, ""))[1]
    return kind.removeprefix("fuse.") if _REMOTE.fullmatch(kind) else None


def _mount(line: str) -> tuple[Path, str]:
    """Return mount point and kind of file system in a line of mountinfo(5)."""
    fields, _, rest = line.partition(" - ")
    point = _ESCAPED.sub(lambda found: chr(int(found[1], 8)), (fields.split(" ") + [""] * 5)[4])
    return Path(point or "/"), rest.partition(" ")[0]
