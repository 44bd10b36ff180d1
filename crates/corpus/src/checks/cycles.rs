//! Circles in what refers to what.

use std::collections::{BTreeMap, BTreeSet};

/// For each thing the things that it refers to.
pub(super) type Graph<'a, K> = BTreeMap<&'a K, Vec<&'a K>>;

/// Circles, one for every reference that closes one, each beginning with its least member.
pub(super) fn cycles<'a, K: Ord>(graph: &Graph<'a, K>) -> Vec<Vec<&'a K>> {
    let mut done = BTreeSet::new();
    let mut found = Vec::new();
    for &start in graph.keys() {
        if !done.contains(start) {
            search(graph, start, &mut done, &mut found);
        }
    }
    found
}

/// The circle in words: "`a` overrides `b`, which overrides `a`".
pub(super) fn told<K: std::fmt::Display>(cycle: &[&K], verb: &str) -> String {
    let mut text = String::new();
    let names = cycle.iter().chain(cycle.first());
    for (at, name) in names.enumerate() {
        match at {
            0 => text.push_str(&format!("`{name}`")),
            1 => text.push_str(&format!(" {verb} `{name}`")),
            _ => text.push_str(&format!(", which {verb} `{name}`")),
        }
    }
    text
}

/// Depth first, without recursion: a chain may be as long as a file.
fn search<'a, K: Ord>(
    graph: &Graph<'a, K>,
    start: &'a K,
    done: &mut BTreeSet<&'a K>,
    found: &mut Vec<Vec<&'a K>>,
) {
    let next = |node: &K| graph.get(node).into_iter().flatten().copied();
    let mut on_path = BTreeSet::from([start]);
    let mut path = vec![(start, next(start))];
    while let Some((node, rest)) = path.last_mut() {
        let node = *node;
        match rest.next() {
            None => {
                path.pop();
                on_path.remove(node);
                done.insert(node);
            }
            Some(to) if on_path.contains(to) => {
                let members = path.iter().map(|(node, _)| *node);
                found.push(rotated(members.skip_while(|node| *node != to).collect()));
            }
            Some(to) if done.contains(to) => {}
            Some(to) => {
                on_path.insert(to);
                path.push((to, next(to)));
            }
        }
    }
}

fn rotated<K: Ord>(mut cycle: Vec<&K>) -> Vec<&K> {
    let least = cycle.iter().enumerate().min_by_key(|(_, node)| **node);
    if let Some((at, _)) = least {
        cycle.rotate_left(at);
    }
    cycle
}

#[cfg(test)]
mod tests {
    use super::{Graph, cycles, told};

    fn graph<'a>(edges: &[(&'a u32, &'a u32)]) -> Graph<'a, u32> {
        let mut graph = Graph::new();
        for &(from, to) in edges {
            graph.entry(from).or_default().push(to);
        }
        graph
    }

    #[test]
    fn circles_are_found_and_lattices_are_none() {
        assert!(cycles(&graph(&[(&1, &2), (&1, &3), (&2, &4), (&3, &4)])).is_empty());
        assert_eq!(cycles(&graph(&[(&5, &5)])), [[&5]]);
        let found = cycles(&graph(&[(&1, &3), (&3, &2), (&2, &3), (&4, &1)]));
        assert_eq!(found, [[&2, &3]]);
        assert_eq!(told(&[&2, &3], "needs"), "`2` needs `3`, which needs `2`");
    }

    #[test]
    fn a_long_chain_costs_no_stack() {
        let nodes: Vec<u32> = (0..100_000).collect();
        let edges: Vec<_> = nodes.iter().zip(nodes.iter().skip(1)).collect();
        assert!(cycles(&graph(&edges)).is_empty());
    }
}
