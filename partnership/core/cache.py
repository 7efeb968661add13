"""A cache that may be away: every read is then a miss, every write nothing."""

import logging
import time
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
REST_SECONDS = 3.0


class KeptClient(RedisCacheClient):
    """Django's client makes a new Redis object for every command, which costs more than the command; this keeps it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kept: dict[int, Any] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        index = self._get_connection_pool_index(write)
        if index not in self._kept:
            self._kept[index] = super().get_client(key, write=write)
        return self._kept[index]


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache, without errors and without waiting twice for a server that does not answer."""

    _resting_until = 0.0

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = KeptClient

    def _try(self, method: str, default: Any, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() < ForgivingRedisCache._resting_until:
            return default
        try:
            return getattr(super(), method)(*args, **kwargs)
        except (RedisError, OSError) as error:
            ForgivingRedisCache._resting_until = time.monotonic() + REST_SECONDS
            logger.warning("cache.away", extra={"error": str(error)})
            return default

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._try("get", default, key, default, version)

    def set(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> None:
        self._try("set", None, key, value, *args, **kwargs)

    def add(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> bool:
        return self._try("add", True, key, value, *args, **kwargs)

    def get_many(self, keys: Any, version: int | None = None) -> dict[str, Any]:
        return self._try("get_many", {}, keys, version)

    def set_many(self, data: Any, *args: Any, **kwargs: Any) -> list[Any]:
        return self._try("set_many", [], data, *args, **kwargs)

    def delete(self, key: Any, version: int | None = None) -> bool:
        return self._try("delete", False, key, version)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        return self._try("incr", delta, key, delta, version)

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        return self._try("touch", False, *args, **kwargs)
