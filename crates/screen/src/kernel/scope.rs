//! Whose line it is: which profile serves the member, and what is on file on its steps.

use std::collections::BTreeSet;

use coverdict_logic::{CondId, Conditions, Node, VarId};
use coverdict_model::{attestation::OnFile, date::Date, finding::Limit, source::SourceKind};
use coverdict_program::Program;
use indexmap::IndexSet;
use rustc_hash::{FxBuildHasher, FxHashMap};
use smallvec::SmallVec;

use super::{
    conditions::{FALSE, TRUE, UNKNOWN},
    entries::Maker,
    evaluate::Line,
    walk::Stop,
};

/// What holds for all lines of the same standing: whatever is found on a line hangs on its member by
/// this alone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct Scope {
    /// Whether columns can follow a walk here at all.
    pub(super) is_plain: bool,
    /// Whether some profile serves the member.
    pub(super) is_served: bool,
    pub(super) steps: Vec<ScopeStep>,
    /// The first step that may have sources that are not on file.
    first_hidden: Option<usize>,
    /// The steps with limits of their own, a bit each.
    pub(super) limited: u64,
    /// The step of each kind of source, by the kind's place.
    of_kind: [Option<u8>; SourceKind::ALL.len()],
}

/// A step that is not skipped.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct ScopeStep {
    pub(super) kinds: Vec<SourceKind>,
    pub(super) floor: bool,
    pub(super) binding_stated: bool,
    /// Whether it may have sources that are not on file: left to the engine where it is reached.
    pub(super) hidden: bool,
    /// The limits of a finding where it is reached.
    pub(super) limits: BTreeSet<Limit>,
}

/// What a line says of the facts that tell scopes apart; mostly few.
type Key = SmallVec<[u32; 8]>;

/// The scopes met so far.
#[derive(Debug, Clone)]
pub(super) struct Scopes {
    /// The slots that tell scopes apart.
    slots: Vec<usize>,
    known: FxHashMap<Key, u32>,
    /// Each once: most members stand alike, of however many plans and states they are.
    scopes: IndexSet<Scope, FxBuildHasher>,
    /// By scope, the verdict on a line that no source concerns, once it is known.
    silent: Vec<Option<u32>>,
    key: Key,
    /// A row and its scope, in the batch at hand.
    last: Option<(usize, u32)>,
}

/// How many kinds of members are remembered. Lines of others are left to the engine.
const MOST: usize = 1 << 16;

impl Scopes {
    pub(super) fn new(maker: &mut Maker<'_, '_>) -> Self {
        let mut variables = BTreeSet::new();
        let program = maker.program;
        let pool = &program.conditions;
        let profiles = program.profiles.iter().flat_map(|profile| {
            let steps = profile.steps.iter().map(|step| step.when);
            steps.chain([profile.serves])
        });
        let attested = program.attestations.iter().map(|one| one.members);
        let mut seen = BTreeSet::new();
        for condition in profiles.chain(attested) {
            maker.condition(condition);
            support(pool, condition, &mut seen, &mut variables);
        }
        let slots = variables
            .iter()
            .filter_map(|var| maker.encoder.by_variable.get(var).copied());
        Self {
            slots: slots.collect(),
            known: FxHashMap::default(),
            scopes: IndexSet::default(),
            silent: Vec::new(),
            key: Key::new(),
            last: None,
        }
    }

    /// Takes up another batch.
    pub(super) fn begin(&mut self) {
        self.last = None;
    }

    /// Forgets verdicts.
    pub(super) fn forget(&mut self) {
        self.silent.clear();
    }

    /// The scope with a number.
    #[inline]
    pub(super) fn get(&self, number: u32) -> Option<&Scope> {
        self.scopes.get_index(number as usize)
    }

    /// The verdict on a line of a scope that no source concerns, if it is known.
    #[inline]
    pub(super) fn silent(&self, number: u32) -> Option<u32> {
        self.silent.get(number as usize).copied().flatten()
    }

    /// Notes the verdict on a line of a scope that no source concerns.
    pub(super) fn note_silent(&mut self, number: u32, verdict: u32) {
        let place = number as usize;
        if self.silent.len() <= place {
            self.silent.resize(place + 1, None);
        }
        if let Some(silent) = self.silent.get_mut(place) {
            *silent = Some(verdict);
        }
    }

    /// The scope of a line; none when there are too many.
    pub(super) fn of(
        &mut self,
        program: &Program,
        known_as_of: Date,
        line: Line<'_, '_>,
    ) -> Option<u32> {
        // The lines of a claim, and often those of a plan, stand together.
        if let Some((row, scope)) = self.last
            && self.slots.iter().all(|slot| line.says_as(*slot, row))
        {
            self.last = Some((line.row, scope));
            return Some(scope);
        }
        self.key.clear();
        for slot in &self.slots {
            line.key(*slot, &mut self.key);
        }
        let scope = match self.known.get(self.key.as_slice()) {
            Some(known) => *known,
            None if self.known.len() >= MOST => return None,
            None => {
                let scope = Scope::new(program, known_as_of, line);
                let number = u32::try_from(self.scopes.insert_full(scope).0).ok()?;
                self.known.insert(self.key.clone(), number);
                number
            }
        };
        self.last = Some((line.row, scope));
        Some(scope)
    }
}

impl Scope {
    fn new(program: &Program, known_as_of: Date, line: Line<'_, '_>) -> Self {
        let mut serving = Vec::new();
        for profile in &program.profiles {
            match line.knows(profile.serves) {
                UNKNOWN => return Self::default(),
                TRUE => serving.push(profile),
                _ => {}
            }
        }
        let mut scope = Self {
            is_plain: serving.len() <= 1,
            is_served: !serving.is_empty(),
            ..Self::default()
        };
        for step in serving.iter().flat_map(|profile| &profile.steps) {
            match line.knows(step.when) {
                FALSE => continue,
                UNKNOWN => scope.is_plain = false,
                _ => {}
            }
            let mut made = ScopeStep {
                kinds: step.kinds.iter().map(|(kind, _)| *kind).collect(),
                floor: step.floor,
                binding_stated: step.binding_stated,
                hidden: false,
                limits: BTreeSet::new(),
            };
            for (kind, _) in &step.kinds {
                made.on_file(program, known_as_of, *kind, line);
            }
            for kind in &made.kinds {
                if let Some(of_kind) = scope.of_kind.get_mut(*kind as usize) {
                    *of_kind = u8::try_from(scope.steps.len()).ok();
                }
            }
            scope.steps.push(made);
        }
        scope.is_plain &= scope.steps.len() <= u64::BITS as usize;
        scope.first_hidden = scope.steps.iter().position(|step| step.hidden);
        let steps = scope.steps.iter().take(u64::BITS as usize).enumerate();
        let limited = steps.filter(|(_, step)| !step.limits.is_empty());
        scope.limited = limited.fold(0, |bits, (place, _)| bits | 1 << place);
        scope
    }

    /// Goes as far as a step; that this is left to the engine where a step on the way may have sources
    /// that are not on file.
    #[inline]
    pub(super) fn pass(&self, place: usize) -> Result<(), Stop> {
        match self.first_hidden {
            Some(hidden) if hidden <= place => Err(Stop::Beyond),
            _ => Ok(()),
        }
    }

    /// The step of a kind of source, if a walk here has one.
    #[inline]
    pub(super) fn step_of(&self, kind: SourceKind) -> Option<(usize, &ScopeStep)> {
        let place = usize::from(self.of_kind.get(kind as usize).copied().flatten()?);
        Some((place, self.steps.get(place)?))
    }
}

impl ScopeStep {
    /// How far the sources of a kind are on file. Attestations that name codes or services concern
    /// no line that comes this far.
    fn on_file(
        &mut self,
        program: &Program,
        known_as_of: Date,
        kind: SourceKind,
        line: Line<'_, '_>,
    ) {
        let mut assumed = BTreeSet::new();
        let (mut attested, mut complete) = (false, false);
        for attestation in &program.attestations {
            let concerns = attestation.status != OnFile::Incomplete
                && attestation.recorded <= known_as_of
                && attestation.kinds.contains(&kind)
                && attestation.codes.is_none()
                && attestation.services.is_none();
            if !concerns {
                continue;
            }
            let members = line.knows(attestation.members);
            attested |= members == TRUE;
            complete |= members == TRUE && attestation.status == OnFile::Complete;
            if members != FALSE {
                assumed.insert(Limit::AssumedSilent {
                    kind,
                    attestation: attestation.id.clone(),
                });
            }
        }
        self.hidden |= !attested;
        if !complete {
            self.limits.extend(assumed);
        }
    }
}

/// The variables that a condition rests on.
pub(super) fn support(
    pool: &Conditions,
    condition: CondId,
    seen: &mut BTreeSet<CondId>,
    into: &mut BTreeSet<VarId>,
) {
    let mut pending = vec![condition];
    while let Some(condition) = pending.pop() {
        if !seen.insert(condition) {
            continue;
        }
        let node = pool.node(condition);
        if let Node::Within(var, _) | Node::Some(var, _) = node {
            into.insert(*var);
        }
        pending.extend(node.children());
    }
}
