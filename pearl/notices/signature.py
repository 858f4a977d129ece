"""What a webhook is sent: a body that is the same for every repeat, signed together with the time of sending."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import datetime

from pearl.notices.notice import Notice

TIMESTAMP, SIGNATURE, KEY = "X-Pearl-Timestamp", "X-Pearl-Signature", "Idempotency-Key"


def body(notice: Notice) -> bytes:
    """The notice as JSON in UTF-8."""
    said = {name: value for name, value in notice.payload.items() if name != "audience"}
    return json.dumps({"key": notice.key, **said}, sort_keys=True, ensure_ascii=False).encode()


def headers(notice: Notice, content: bytes, secret: str, now: datetime) -> dict[str, str]:
    """The headers of a body sent at a moment."""
    timestamp = str(int(now.timestamp()))
    return {
        "Content-Type": "application/json",
        KEY: notice.key,
        TIMESTAMP: timestamp,
        SIGNATURE: f"sha256={signature(secret, timestamp, content)}",
    }


def signature(secret: str, timestamp: str, content: bytes) -> str:
    """HMAC-SHA256 over the timestamp (seconds since 1970), a dot and the body, as hexadecimal digits."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + content, hashlib.sha256).hexdigest()
