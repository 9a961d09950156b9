//! Enums whose variants cross to JavaScript by number, and are known there by a word.
//!
//! Two macros declare them: [`words!`] those that are a choice and nothing more, [`kinds!`] those whose
//! variants carry data. What they declare, `border` lists and the TypeScript side is generated from.

/// An enum as the other side is to know it.
///
/// ```
/// use hallpass::machine::{By, CallKind, Declared, EffectKind, EventKind, InputKind, Limit, Status, StatusKind, Variant};
///
/// let declared: Declared = Limit::DECLARED;
/// let first: &Variant = &declared.variants[0];
/// assert_eq!((declared.name, first.name, first.word), ("Limit", "Session", "session"));
/// assert_eq!(By::from_word("tab"), Some(By::Tab));
/// assert_eq!(Status::Loading.kind(), StatusKind::Loading);
/// assert_eq!((By::from_number(2), By::from_number(9)), (Some(By::Server), None));
/// let kinds = [CallKind::DECLARED, EffectKind::DECLARED, EventKind::DECLARED, InputKind::DECLARED, StatusKind::DECLARED];
/// assert!(kinds.iter().all(|kind| kind.variants.len() > 2));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Declared {
    pub name: &'static str,
    /// The lines of its documentation.
    pub about: &'static [&'static str],
    /// In the order of their numbers.
    pub variants: &'static [Variant],
}

/// A variant as the other side is to know it.
#[derive(Clone, Copy, Debug)]
pub struct Variant {
    pub name: &'static str,
    pub word: &'static str,
    /// The lines of its documentation.
    pub about: &'static [&'static str],
}

/// Declares an enum, its numbers and its words.
macro_rules! words {
    (
        $(#[doc = $about:literal])*
        $vis:vis enum $Name:ident {
            $($(#[doc = $doc:literal])* $Variant:ident = $word:literal,)*
        }
    ) => {
        $(#[doc = $about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        $vis enum $Name {
            $($(#[doc = $doc])* $Variant,)*
        }

        impl $Name {
            /// All of them, in the order of their numbers.
            pub const ALL: &[Self] = &[$(Self::$Variant,)*];

            /// What TypeScript is to know of it.
            pub const DECLARED: $crate::machine::Declared = $crate::machine::Declared {
                name: stringify!($Name),
                about: &[$($about,)*],
                variants: &[$($crate::machine::Variant {
                    name: stringify!($Variant),
                    word: $word,
                    about: &[$($doc,)*],
                },)*],
            };

            /// Returns the word for it, as JavaScript spells it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$Variant => $word,)*
                }
            }

            /// Returns the one with this number.
            #[must_use]
            #[allow(non_upper_case_globals)] // the names of the variants
            pub const fn from_number(number: u32) -> Option<Self> {
                $(const $Variant: u32 = $Name::$Variant as u32;)*
                match number {
                    $($Variant => Option::Some(Self::$Variant),)*
                    _ => Option::None,
                }
            }

            /// Returns the one with this word.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.as_str() == word)
            }
        }
    };
}

/// Declares an enum whose variants carry data, and the enum of their kinds: what crosses by number.
///
/// Behind `beside` stand kinds that the shell adds to those of the enum.
macro_rules! kinds {
    (
        $(#[doc = $about:literal])*
        $vis:vis enum $Name:ident as $Kind:ident {
            $(
                $(#[doc = $doc:literal])*
                $Variant:ident $(($($tuple:tt)*))? $({$($fields:tt)*})? = $word:literal,
            )*
        }
        $(beside {
            $($(#[doc = $more:literal])* $Added:ident = $term:literal,)*
        })?
    ) => {
        $(#[doc = $about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        $vis enum $Name {
            $($(#[doc = $doc])* $Variant $(($($tuple)*))? $({$($fields)*})?,)*
        }

        $crate::machine::words::words! {
            $(#[doc = $about])*
            $vis enum $Kind {
                $($(#[doc = $doc])* $Variant = $word,)*
                $($($(#[doc = $more])* $Added = $term,)*)?
            }
        }

        impl $Name {
            /// Returns its kind.
            #[must_use]
            pub const fn kind(&self) -> $Kind {
                match self {
                    $(Self::$Variant { .. } => $Kind::$Variant,)*
                }
            }

            /// Returns the word for its kind, as JavaScript spells it.
            #[must_use]
            pub const fn as_str(&self) -> &'static str {
                self.kind().as_str()
            }
        }
    };
}

pub(crate) use {kinds, words};
