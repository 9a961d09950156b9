//! A browser that keeps no cookies at all: the page says so, and does not ask again (P22).

use hallpass::machine::{Call, Code, Event, Intent, Reason};

use crate::harness::{HOUR, Tab};

#[test]
fn a_browser_that_keeps_no_cookies_has_nobody_signed_in_and_says_why() {
    let mut tab = Tab::started();
    tab.fail(Code::CookiesBlocked);
    assert_eq!(tab.reason(), Some(Reason::None));
    assert_eq!(tab.error(), Some(Code::CookiesBlocked));
    assert_eq!(tab.saw(&Event::Fault(Code::CookiesBlocked.into())), 1);
    tab.wait(HOUR);
    assert_eq!(
        tab.history(),
        [Intent::Check],
        "asking again changes nothing"
    );
}

#[test]
fn a_check_after_a_form_of_the_applications_own_fails_where_no_cookie_is_kept() {
    let mut tab = Tab::anonymous();
    let call = tab.call(Call::Check);
    tab.fail(Code::CookiesBlocked);
    assert_eq!(tab.outcome(call), Some(Err(Code::CookiesBlocked)));
    assert_eq!(tab.reason(), Some(Reason::None));
}

#[test]
fn cookies_that_are_turned_off_end_a_session_once() {
    let mut tab = Tab::signed_in();
    tab.check();
    tab.fail(Code::CookiesBlocked);
    assert_eq!(tab.ends().len(), 1);
    assert_eq!(tab.error(), Some(Code::CookiesBlocked));
}
