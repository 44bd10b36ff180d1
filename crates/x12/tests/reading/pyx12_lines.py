"""Prints the claims, diagnoses and service lines of 837 files, as pyx12 reads them.

Each line of output is one segment's values. Files are named as arguments.
"""

import sys

from pyx12.x12file import X12Reader

VALUES = {
    "CLM": ("CLM01", "CLM02", "CLM05-1"),
    "SV1": ("SV101-2", "SV102", "SV104"),
    "SV2": ("SV201", "SV202-2", "SV203", "SV205"),
}


def diagnoses(segment):
    for number in range(1, 13):
        qualifier = segment.get_value(f"HI{number:02}-1")
        if qualifier and qualifier in ("ABK", "BK", "ABF", "BF", "ABJ", "BJ", "APR", "PR", "ABN", "BN"):
            yield segment.get_value(f"HI{number:02}-2")


for name in sys.argv[1:]:
    for segment in X12Reader(name):
        kind = segment.get_seg_id()
        if kind in VALUES:
            print(kind, *(segment.get_value(value) or "-" for value in VALUES[kind]))
        elif kind == "HI":
            for code in diagnoses(segment):
                print("HI", code)
