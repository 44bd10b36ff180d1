//! The domain's types: codes, dates, quantities, facts, criteria, sources, cases, findings, traces.
