"""The travel claims of the demonstration: one in every state, made through the services by the people of the cast."""

import io
import struct
import zlib
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from partnership.core.models import Currency, ExchangeRate, User
from technical_assistance.enums import ActivityMode
from technical_assistance.enums.claims import PAID_ONCE
from technical_assistance.models import Activity, Assignment, ClaimLine, ExpenseClaim
from technical_assistance.services import claim_lines, claims

STATES = (
    "paid", "paid", "approved", "verified", "submitted", "returned", "draft", "rejected", "payment_failed", "reversed",
    "reversal_asked", "withdrawn",
)  # fmt: skip
RATE_SOURCE = "Demonstration rate"
RATES = {"PEN": "3.74", "CLP": "948", "PYG": "7350", "DKK": "6.86", "EUR": "0.92"}


Pay = Callable[[ExpenseClaim], object]


def load_claims(
    people: Mapping[str, User], activities: Iterable[Activity], *, pay: Pay | None = None
) -> list[ExpenseClaim]:
    """Write claims for the confirmed travellers of the activities, each next one in the next state of the list.

    Every claim stays small against its ceiling (lodging, a fare and a ticket). Activities without travel or without
    a traveller who can sign in are passed over. ``pay`` settles a claim through the fund's ledger; without it the
    claims that would be paid stay approved, so that no payment exists which the ledger does not know.
    """
    made: list[ExpenseClaim] = []
    for activity in activities:
        for assignment in _travellers(activity):
            state = STATES[len(made) % len(STATES)]
            claim = _load_claim(activity, assignment, state, people, number=len(made))
            if pay is not None and state in PAID_ONCE:
                _pay(claim, state, people, pay)
            made.append(claim)
    return made


def _travellers(activity: Activity) -> list[Assignment]:
    has_travel = activity.mode != ActivityMode.REMOTE and activity.starts_on and (activity.travel_ceiling or 0) > 0
    if not has_travel or activity.starts_on > timezone.localdate():
        return []
    return list(
        activity.assignments.filter(is_confirmed=True, practitioner__user__isnull=False).select_related(
            "practitioner__user"
        )
    )


def _load_claim(
    activity: Activity, assignment: Assignment, state: str, people: Mapping[str, User], *, number: int
) -> ExpenseClaim:
    traveller = assignment.practitioner.user
    preparer = people["officer"] if number % 4 == 1 else traveller
    claim = claims.begin_claim(activity, claimant=traveller, actor=preparer)
    for line, receipt in _lines(claim, number):
        claim_lines.save_line(claim, line, actor=preparer, upload=receipt)
    _bring(claim, state, people, preparer)
    claim.refresh_from_db()
    return claim


def _lines(claim: ExpenseClaim, number: int) -> list[tuple[ClaimLine, SimpleUploadedFile | None]]:
    """Return a ticket, the nights and a fare in the currency of the place: together below half of the ceiling."""
    activity = claim.activity
    half = (activity.travel_ceiling or Decimal(0)) / 2
    first, today = activity.starts_on, timezone.localdate()
    nights = max(min((activity.ends_on - first).days, (today - first).days + 1), 1)
    ticket = min(Decimal("640.00") + 17 * number, half * Decimal("0.6")).quantize(Decimal("0.01"))
    lodging = min(Decimal("95.00") * nights, half * Decimal("0.3")).quantize(Decimal("0.01"))
    fare, currency = _fare(activity, half * Decimal("0.1"))
    return [
        (
            _line(claim, "air", first - timedelta(days=21), ticket, "USD", "Return ticket, economy class"),
            _pdf(f"Ticket {claim.reference}"),
        ),
        (
            _line(claim, "lodging", first, lodging, "USD", f"Hotel, {activity.place or 'Lima'}", nights=nights),
            _png(f"hotel-{claim.pk}"),
        ),
        (
            _line(claim, "airport_transfer", first, fare, currency, "Airport – hotel"),
            _png(f"taxi-{claim.pk}"),
        ),
    ]


def _line(
    claim: ExpenseClaim, category: str, day: date, amount: Decimal, currency: str, text: str, *, nights: int = 0
) -> ClaimLine:
    return ClaimLine(
        claim=claim,
        category=category,
        spent_on=day,
        nights=nights,
        amount=amount,
        currency_id=currency,
        description=text,
    )  # fmt: skip


def _fare(activity: Activity, most_usd: Decimal) -> tuple[Decimal, str]:
    currency = {"PER": "PEN", "CHL": "CLP", "PRY": "PYG", "DNK": "DKK"}.get(activity.host_country.iso3, "EUR")
    month = activity.starts_on.replace(day=1)
    rate, _created = ExchangeRate.objects.get_or_create(
        currency=Currency.objects.get(pk=currency),
        date=month,
        defaults={"units_per_usd": Decimal(RATES[currency]), "source": RATE_SOURCE},
    )
    usd = min(Decimal(22), most_usd)
    return max((usd * rate.units_per_usd).quantize(Decimal(1)), Decimal(1)), currency


def _bring(claim: ExpenseClaim, state: str, people: Mapping[str, User], preparer: User) -> None:
    """Bring a draft into a state as the people would; what comes after the day is allowed by the lead in writing."""
    if state == "withdrawn":
        claims.withdraw_claim(claim, actor=preparer, reason="The employer has paid the journey.")
    if state in ("draft", "withdrawn"):
        return
    if (timezone.localdate() - claim.activity.ends_on).days > 14:
        claims.explain_claim(claim, actor=preparer, explanation="The hotel sent its bill late.")
        claims.allow_late_claim(claim, actor=people["lead"], reason="The bill came late, the costs are proved.")
    claims.submit_claim(claim, actor=preparer)
    if state == "returned":
        claims.return_claim(claim, actor=people["verifier"], reason="The hotel bill is cut off, please add it whole.")
    elif state == "rejected":
        claims.reject_claim(claim, actor=people["verifier"], reason="The employer has paid this journey already.")
    elif state != "submitted":
        _decide(claim, state, people)


def _decide(claim: ExpenseClaim, state: str, people: Mapping[str, User]) -> None:
    decisions = {}
    for line in claim.lines.all():
        less = line.category == "lodging"
        accepted = (line.amount - Decimal("15.00")) if less and line.amount > 30 else line.amount
        reason = "Minibar is not travel." if accepted < line.amount else ""
        decisions[line.pk] = claim_lines.Decision(accepted, reason)
    claim_lines.decide_lines(claim, actor=people["verifier"], decisions=decisions)
    claims.verify_claim(claim, actor=people["verifier"])
    if state == "verified":
        return
    claims.approve_claim(claim, actor=people["holder"])


def _pay(claim: ExpenseClaim, state: str, people: Mapping[str, User], pay: Pay) -> None:
    pay(claim)
    if state == "payment_failed":
        claims.fail_payment(claim, actor=people["payer"], reason="The account number was wrong.")
    if state in ("reversal_asked", "reversed"):
        claims.ask_reversal(claim, actor=people["payer"], reason="Paid twice by mistake.")
    if state == "reversed":
        claims.reverse_claim(claim, actor=people["holder"])
    claim.refresh_from_db()


def _png(seed: str) -> SimpleUploadedFile:
    """Return a small picture that differs for each seed."""
    shade = zlib.crc32(seed.encode())
    row = b"\x00" + bytes((shade >> shift) & 0xFF for shift in (0, 8, 16)) * 24
    header = struct.pack(">IIBBBBB", 24, 24, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", header), (b"IDAT", zlib.compress(row * 24)), (b"IEND", b"")]
    chunks = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    ]
    return SimpleUploadedFile(f"{seed}.png", b"\x89PNG\r\n\x1a\n" + b"".join(chunks), content_type="image/png")


def _pdf(text: str) -> SimpleUploadedFile:
    """Return a one-page PDF with a line of text, with a correct table of objects."""
    stream = f"BT /F1 18 Tf 40 780 Td ({text} - demonstration) Tj ET".encode("latin-1", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 6 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Font << /F1 5 0 R >> >>",
    ]
    out, places = io.BytesIO(b""), []
    out.write(b"%PDF-1.4\n")
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    out.write(b"xref\n0 7\n0000000000 65535 f \n" + table)
    out.write(b"trailer\n<< /Size 7 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start)
    return SimpleUploadedFile("ticket.pdf", out.getvalue(), content_type="application/pdf")
