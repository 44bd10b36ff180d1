//! Numbers in as few bytes as they need: seven bits a byte, the lowest first.

use super::Unfit;

/// Adds a number.
pub(super) fn write(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(low_bits(number) | 0x80);
        number >>= 7;
    }
    bytes.push(low_bits(number));
}

fn low_bits(number: u64) -> u8 {
    // INVARIANT: seven bits fit.
    u8::try_from(number & 0x7f).unwrap_or_default()
}

/// Takes a number from the front of the bytes.
pub(super) fn number(bytes: &mut &[u8]) -> Result<u64, Unfit> {
    let mut number = 0;
    let mut shift = 0;
    loop {
        let (&byte, rest) = bytes.split_first().ok_or(Unfit("it ends too soon"))?;
        *bytes = rest;
        let bits = u64::from(byte & 0x7f);
        if shift == 63 && byte > 1 {
            return Err(Unfit("a number is too large"));
        }
        number |= bits << shift;
        if byte < 0x80 {
            return Ok(number);
        }
        shift += 7;
    }
}

/// Takes so many bytes from the front.
pub(super) fn take<'b>(bytes: &mut &'b [u8], length: u64) -> Result<&'b [u8], Unfit> {
    let taken = usize::try_from(length)
        .ok()
        .and_then(|length| bytes.split_at_checked(length));
    let (taken, rest) = taken.ok_or(Unfit("it ends too soon"))?;
    *bytes = rest;
    Ok(taken)
}
