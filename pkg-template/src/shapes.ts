// Made by `cargo xtask generate` out of src/dialect/preset; not to be edited.

/** Of each part its members, and of each member what it may be: `?` absent, `=x` this word, `[]` several. */
export const SHAPES: Record<string, Record<string, string>> = {
  Preset: {"name":"? string","baseUrl":"? string","headers":"? texts","session":"Endpoint","user":"? string HeaderPlace","subject":"? string HeaderPlace","handle":"? Handle","pairs":"? string[]","expiry":"? Expiry Expiry[]","authenticated":"? Sign Sign[]","anonymous":"? Sign Sign[]","expired":"? Sign Sign[]","over":"? Sign Sign[]","stepUp":"? Sign Sign[]","mismatch":"? Sign Sign[]","refresh":"? Endpoint","touch":"? Endpoint","csrf":"? Csrf","login":"? Endpoint","loginPage":"? LoginPage","logout":"? Step Step[]","words":"? string HeaderPlace"},
  Endpoint: {"path":"string","method":"? string","query":"? texts","headers":"? texts","body":"? any","form":"? boolean","ok":"? Sign Sign[]","refused":"? Sign Sign[]","incomplete":"? Sign Sign[]","stale":"? Sign Sign[]"},
  Sign: {"status":"? number number[]","at":"? string HeaderPlace","is":"? any any[]","not":"? any any[]","json":"? boolean"},
  HeaderPlace: {"header":"string","base64":"? boolean","at":"? string"},
  Handle: {"at":"string HeaderPlace","header":"? string"},
  Expiry: {"at":"? string HeaderPlace","of":"? =session =idle =absolute","unit":"? =iso =s =ms =in_s =in_ms","trust":"? =exact =upper =lower","tolerance":"? number","assume":"? number"},
  Csrf: {"cookie":"? string","refreshCookie":"? string","meta":"? string","decode":"? boolean","prime":"? string","at":"? string HeaderPlace","answer":"? string","header":"? string","refreshHeader":"? string","forPath":"? string","field":"? string","rejected":"? Sign Sign[]"},
  LoginPage: {"path":"string","returnTo":"? string","acrValues":"? string","maxAge":"? string"},
  Step: {"path":"? string","at":"? string HeaderPlace","method":"? string","query":"? texts","headers":"? texts","body":"? any","everywhere":"? any","form":"? boolean","ok":"? Sign Sign[]","navigate":"? boolean","ends":"? boolean","returnTo":"? string"},
};
