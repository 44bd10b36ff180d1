//! One case over a program: a finding with its trace.
