"""Where embedded servers keep their files, and as whom they run.

PostgreSQL refuses to run as root. When we are root it runs as `nobody`, in a folder that this user can
reach: under var/ when every parent lets it through, else in a private folder below /var/tmp whose name
is derived from var/ (so that two checkouts never meet). /var/tmp, because it outlives a restart.
"""

import hashlib
import os
import pwd
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
SHARED_TEMP = Path("/var/tmp")  # noqa: S108 - each folder made in it is checked by private_folder
SOCKET_PATH_LIMIT = 107  # bytes; sun_path of a unix socket, less the closing NUL


class Problem(Exception):
    """Something that the person at the keyboard can put right; the text is one plain line."""


@dataclass(frozen=True)
class Identity:
    """The unprivileged user a server runs as when we are root."""

    uid: int
    gid: int


def server_identity() -> Identity | None:
    """The identity to drop to: `nobody` when we are root, None (stay as we are) otherwise."""
    if os.geteuid() != 0:
        return None
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise Problem("PostgreSQL does not run as root and there is no user 'nobody': run as another user.") from None
    return Identity(nobody.pw_uid, nobody.pw_gid)


def var_folder() -> Path:
    """var/ of the checkout, or VAR_DIR."""
    return Path(os.environ.get("VAR_DIR") or CHECKOUT / "var").resolve()


def reachable(path: Path, identity: Identity | None) -> bool:
    """Whether `identity` may pass through every parent of `path` (all of them must exist)."""
    if identity is None:
        return True
    return all(_may_enter(parent, identity) for parent in path.parents)


def _may_enter(folder: Path, identity: Identity) -> bool:
    found = folder.stat()
    needed = stat.S_IXUSR if found.st_uid == identity.uid else stat.S_IXOTH
    return bool(found.st_mode & needed)


def server_home(var: Path, identity: Identity | None) -> Path:
    """The folder of the embedded PostgreSQL for `var`: made, owned by the server's user, closed to others.

    Raises Problem when it belongs to somebody else.
    """
    var.mkdir(parents=True, exist_ok=True)
    inside = var / "postgres"
    home = inside if reachable(inside, identity) else private_folder(var) / "postgres"
    return owned_folder(home, identity)


def owned_folder(folder: Path, identity: Identity | None) -> Path:
    """Make `folder` (mode 0700) for the server's user, or check that it is already theirs."""
    owner = identity.uid if identity else os.geteuid()
    if not folder.exists():
        folder.mkdir(mode=0o700)
        if identity:
            os.chown(folder, identity.uid, identity.gid)
    if folder.lstat().st_uid != owner:
        raise Problem(f"{folder} belongs to another user: start as the user who made it, or remove it.")
    return folder


def private_folder_path(var: Path) -> Path:
    """The name below /var/tmp that belongs to this `var` and this user; nothing is made."""
    digest = hashlib.sha256(str(var).encode()).hexdigest()[:12]
    return SHARED_TEMP / f"portal-{os.geteuid()}-{digest}"


def private_folder(var: Path) -> Path:
    """A folder of ours below /var/tmp for this `var`; refused when somebody else put it there."""
    folder = private_folder_path(var)
    folder.mkdir(mode=0o711, exist_ok=True)
    found = folder.lstat()
    if found.st_uid != os.geteuid() or not stat.S_ISDIR(found.st_mode):
        raise Problem(f"{folder} was not made by us: remove it.")
    folder.chmod(0o711)  # whatever the umask says, the server's user has to pass
    return folder


def socket_folder(home: Path, var: Path, longest_name: str, identity: Identity | None, *, name: str = "socket") -> Path:
    """A folder for unix sockets: in `home`, or a short one below /var/tmp when the path would be too long."""
    folder = home / name
    if len(os.fsencode(folder / longest_name)) > SOCKET_PATH_LIMIT:
        folder = private_folder(var) / name
    return owned_folder(folder, identity)


def remove_private_folder(var: Path) -> None:
    """Remove what private_folder made for `var`, if anything."""
    shutil.rmtree(private_folder_path(var), ignore_errors=True)
