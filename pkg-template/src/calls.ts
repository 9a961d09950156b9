/** What to ask the engine for: the numbers of `call` in `input.rs`. */
export const CHECK = 0;
export const REFRESH = 1;
export const ENSURE_FRESH = 2;
export const EXTEND = 3;
export const LOGIN = 4;
export const NAVIGATE = 5;
export const LOGOUT = 6;
export const LOGOUT_EVERYWHERE = 7;
