"""Small files for receipts and documents: a picture and a one-page PDF, different for each text."""

import io
import struct
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile


def picture(seed: str) -> SimpleUploadedFile:
    """Return a small picture that differs for each seed."""
    shade = zlib.crc32(seed.encode())
    row = b"\x00" + bytes((shade >> shift) & 0xFF for shift in (0, 8, 16)) * 24
    header = struct.pack(">IIBBBBB", 24, 24, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", header), (b"IDAT", zlib.compress(row * 24)), (b"IEND", b"")]
    chunks = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    ]
    return SimpleUploadedFile(f"{seed}.png", b"\x89PNG\r\n\x1a\n" + b"".join(chunks), content_type="image/png")


def paper(text: str, name: str = "ticket.pdf") -> SimpleUploadedFile:
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
    return SimpleUploadedFile(name, out.getvalue(), content_type="application/pdf")
