//! Who wrote a publication, at the beginning of a citation.

use super::trimmed;
use crate::words::is_initials;

/// The authors, and what follows them. Without authors, the first sentence is taken for an organisation where another
/// follows, as the style has it.
pub(super) fn split(text: &str) -> (Vec<String>, &str) {
    let text = text.trim_start();
    if let Some((author, rest)) = surname_comma_initial(text) {
        return (vec![author], rest);
    }
    if let Some((people, rest)) = et_al(text) {
        return (people, rest);
    }
    let Some((first, rest)) = sentence(text) else {
        return (Vec::new(), text);
    };
    match people(first) {
        Some(people) => (people, rest),
        None => (vec![trimmed(first).to_owned()], rest),
    }
}

/// `Dagenais S, Haldeman S, et al. …`
fn et_al(text: &str) -> Option<(Vec<String>, &str)> {
    let at = text.find("et al")?;
    let (before, after) = text.split_at_checked(at)?;
    let mut people = people(trimmed(before))?;
    people.push("et al.".to_owned());
    let rest = after.strip_prefix("et al")?;
    Some((people, rest.trim_start_matches(['.', ',', ':', ' '])))
}

/// `Alderman, D Prolotherapy for …`: a comma after the surname, and no full stop after the initial.
fn surname_comma_initial(text: &str) -> Option<(String, &str)> {
    let (surname, rest) = text.split_once(", ")?;
    let (initials, rest) = rest.split_once(' ')?;
    let bare = initials.trim_end_matches('.');
    let next = rest.split([' ', ',']).next()?;
    let title = next.starts_with(char::is_uppercase) && !is_initials(next);
    let fits = is_name(surname) && is_initials(bare) && !initials.ends_with(',') && title;
    fits.then(|| (format!("{surname} {bare}"), rest))
}

/// The first sentence, which ends with a full stop and a space, or with the text; initials with full stops do not end it.
fn sentence(text: &str) -> Option<(&str, &str)> {
    let mut from = 0;
    while let Some(found) = text.get(from..)?.find(". ") {
        let at = from + found;
        let before = text.get(..at)?;
        let rest = text.get(at + 2..)?;
        let next = rest.split([' ', ',']).next().unwrap_or_default();
        // `Roe A. B., Poe C. Title`: the next word is an initial of the same author.
        let inside = next.ends_with('.') && is_initials(next);
        if !inside {
            return Some((before, rest));
        }
        from = at + 2;
    }
    None
}

/// The people of a list, each a surname and initials; `None` when one of them is something else.
fn people(list: &str) -> Option<Vec<String>> {
    let list = list.replace(" and ", ", ").replace(" & ", ", ");
    let names = list.split(',').map(trimmed).filter(|name| !name.is_empty());
    let names: Vec<&str> = names.collect();
    let mut people: Vec<String> = Vec::new();
    let mut rest = names.into_iter().peekable();
    while let Some(name) = rest.next() {
        let person = match name.rsplit_once(' ') {
            Some((surname, initials)) if is_name(surname) && is_initials(initials) => {
                name.to_owned()
            }
            // `Roe, A., Poe, B.`
            _ if is_name(name) => match rest.next_if(|next| is_initials(&next.replace(' ', ""))) {
                Some(initials) => format!("{name} {}", initials.replace(' ', "")),
                None => return None,
            },
            _ => return None,
        };
        people.push(person.replace('.', ""));
    }
    (!people.is_empty()).then_some(people)
}

/// Whether a text can be a surname: at most four words of letters.
fn is_name(text: &str) -> bool {
    let letters = |word: &str| {
        word.chars()
            .all(|one| one.is_alphabetic() || "-'’.".contains(one))
    };
    !text.is_empty() && text.split(' ').count() <= 4 && text.split(' ').all(letters)
}
