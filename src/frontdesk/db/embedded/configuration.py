"""The texts of the server's configuration files: who may come in, and settings for a small machine. Pure."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

_SETTINGS: Mapping[str, str] = MappingProxyType(
    {
        "cluster_name": "frontdesk",
        "max_connections": "200",
        "shared_buffers": "128MB",
        "effective_cache_size": "512MB",
        "work_mem": "8MB",
        "maintenance_work_mem": "64MB",
        "max_parallel_workers_per_gather": "0",  # small queries; and /dev/shm is tiny in containers
        "jit": "off",
        "random_page_cost": "1.1",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "logging_collector": "on",
        "log_directory": "log",
        "log_filename": "%a.log",
        "log_rotation_age": "1d",
        "log_rotation_size": "0",
        "log_truncate_on_rotation": "on",  # seven files, each begun anew after a week
        "log_line_prefix": "%m [%p] %q%u@%d ",
        "log_checkpoints": "off",
        "log_error_verbosity": "terse",  # details and statements would carry people's names and numbers
        "log_min_error_statement": "panic",
    }
)


def write_settings(*, socket_folder: str, port: int, settings: Mapping[str, str]) -> str:
    """Return `postgresql.conf`: no network, a private socket, our settings, then the caller's over them."""
    private = {
        "listen_addresses": "",
        "port": str(port),
        "unix_socket_directories": socket_folder,
        "unix_socket_permissions": "0700",
    }
    lines = [f"{name} = '{_quoted(value)}'" for name, value in {**_SETTINGS, **settings, **private}.items()]
    head = "# Written by frontdesk at every start. To change a setting for good, use ALTER SYSTEM."
    return "\n".join([head, *lines, ""])


def write_access() -> str:
    """Return `pg_hba.conf`: local callers only, known by the account the kernel says they run under."""
    return "# Written by frontdesk at every start.\nlocal all all peer map=frontdesk\n"


def write_names(*, account: str, roles: Sequence[str]) -> str:
    """Return `pg_ident.conf`: the one account of the operating system that may come in, and as whom."""
    lines = [f'frontdesk "{account}" {role}' for role in roles]
    return "\n".join(["# Written by frontdesk at every start.", *lines, ""])


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "''")
