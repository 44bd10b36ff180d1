//! The letters of the list and what they mean.

/// Medicare's coverage flag of a code: an indication, and no answer for any member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Coverage {
    /// `C`: the contractor judges.
    Contractor,
    /// `D`: special instructions say when it is covered.
    Instructions,
    /// `I`: not payable by Medicare.
    NotPayable,
    /// `M`: not covered by Medicare.
    NotCovered,
    /// `S`: not covered by Medicare because a statute excludes it.
    ByStatute,
}

impl Coverage {
    /// Every flag.
    pub const ALL: [Self; 5] = [
        Self::Contractor,
        Self::Instructions,
        Self::NotPayable,
        Self::NotCovered,
        Self::ByStatute,
    ];

    /// The letter in the file.
    #[must_use]
    pub fn letter(self) -> char {
        match self {
            Self::Contractor => 'C',
            Self::Instructions => 'D',
            Self::NotPayable => 'I',
            Self::NotCovered => 'M',
            Self::ByStatute => 'S',
        }
    }

    /// What it means.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Contractor => "left to the Medicare contractor's judgment",
            Self::Instructions => "covered by Medicare under special instructions",
            Self::NotPayable => "not payable by Medicare",
            Self::NotCovered => "not covered by Medicare",
            Self::ByStatute => "not covered by Medicare, by statute",
        }
    }

    pub(super) fn read(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|flag| text.chars().eq([flag.letter()]))
    }
}

/// The last change of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// `A`: added.
    Add,
    /// `B`: administrative data and long description changed.
    ChangeBoth,
    /// `C`: long description changed.
    ChangeLong,
    /// `D`: discontinued.
    Discontinue,
    /// `F`: administrative data changed.
    ChangeAdministrative,
    /// `N`: no change.
    None,
    /// `P`: payment changed.
    ChangePayment,
    /// `R`: re-activated after it had been discontinued.
    Reactivate,
    /// `S`: short description changed.
    ChangeShort,
    /// `T`: another change, such as of the type of service.
    ChangeOther,
}

impl Action {
    /// Every change.
    pub const ALL: [Self; 10] = [
        Self::Add,
        Self::ChangeBoth,
        Self::ChangeLong,
        Self::Discontinue,
        Self::ChangeAdministrative,
        Self::None,
        Self::ChangePayment,
        Self::Reactivate,
        Self::ChangeShort,
        Self::ChangeOther,
    ];

    /// The letter in the file.
    #[must_use]
    pub fn letter(self) -> char {
        match self {
            Self::Add => 'A',
            Self::ChangeBoth => 'B',
            Self::ChangeLong => 'C',
            Self::Discontinue => 'D',
            Self::ChangeAdministrative => 'F',
            Self::None => 'N',
            Self::ChangePayment => 'P',
            Self::Reactivate => 'R',
            Self::ChangeShort => 'S',
            Self::ChangeOther => 'T',
        }
    }

    pub(super) fn read(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|action| text.chars().eq([action.letter()]))
    }
}
