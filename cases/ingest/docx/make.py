#!/usr/bin/env python3
"""Makes `outline.docx` in the folder above with python-docx: the document of `outline.md`, with the numbering of Word."""

import pathlib

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

TO = pathlib.Path(__file__).resolve().parent.parent / "outline.docx"
LEVELS = [("upperRoman", "%1."), ("upperLetter", "%2."), ("decimal", "%3.")]


def made(tag, **attributes):
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn("w:" + name), value)
    return element


def numbering(document):
    """A list of three levels: I., A., 1."""
    part = document.part.numbering_part.element
    pattern = made("w:abstractNum", abstractNumId="77")
    for at, (form, text) in enumerate(LEVELS):
        level = made("w:lvl", ilvl=str(at))
        for tag, value in (("w:start", "1"), ("w:numFmt", form), ("w:lvlText", text)):
            level.append(made(tag, val=value))
        pattern.append(level)
    part.insert(0, pattern)
    number = made("w:num", numId="77")
    number.append(made("w:abstractNumId", val="77"))
    part.append(number)


def item(document, level, text):
    paragraph = document.add_paragraph(text)
    numbered = made("w:numPr")
    numbered.append(made("w:ilvl", val=str(level)))
    numbered.append(made("w:numId", val="77"))
    paragraph._p.get_or_add_pPr().append(numbered)


def main():
    document = docx.Document()
    numbering(document)
    document.sections[0].header.paragraphs[0].text = "Clinical Policy of Example Health of the North"
    document.add_heading("Clinical Policy: Straw Needle Therapy", 1)
    document.add_paragraph("Reference Number: EX.CP.007")
    document.add_paragraph("Effective Date: 6/25")
    document.add_paragraph("Last Review Date: 07/19\tNext Review Date: 07/26")
    document.add_heading("Description", 2)
    paragraph = document.add_paragraph("Straw needle therapy places ")
    paragraph.add_run("needles of straw").bold = True
    paragraph.add_run(" around a joint of the arm.")
    document.add_heading("Policy/Criteria", 2)
    whose = "It is the policy of Example Health of the North that "
    item(document, 0, whose + "straw needle therapy is medically necessary when all of the following are met:")
    item(document, 1, "Age 18 years or older;")
    item(document, 1, "One of the following:")
    item(document, 2, "Pain for 12 weeks or longer;")
    item(document, 2, "Failure of two treatments.")
    item(
        document,
        0,
        whose + "there is insufficient evidence to support the efficacy of straw needle therapy for any other indication.",
    )
    document.add_heading("Coding Implications", 2)
    document.add_paragraph("Inclusion of a code does not guarantee coverage.")
    table = document.add_table(rows=0, cols=2)
    for row in (("HCPSC Codes", "Description"), ("L8699", "A device of straw"), ("20999", "A procedure")):
        for cell, text in zip(table.add_row().cells, row):
            cell.text = text
    document.add_heading("References", 2)
    document.add_paragraph("1. Roe A. Needles of straw. J Invented Med. 2011;5(2):31-9.")
    document.add_paragraph("2. Poe B. Straw and wood. J Invented Med. 2012;6(1):1-4.")
    document.save(TO)


main()
