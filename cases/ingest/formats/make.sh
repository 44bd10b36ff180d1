#!/bin/sh
# Makes each document of this folder in the other formats from its Markdown: with pandoc as Debian has it, and weasyprint of Python.
# What comes of other versions of them may differ by bytes: the files are checked in.
set -eu
cd "$(dirname "$0")"
for source in *.md; do
  name=${source%.md}
  for to in html:html5 txt:plain docx:docx; do
    pandoc -f gfm-smart -t "${to#*:}" -s --wrap=none --metadata title=" " -o "$name.${to%%:*}" "$source"
  done
  sed -i '/<style>/,/<\/style>/d; /^<header/,/^<\/header>/d; /<title>/d' "$name.html"
  printf 'td, th { padding: 2pt 14pt 2pt 0; text-align: left } h1, h2, h3 { font-family: sans-serif }' > page.css
  python3 -m weasyprint -q -s page.css "$name.html" "$name.pdf"
  rm page.css
done
