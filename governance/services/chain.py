"""What a posting's hash covers. Posting and verifying read the same lines here."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC
from typing import Any

from governance.models import LedgerTransaction, Leg


def canonical_json(value: Any) -> bytes:
    """Return JSON with sorted keys and no spaces, in UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str).encode()


def hash_of_inputs(kind: str, inputs: Mapping[str, Any]) -> str:
    """Return the checksum of what a document was asked for with."""
    return hashlib.sha256(canonical_json({"kind": kind, **inputs})).hexdigest()


def hash_of_transaction(entry: LedgerTransaction, legs: Iterable[Leg], codes: Mapping[int, str]) -> str:
    """Return sha256(previous hash ‖ canonical JSON of the posting and its legs).

    ``codes`` names the accounts by their id.
    """
    content = {
        "sequence": entry.sequence,
        "kind": str(entry.kind),
        "value_date": entry.value_date.isoformat(),
        "posted_at": entry.posted_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "posted_by": entry.posted_by_id,
        "document": entry.document,
        "narrative": entry.narrative,
        "reverses": entry.reverses_id,
        "leg_count": entry.leg_count,
        "key": entry.idempotency_key,
        "input_hash": entry.input_hash,
        "legs": [_leg(leg, codes) for leg in legs],
    }
    return hashlib.sha256(entry.previous_hash.encode() + canonical_json(content)).hexdigest()


def _leg(leg: Leg, codes: Mapping[int, str]) -> list[Any]:
    return [
        leg.position,
        str(leg.book),
        codes[leg.account_id],
        leg.currency_id,
        f"{leg.debit:.4f}",
        f"{leg.credit:.4f}",
        f"{leg.usd:.2f}",
        f"{leg.rate:.8f}",
        leg.rate_date.isoformat() if leg.rate_date else "",
        leg.rate_source,
    ]
