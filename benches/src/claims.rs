//! Interchanges of professional claims for benchmarks: invented people, codes at random.

use std::fmt::Write as _;

use crate::draw::Draw;

/// An 837P with so many claims of one to six lines, one subscriber each, four in ten for a dependent.
#[must_use]
pub fn interchange(claims: u64, seed: u64) -> Vec<u8> {
    let mut draw = Draw::new(seed);
    let mut text = Writer::default();
    text.raw(
        "ISA*00*          *00*          *ZZ*EXAMPLESENDER  *ZZ*EXAMPLERECEIVER*250301*1200*^*00501*\
         000000001*0*T*:",
    );
    text.raw("GS*HC*EXAMPLESENDER*EXAMPLERECEIVER*20250301*1200*1*X*005010X222A1");
    text.segments = 0;
    text.raw("ST*837*0001*005010X222A1");
    text.raw("BHT*0019*00*B1*20250301*1200*CH");
    text.raw("NM1*41*2*EXAMPLE BILLING*****46*S1");
    text.raw("PER*IC*DESK*TE*5550100");
    text.raw("NM1*40*2*EXAMPLE PAYER*****46*R1");
    text.raw("HL*1**20*1");
    text.raw("NM1*85*2*EXAMPLE CLINIC*****XX*1234567893");
    text.raw("N3*1 EXAMPLE WAY");
    text.raw("N4*SACRAMENTO*CA*958140000");
    text.raw("REF*EI*000000001");
    let mut level = 1;
    for number in 0..claims {
        subscriber(&mut text, &mut draw, &mut level, number);
    }
    let count = text.segments + 1;
    text.raw(&format!("SE*{count}*0001"));
    text.raw("GE*1*1");
    text.raw("IEA*1*000000001");
    text.text.into_bytes()
}

#[derive(Default)]
struct Writer {
    text: String,
    segments: u64,
}

impl Writer {
    fn raw(&mut self, segment: &str) {
        self.text.push_str(segment);
        self.text.push_str("~\n");
        self.segments += 1;
    }
}

fn subscriber(text: &mut Writer, draw: &mut Draw, level: &mut u64, number: u64) {
    *level += 1;
    let own = *level;
    let dependent = draw.chance(40);
    let relation = if dependent { "" } else { "18" };
    text.raw(&format!("HL*{own}*1*22*{}", u8::from(dependent)));
    text.raw(&format!("SBR*P*{relation}*GRP{}******CI", draw.below(500)));
    text.raw(&format!("NM1*IL*1*EXAMPLE*ANN*Q***MI*MEM{number:09}"));
    text.raw(&format!("N3*{} EXAMPLE WAY", draw.below(9_999)));
    text.raw("N4*SACRAMENTO*CA*958140000");
    text.raw(&format!("DMG*D8*19{:02}0615*F", 40 + draw.below(60)));
    text.raw("NM1*PR*2*EXAMPLE PLAN*****PI*PLAN1");
    if dependent {
        *level += 1;
        text.raw(&format!("HL*{level}*{own}*23*0"));
        text.raw("PAT*19");
        text.raw("NM1*QC*1*EXAMPLE*EVE");
        text.raw("N3*2 EXAMPLE WAY");
        text.raw("N4*SACRAMENTO*CA*958140000");
        text.raw(&format!("DMG*D8*20{:02}0310*M", draw.below(25)));
    }
    claim(text, draw, number);
}

fn claim(text: &mut Writer, draw: &mut Draw, number: u64) {
    text.raw(&format!("CLM*CLAIM{number:09}*1250.50***11:B:1*Y*A*Y*Y"));
    if draw.chance(20) {
        text.raw(&format!("REF*G1*AUTH{number:09}"));
    }
    text.raw(&format!("REF*D9*{number:017}"));
    let diagnoses = 1 + draw.below(6);
    let mut codes = "HI".to_owned();
    for place in 0..diagnoses {
        let list = if place == 0 { "ABK" } else { "ABF" };
        // INVARIANT: writing to a string succeeds.
        let _ = write!(codes, "*{list}:M{:02}{}", draw.below(100), draw.below(100));
    }
    text.raw(&codes);
    text.raw("NM1*82*1*EXAMPLE*DOC****XX*1234567893");
    text.raw("PRV*PE*PXC*207X00000X");
    text.raw("NM1*77*2*EXAMPLE CLINIC*****XX*1234567893");
    text.raw("N3*1 EXAMPLE WAY");
    text.raw("N4*SACRAMENTO*CA*958140000");
    for line in 1..=1 + draw.below(6) {
        text.raw(&format!("LX*{line}"));
        let modifier = if draw.chance(50) { ":LT" } else { "" };
        text.raw(&format!(
            "SV1*HC:{:05}{modifier}*{}.50*UN*{}***{}:1",
            10_000 + draw.below(90_000),
            draw.below(900),
            1 + draw.below(9),
            1 + draw.below(diagnoses)
        ));
        text.raw(&format!("DTP*472*D8*202502{:02}", 1 + draw.below(28)));
        text.raw(&format!("REF*6R*LINE{number}-{line}"));
    }
}
