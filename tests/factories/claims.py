"""Travel claims for tests: the activity and its roster are written directly, the claim goes through its services."""

import hashlib
import struct
import zlib
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pgtrigger
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from partnership.core.models import Currency, ExchangeRate, PSMArea, User
from technical_assistance.models import Activity, Assignment, ClaimLine, ExpenseClaim, Practitioner, TARequest
from technical_assistance.services import claim_lines, claims
from tests.cast import Cast

STATES = (
    "draft", "submitted", "returned", "verified", "approved", "paid", "payment_failed", "reversal_asked", "reversed",
    "rejected", "withdrawn",
)  # fmt: skip


def first_day() -> date:
    """Return the first day of the activities: five days of work that ended five days ago."""
    return timezone.localdate() - timedelta(days=9)


def practitioner(cast: Cast, user: User | None = None) -> Practitioner:
    """Return the roster record of the cast's practitioner, or of another person of the same agency."""
    user = user or cast.practitioner
    return Practitioner.objects.get_or_create(
        user=user,
        defaults={
            "full_name": user.full_name,
            "organisation": cast.denmark,
            "country": cast.denmark.country,
            "last_confirmed": timezone.localdate(),
        },
    )[0]


def activity(cast: Cast, *, status: str = "delivered", ceiling: str = "1000.00", **fields: Any) -> Activity:
    """Return an activity of the first ministry in a state, with the cast's practitioner confirmed."""
    starts_on = fields.pop("starts_on", first_day())
    with pgtrigger.ignore(
        "technical_assistance.TARequest:status_by_engine", "technical_assistance.Activity:status_by_engine"
    ):
        ta_request = TARequest.objects.filter(organisation=cast.peru).first() or TARequest.objects.create(
            organisation=cast.peru, country=cast.peru.country, created_by=cast.ministry, title="Merit-based recruitment"
        )
        created = Activity.objects.create(
            **{
                "ta_request": ta_request,
                "number": ta_request.activities.count() + 1,
                "title": "Mission on competitions",
                "area": PSMArea.objects.first(),
                "kind": "expert_mission",
                "mode": "mission",
                "place": "Lima",
                "host_organisation": cast.peru,
                "host_country": cast.peru.country,
                "time_zone": "America/Lima",
                "starts_on": starts_on,
                "ends_on": starts_on + timedelta(days=4),
                "travel_ceiling": Decimal(ceiling),
                "funded_amount": Decimal(ceiling),
                "created_by": cast.officer,
                "status": status,
                **fields,
            }
        )
    join(created, cast)
    return created


def join(row: Activity, cast: Cast, user: User | None = None) -> Assignment:
    """Make a person a confirmed practitioner of an activity."""
    with pgtrigger.ignore("technical_assistance.Assignment:frozen"):
        return Assignment.objects.create(activity=row, practitioner=practitioner(cast, user), is_confirmed=True)


def draft_claim(
    cast: Cast, row: Activity | None = None, *, claimant: User | None = None, actor: User | None = None
) -> ExpenseClaim:
    """Return an empty draft of the practitioner."""
    claimant = claimant or cast.practitioner
    return claims.begin_claim(row or activity(cast), claimant=claimant, actor=actor or claimant)


def png(seed: str = "receipt") -> bytes:
    """Return a small picture, another one for each seed."""
    pixel = hashlib.sha256(seed.encode()).digest()[:3]
    rows = b"".join(b"\x00" + pixel * 8 for _row in range(8))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def receipt(seed: str = "receipt", name: str = "receipt.png") -> SimpleUploadedFile:
    """Return an upload with a picture."""
    return SimpleUploadedFile(name, png(seed), content_type="image/png")


def unsaved_line(claim: ExpenseClaim, **fields: Any) -> ClaimLine:
    """Return a line that is not saved: an air ticket of USD 60 on the first day."""
    values = {
        "claim": claim,
        "category": "air",
        "description": "Copenhagen – Lima",
        "spent_on": claim.activity.starts_on,
        "currency_id": "USD",
        "amount": Decimal("60.00"),
        **fields,
    }
    values["amount"] = Decimal(values["amount"])
    return ClaimLine(**values)


def add_line(claim: ExpenseClaim, *, actor: User | None = None, proof: str | None = "", **fields: Any) -> ClaimLine:
    """Add a line with a receipt of its own (``proof=None``: without)."""
    line = unsaved_line(claim, **fields)
    upload = None if proof is None else receipt(proof or f"{claim.pk}-{claim.lines.count()}")
    return claim_lines.save_line(claim, line, actor=actor or claim.preparer, upload=upload)


def raw_line(claim: ExpenseClaim, **fields: Any) -> ClaimLine:
    """Return an unsaved line with everything the service would fill in, for writing around the service."""
    line = unsaved_line(claim, **fields)
    defaults = {
        "units_per_usd": Decimal(1),
        "rate_date": line.spent_on,
        "rate_source": "USD",
        "amount_usd": line.amount,
    }
    for name, value in defaults.items():
        if name not in fields:
            setattr(line, name, value)
    return line


def accept_all(claim: ExpenseClaim, cast: Cast) -> None:
    """Let the verifier accept every line as claimed."""
    decisions = {
        line.pk: claim_lines.Decision(line.amount, hold_resolution="Seen." if line.is_held else "")
        for line in claim.lines.all()
    }
    claim_lines.decide_lines(claim, actor=cast.verifier, decisions=decisions)


def rate(currency: str, day: date, units: str, source: str = "test") -> ExchangeRate:
    """Return a rate of exchange."""
    return ExchangeRate.objects.create(
        currency=Currency.objects.get(pk=currency), date=day, units_per_usd=Decimal(units), source=source
    )


def bring(claim: ExpenseClaim, state: str, cast: Cast) -> ExpenseClaim:
    """Bring a draft with lines into a state, by the right people through the services."""
    owner = claim.preparer
    steps = {
        "submitted": lambda: claims.submit_claim(claim, actor=owner),
        "verified": lambda: (accept_all(claim, cast), claims.verify_claim(claim, actor=cast.verifier)),
        "approved": lambda: claims.approve_claim(claim, actor=cast.holder),
        "paid": lambda: claims.settle_claim(
            claim, actor=cast.payer, payment_reference=f"PAY-{claim.pk}", paid_on=timezone.localdate()
        ),
    }
    ends = {
        "returned": ("submitted", lambda: claims.return_claim(claim, actor=cast.verifier, reason="Ticket missing.")),
        "rejected": ("submitted", lambda: claims.reject_claim(claim, actor=cast.verifier, reason="Not travel.")),
        "withdrawn": ("draft", lambda: claims.withdraw_claim(claim, actor=owner, reason="Paid by the employer.")),
        "payment_failed": ("paid", lambda: claims.fail_payment(claim, actor=cast.payer, reason="Account closed.")),
        "reversal_asked": ("paid", lambda: claims.ask_reversal(claim, actor=cast.payer, reason="Paid twice.")),
        "reversed": ("reversal_asked", lambda: claims.reverse_claim(claim, actor=cast.holder)),
    }
    if state in ends:
        before, act = ends[state]
        bring(claim, before, cast)
        act()
    else:
        for name, act in steps.items():
            if state == "draft":
                break
            act()
            if name == state:
                break
    claim.refresh_from_db()
    return claim


def claim_in(
    state: str, cast: Cast, *, amount: str = "60.00", row: Activity | None = None, **options: Any
) -> ExpenseClaim:
    """Return a claim with one air ticket, in a state."""
    claim = draft_claim(cast, row, **options)
    add_line(claim, amount=amount)
    return bring(claim, state, cast)
