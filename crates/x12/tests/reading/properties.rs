//! What holds of any input, whole, cut or damaged.

use proptest::prelude::*;

use crate::generate::interchange;
use crate::support::{INSTITUTIONAL, PROFESSIONAL, REMITTANCE, Reading, read, read_from};
use coverdict_x12::Limits;

/// How many segments of an input, cut by its terminator alone, are claims.
fn claims_in(input: &[u8]) -> u64 {
    let is_claim = |segment: &&[u8]| {
        let start = |byte: &u8| !matches!(byte, b'\r' | b'\n');
        let segment = &segment[segment.iter().position(start).unwrap_or(segment.len())..];
        segment == b"CLM" || segment.starts_with(b"CLM*")
    };
    // What follows the last terminator is no segment.
    let segments = input.split(|byte| *byte == b'~');
    let count = segments.clone().count().saturating_sub(1);
    segments.take(count).filter(is_claim).count() as u64
}

/// Whether claims that are told are among those of the whole input, in its order.
fn is_subsequence(told: &[String], whole: &[String]) -> bool {
    let mut rest = whole.iter();
    told.iter().all(|claim| rest.any(|other| other == claim))
}

#[test]
fn law_an_input_cut_anywhere_is_told_and_gives_no_half_claim() {
    let all = format!("{PROFESSIONAL}{REMITTANCE}{INSTITUTIONAL}");
    let whole = read(&all);
    let complete: Vec<usize> = [PROFESSIONAL, REMITTANCE, INSTITUTIONAL]
        .iter()
        .scan(0, |end, part| {
            *end += part.len();
            Some(*end)
        })
        .collect();
    for cut in 0..all.len() {
        let reading = read(&all[..cut]);
        // A line end after the last segment says nothing.
        let is_complete = complete
            .iter()
            .any(|end| cut == *end || (cut + 1 == *end && all.as_bytes()[cut] == b'\n'));
        assert_eq!(reading.is_clean(), is_complete, "{cut}");
        assert_eq!(
            reading.claims,
            whole.claims[..reading.claims.len()],
            "{cut}"
        );
        let seen = all[..cut].matches("CLM*").count() + all[..cut].matches("CLM|").count();
        let accounted = reading.counts.claims + reading.counts.claims_set_aside;
        // The segment itself may be what is cut.
        let pending = seen as u64 - accounted;
        assert!(pending <= 1, "{cut}");
        if pending == 1 {
            let last = &all[all[..cut].rfind("CLM").unwrap()..cut];
            assert!(!last.contains(['~', '!']), "{cut}");
        }
    }
}

#[test]
fn law_a_lost_segment_never_gives_a_claim_to_another_person() {
    let segments: Vec<&str> = PROFESSIONAL.lines().collect();
    for lost in 1..segments.len() {
        let without = [&segments[..lost], &segments[lost + 1..]].concat().concat();
        // It shows at the latest in a count of the envelope.
        no_claim_changes_hands(&without, segments[lost]);
    }
}

#[test]
fn law_a_damaged_terminator_never_gives_a_claim_to_another_person() {
    let segments: Vec<&str> = PROFESSIONAL.lines().collect();
    for damaged in 1..segments.len() {
        let mut segments: Vec<String> = segments.iter().map(|one| (*one).to_owned()).collect();
        let text = &mut segments[damaged];
        text.pop();
        text.push('#');
        let name = text.clone();
        no_claim_changes_hands(&segments.concat(), &name);
    }
}

/// Checks that damage to the professional fixture is told, and that each claim that is read all the
/// same still has its payer, its subscriber and its patient.
fn no_claim_changes_hands(damaged: &str, name: &str) {
    let reading = read(damaged);
    assert!(!reading.is_clean(), "{name}");
    let whole = read(PROFESSIONAL).claims;
    for claim in &reading.claims {
        let id = claim.split(" charge").next().unwrap();
        let own = whole.iter().find(|own| own.starts_with(id)).unwrap();
        assert_eq!(parties(claim), parties(own), "{name}");
    }
}

/// The payer, the subscriber and the patient of a claim as it is told: the first words of its lines, so
/// that the first name of a patient and what `DMG` tells, without which a claim is read, are left out.
fn parties(told: &str) -> Vec<Vec<&str>> {
    let parties = [("  payer", 5), ("  subscriber", 4), ("  patient", 2)];
    let words = |line| {
        let (_, words) = parties
            .iter()
            .find(|(party, _)| str::starts_with(line, party))?;
        Some(line.split([' ', ';']).skip(2).take(*words).collect())
    };
    told.lines().filter_map(words).collect()
}

fn flipped(input: &str, flips: &[(prop::sample::Index, u8)]) -> Vec<u8> {
    let mut bytes = input.as_bytes().to_vec();
    let length = bytes.len();
    for (place, byte) in flips {
        bytes[place.index(length)] = *byte;
    }
    bytes
}

/// A byte that means something to X12 half of the time.
fn byte() -> impl Strategy<Value = u8> {
    prop_oneof![
        prop::sample::select(b"*:^~\nCLMHSX0123456789".to_vec()),
        any::<u8>()
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::default())]

    #[test]
    fn law_random_bytes_end_in_an_error(input in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(read(&input).error.is_some());
    }

    #[test]
    fn law_random_segments_are_accounted_for(
        segments in prop::collection::vec(
            "(CLM|HL|SE|ST|GS|GE|SBR|NM1|LX|SV1|SV2|DTP|HI|REF|OI|DMG|PAT|XX|TA1|837)(\\*[A-Z0-9:^.-]{0,4}){0,9}",
            0..40,
        ),
    ) {
        let header = &PROFESSIONAL[..PROFESSIONAL.find("BHT").unwrap()];
        let input = format!("{header}{}~", segments.join("~"));
        let reading = read(&input);
        prop_assert_eq!(&reading.error, &None);
        let accounted = reading.counts.claims + reading.counts.claims_set_aside;
        prop_assert_eq!(accounted, claims_in(input.as_bytes()));
    }

    #[test]
    fn law_what_is_written_is_read(interchange in interchange()) {
        let reading = read(interchange.written());
        prop_assert!(reading.is_clean(), "{:?}", reading.faults());
        prop_assert_eq!(reading.claims, interchange.told());
    }

    #[test]
    fn law_claims_with_flipped_bytes_are_read_or_set_aside(
        flips in prop::collection::vec((any::<prop::sample::Index>(), byte()), 1..6),
    ) {
        // The header of the interchange is left as it is, so that its terminator is known.
        let (header, rest) = PROFESSIONAL.split_at(106);
        let input = [header.as_bytes(), &flipped(rest, &flips)].concat();
        let reading = read(&input);
        if reading.error.is_none() {
            let accounted = reading.counts.claims + reading.counts.claims_set_aside;
            prop_assert_eq!(accounted, claims_in(&input));
        }
    }

    #[test]
    fn law_any_flipped_byte_is_survived(
        flips in prop::collection::vec((any::<prop::sample::Index>(), byte()), 1..20),
        step in 1..300_usize,
    ) {
        let all = format!("{PROFESSIONAL}{INSTITUTIONAL}");
        let input = flipped(&all, &flips);
        let whole = read(&input);
        let pieces = Pieces { rest: &input, step };
        let reading: Reading = read_from(pieces, &input, Limits::default());
        prop_assert_eq!(reading, whole);
    }

    #[test]
    fn law_a_cut_gives_only_claims_of_the_whole(
        interchange in interchange(),
        cut in any::<prop::sample::Index>(),
    ) {
        let written = interchange.written();
        let cut = cut.index(written.len());
        prop_assume!(written.is_char_boundary(cut));
        let reading = read(&written[..cut]);
        prop_assert!(!reading.is_clean());
        prop_assert!(is_subsequence(&reading.claims, &interchange.told()));
    }
}

struct Pieces<'a> {
    rest: &'a [u8],
    step: usize,
}

impl std::io::Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = self.step.min(buffer.len()).min(self.rest.len());
        let (given, rest) = self.rest.split_at(length);
        buffer[..length].copy_from_slice(given);
        self.rest = rest;
        Ok(length)
    }
}
