//! Quantified evaluation of finite conditions: cells, Kleene, bit-sliced tables, diagrams, certificates.
