//! How large the compressed parts of a PDF are, found without keeping them.
//!
//! The library that reads a PDF inflates what it is told to, whatever comes of it. So each part is measured first.

use flate2::{Decompress, FlushDecompress, Status};
use hayro_font::hayro_syntax::{Filter, object::Stream};

use super::bounds::Bounds;
use crate::read::Failure;

/// The most that one byte of deflated data stands for.
const DEFLATED: u64 = 1_032;

/// What a part of a PDF holds, inflated, if it is no picture.
pub(super) fn decoded(stream: &Stream<'_>, bounds: &mut Bounds) -> Result<Vec<u8>, Failure> {
    measure_stream(stream, bounds)?;
    let data = stream.decoded_data();
    Ok(data.map_or_else(|_| Vec::new(), std::borrow::Cow::into_owned))
}

/// Takes what a part of a PDF holds from what may be inflated.
pub(super) fn measure_stream(stream: &Stream<'_>, bounds: &mut Bounds) -> Result<(), Failure> {
    let filters = stream.filters();
    measure(&filters, &stream.raw_data(), bounds, &mut |_| Ok(()))
}

/// Takes what data holds from what may be inflated; what comes of it is looked at, piece by piece.
pub(super) fn measure(
    filters: &[Filter],
    data: &[u8],
    bounds: &mut Bounds,
    look: &mut dyn FnMut(&[u8]) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let Some((first, rest)) = filters.split_first() else {
        bounds.take_inflated(data.len() as u64)?;
        return look(data);
    };
    match first {
        Filter::FlateDecode if rest.is_empty() => inflate(data, bounds, look),
        Filter::FlateDecode => {
            let mut held = Vec::new();
            inflate(data, bounds, &mut |piece| {
                held.extend_from_slice(piece);
                Ok(())
            })?;
            measure(rest, &held, bounds, look)
        }
        Filter::AsciiHexDecode => measure(rest, &hexadecimal(data), bounds, look),
        Filter::Ascii85Decode => measure(rest, &base_85(data), bounds, look),
        Filter::LzwDecode => {
            let length = lzw(data).saturating_mul(worst(rest));
            bounds.take_inflated(length)
        }
        Filter::RunLengthDecode => {
            let length = (data.len() as u64).saturating_mul(64 * worst(rest));
            bounds.take_inflated(length)
        }
        Filter::Crypt => measure(rest, data, bounds, look),
        // A picture, which is not opened.
        Filter::CcittFaxDecode | Filter::Jbig2Decode | Filter::DctDecode | Filter::JpxDecode => {
            Ok(())
        }
    }
}

/// The most that one byte stands for in the filters that follow another.
fn worst(filters: &[Filter]) -> u64 {
    match filters {
        [] => 1,
        _ => DEFLATED,
    }
}

fn inflate(
    data: &[u8],
    bounds: &mut Bounds,
    look: &mut dyn FnMut(&[u8]) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut rest = match data {
        [method, flags, rest @ ..]
            if method & 0x0f == 8
                && (u16::from(*method) << 8 | u16::from(*flags)).is_multiple_of(31) =>
        {
            rest
        }
        _ => data,
    };
    let mut decoder = Decompress::new(false);
    let mut piece = vec![0; 64 * 1024];
    loop {
        let (read, written) = (decoder.total_in(), decoder.total_out());
        let status = decoder.decompress(rest, &mut piece, FlushDecompress::None);
        let read = usize::try_from(decoder.total_in() - read).unwrap_or(rest.len());
        let written = usize::try_from(decoder.total_out() - written).unwrap_or_default();
        rest = rest.get(read..).unwrap_or_default();
        bounds.take_inflated(written as u64)?;
        bounds.check_time()?;
        look(piece.get(..written).unwrap_or_default())?;
        match status {
            Ok(Status::StreamEnd) => return Ok(()),
            Ok(_) if read == 0 && written == 0 => return Ok(()),
            Ok(_) => {}
            // Another decoder may go on where this one does not: the worst is assumed of what is left of a stream.
            Err(_) if decoder.total_out() == 0 => return Ok(()),
            Err(_) => return bounds.take_inflated(rest.len().min(1 << 16) as u64 * DEFLATED),
        }
    }
}

fn hexadecimal(data: &[u8]) -> Vec<u8> {
    let digits = data.iter().take_while(|byte| **byte != b'>');
    let digits = digits.filter_map(|byte| char::from(*byte).to_digit(16));
    let digits: Vec<u32> = digits.collect();
    let pairs = digits.chunks(2).map(|pair| match pair {
        [high, low] => high * 16 + low,
        [high] => high * 16,
        _ => 0,
    });
    pairs
        .map(|byte| u8::try_from(byte).unwrap_or_default())
        .collect()
}

fn base_85(data: &[u8]) -> Vec<u8> {
    let mut held = Vec::with_capacity(data.len());
    let mut group: Vec<u8> = Vec::with_capacity(5);
    for byte in data.iter().take_while(|byte| **byte != b'~') {
        match byte {
            b'z' if group.is_empty() => held.extend_from_slice(&[0; 4]),
            b'!'..=b'u' => group.push(byte - b'!'),
            _ => {}
        }
        if group.len() == 5 {
            held.extend_from_slice(&word_85(&group));
            group.clear();
        }
    }
    if group.len() > 1 {
        let count = group.len() - 1;
        group.resize(5, 84);
        held.extend(word_85(&group).iter().take(count));
    }
    held
}

fn word_85(group: &[u8]) -> [u8; 4] {
    let value = group.iter().fold(0_u32, |value, digit| {
        value.wrapping_mul(85).wrapping_add(u32::from(*digit))
    });
    value.to_be_bytes()
}

/// How many bytes come of data compressed by Lempel, Ziv and Welch.
fn lzw(data: &[u8]) -> u64 {
    const CLEAR: usize = 256;
    const END: usize = 257;
    let (mut buffer, mut bits, mut width) = (0_u32, 0_u32, 9_u32);
    let mut lengths: Vec<u64> = Vec::with_capacity(4096);
    let (mut before, mut total) = (None, 0_u64);
    for byte in data {
        buffer = buffer << 8 | u32::from(*byte);
        bits += 8;
        if bits < width {
            continue;
        }
        bits -= width;
        let code = (buffer >> bits) as usize & ((1 << width) - 1);
        buffer &= (1 << bits) - 1;
        if code == CLEAR {
            lengths.clear();
            (width, before) = (9, None);
            continue;
        }
        if code == END {
            break;
        }
        let longest = before.map_or(1, |before: u64| before + 1);
        let length = match code {
            0..CLEAR => 1,
            _ => lengths.get(code - 258).copied().unwrap_or(longest),
        };
        total = total.saturating_add(length);
        if before.is_some() && lengths.len() < 4096 - 258 {
            lengths.push(longest);
        }
        before = Some(length);
        width = match lengths.len() + 258 + 1 {
            ..512 => 9,
            512..1024 => 10,
            1024..2048 => 11,
            _ => 12,
        };
    }
    total
}
