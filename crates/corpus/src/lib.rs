//! A corpus folder read from YAML with spans, validated, diagnosed and digested.
