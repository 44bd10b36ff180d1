#!/usr/bin/env python3
"""Makes the PDF files of the folder above, each as another program writes it.

The documents are those of the texts beside them, so that both must say the same; `columns.html` and `raised.html` are documents of their own.
It takes pandoc, chromium and LibreOffice as Debian has them, and of Python reportlab, weasyprint and pikepdf. What comes of other
versions of them may differ by bytes: the files are checked in.
"""

import html
import pathlib
import subprocess
import tempfile

import pikepdf
import weasyprint
from reportlab.lib.pagesizes import LETTER
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

HERE = pathlib.Path(__file__).resolve().parent
TO = HERE.parent


def bulletin():
    """reportlab: the fonts that every reader has, a head and a foot on each page."""
    styles = getSampleStyleSheet()

    def edges(canvas, page):
        canvas.setFont("Helvetica", 8)
        canvas.drawString(72, 756, "Medical Clinical Policy Bulletins")
        canvas.drawRightString(540, 756, "Example Mutual")
        canvas.drawCentredString(306, 36, f"Page {page.page} of 2")

    text = (TO / "bulletin.txt").read_text()
    text = text.replace("dif-\nference", "difference").replace("self-\nreported", "self-reported")
    flow = []
    for chunk in text.replace("\n\nPage 1 of 2\n\n", "\n\n").strip().split("\n\n"):
        words = " ".join(chunk.split("\n"))
        style = "Heading2" if words in ("Policy", "Background") else "BodyText" if flow else "Title"
        if words == "Background":
            flow.append(Spacer(1, 520))
        flow.append(Paragraph(html.escape(words), styles[style]))
    page = SimpleDocTemplate(str(TO / "bulletin.pdf"), pagesize=LETTER, invariant=1)
    page.build(flow, onFirstPage=edges, onLaterPages=edges)


def piped(text):
    """Tables with tabs as Markdown has them."""
    lines, before = [], False
    for line in text.split("\n"):
        is_row = "\t" in line
        lines.append("| " + line.replace("\t", " | ") + " |" if is_row else line)
        if is_row and not before:
            lines.append("|" + "---|" * (line.count("\t") + 1))
        before = is_row
    return "\n".join(lines)


def run(*command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def outline(folder):
    """Chromium: subset fonts with two-byte codes, nested lists."""
    page = folder / "outline.html"
    source = folder / "outline.md"
    source.write_text(piped((TO / "outline.md").read_text()))
    run("pandoc", "-f", "gfm-smart", "-t", "html5", "-s", "--metadata", "title= ", "-o", page, source)
    hidden = "<style>header{display:none}</style></head>"
    page.write_text(page.read_text().replace("</head>", hidden))
    to = f"--print-to-pdf={TO / 'outline.pdf'}"
    run("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", to, f"file://{page}")


def writer(folder, name):
    """LibreOffice Writer: tagged, TrueType fonts."""
    source = folder / f"{name}.md"
    known = next(path for path in (TO / f"{name}.md", TO / f"{name}.txt") if path.exists())
    source.write_text(piped(known.read_text()))
    run("pandoc", "-f", "gfm-smart", "-o", folder / f"{name}.docx", source)
    run("soffice", "--headless", "--convert-to", "pdf", "--outdir", TO, folder / f"{name}.docx")


def encrypted():
    """The bulletin with a password to open it, and with one for its owner only and its objects in streams."""
    with pikepdf.open(TO / "bulletin.pdf") as source:
        source.save(HERE / "locked.pdf", encryption=pikepdf.Encryption(owner="x", user="y", R=4))
        source.save(
            HERE / "owner.pdf",
            encryption=pikepdf.Encryption(owner="x", user="", R=4),
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )


bulletin()
encrypted()
for name in ("columns", "raised"):
    weasyprint.HTML(HERE / f"{name}.html").write_pdf(TO / f"{name}.pdf")
with tempfile.TemporaryDirectory() as own:
    outline(pathlib.Path(own))
    writer(pathlib.Path(own), "tables")
    writer(pathlib.Path(own), "sections")
