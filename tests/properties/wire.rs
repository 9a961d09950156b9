//! Messages between tabs, and digests.

use hallpass::machine::{Message, Name, digest};
use proptest::{collection::vec, prelude::*};

use crate::{action, cases};

proptest! {
    #![proptest_config(cases(1_000))]

    #[test]
    fn every_message_survives_the_wire(message in action::message()) {
        prop_assert_eq!(Message::from_wire(&message.to_wire()), Some(message));
    }

    #[test]
    fn what_is_read_off_the_wire_is_what_was_written(wire in prop::array::uniform9(number())) {
        if let Some(message) = Message::from_wire(&wire) {
            prop_assert_eq!(message.to_wire().map(f64::to_bits), wire.map(|field| (field + 0.0).to_bits()));
        }
    }

    #[test]
    fn a_message_with_one_field_changed_is_another_or_none(
        message in action::message(),
        field in 0_usize..9,
        value in number(),
    ) {
        let mut wire = message.to_wire();
        wire[field] = value;
        let read = Message::from_wire(&wire);
        prop_assert!(read.is_none() || read.map(|read| read.to_wire()) == Some(wire));
    }

    #[test]
    fn a_digest_tells_one_byte_from_another(text in vec(any::<u8>(), 1..40), at in any::<usize>()) {
        let mut other = text.clone();
        let at = at % other.len();
        other[at] ^= 1;
        prop_assert_ne!(digest(&text), digest(&other));
    }

    #[test]
    fn a_name_is_of_its_text_alone(one in ".{0,20}", other in ".{0,20}") {
        prop_assert_eq!(Name::from(one.as_str()) == Name::from(other.as_str()), one == other);
        prop_assert_eq!(Name::from(one.as_str()) == Name::NONE, one.is_empty());
    }
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        any::<f64>(),
        (-3_i32..20).prop_map(f64::from),
        any::<u32>().prop_map(|number| f64::from(number) * 16.0),
        Just(f64::NAN),
        Just(f64::INFINITY),
    ]
}
