//! Doubting what is said not to matter.

use coverdict_engine::Assessor;
use coverdict_model::{case::Case, finding::Finding};
use coverdict_program::compile;

use super::{
    Mutant, Original,
    alike::alike,
    cores::on_every_core,
    hosts::{Walk, hosts, near},
    judged::read,
};

/// Whether it is settled that a mutant cannot matter: whatever the case, it finds the same.
#[must_use]
pub fn cannot_matter(original: &Original, mutant: &Mutant) -> bool {
    read(original, mutant).is_ok_and(|(loaded, _)| alike(&original.loaded.corpus, &loaded.corpus))
}

/// For each mutant a case on which it finds something else, if one is met among those on file and so many with one
/// thing or two said otherwise.
#[must_use]
pub fn doubts(original: &Original, mutants: &[&Mutant], tries: usize) -> Vec<Option<Case>> {
    let Ok(program) = compile(&original.loaded.corpus, &original.loaded.digest) else {
        return Vec::new();
    };
    let hosts = hosts(original, &program);
    on_every_core(mutants.len(), |at| {
        let mutant = mutants.get(at)?;
        let (_, mutated) = read(original, mutant).ok()?;
        let (mut assessor, mut other) = (Assessor::new(&program), Assessor::new(&mutated));
        let mut differs =
            |case: &Case| !same(&assessor.assess(case.clone()), &other.assess(case.clone()));
        let near = near(&hosts, original, mutant);
        let mut walk = Walk::new(&near, at);
        (0..tries)
            .filter_map(|number| walk.case(number % 3))
            .find(|case| differs(case))
    })
}

/// Whether two findings tell the same, the trace and the digest of the corpus aside.
fn same(one: &Finding, other: &Finding) -> bool {
    one.coverage == other.coverage
        && one.prior_authorization == other.prior_authorization
        && one.documentation == other.documentation
        && one.limits == other.limits
}
