// Made from docs/decision-table.md by `npm run generate`; do not edit.
import type { Added, Hold, Line, Step } from "./lines.ts";

/** What somebody has to be able to say of a row, so that the table can be asked. */
export type Word =
  | "always"
  | "assignments disagree"
  | "target unread"
  | "to be left"
  | "to be absent"
  | "to be upgraded"
  | "no such user"
  | "account unreadable"
  | "account cannot have it"
  | "account unknown"
  | "only its plans are unread"
  | "named directly"
  | "unread so far"
  | "reading refused"
  | "reading failed"
  | "an entry was unreadable"
  | "only some apps are shown"
  | "installed"
  | "replaces an earlier upload"
  | "earlier upload listed"
  | "earlier upload is managed"
  | "other copy installed"
  | "known by manifest id alone"
  | "reinstall unfinished"
  | "installed version comparable"
  | "latest"
  | "installed in range"
  | "installed past the range"
  | "installed denied"
  | "offered"
  | "offered in range"
  | "offered past the range"
  | "offered denied"
  | "installed older than offered"
  | "installed newer than offered"
  | "installed is offered"
  | "catalog unreadable"
  | "missing in the catalog"
  | "two catalog entries"
  | "nothing published"
  | "published version not comparable"
  | "requirement known"
  | "identity known"
  | "another identity than the approved one"
  | "lock holds something else"
  | "requires more than approved"
  | "consent is more than approved"
  | "consent is less than required"
  | "consent is more than required"
  | "repaired by an upgrade"
  | "repaired by reinstalling"
  | "consent found narrower"
  | "brought anew with consent"
  | "decided not applicable"
  | "decided nothing"
  | "decided blocked"
  | "decided as it should be"
  | "decided to bring it";

export const LINES: readonly Line[] = [
  { "number":1,"said":"the winning assignments disagree","verdict":"blocked","why":"conflicting-assignments","drift":"–", applies: (is) => is("assignments disagree") },
  { "number":2,"said":"a target that could decide the row was not read to its end","verdict":"blocked","why":"targets-unreadable","drift":"unknown", applies: (is) => is("target unread") },
  { "number":2,"said":"the app is to be left as it is","verdict":"nothing","why":"left-alone","drift":"–", applies: (is) => is("to be left") },
  { "number":3,"said":"the directory has no such user, and the app is to be absent","verdict":"nothing","why":"not-installed","drift":"–", applies: (is) => is("no such user") && is("to be absent") },
  { "number":3,"said":"the directory has no such user, who should have the app","verdict":"blocked","why":"user-not-found","drift":"–", applies: (is) => is("no such user") },
  { "number":4,"said":"the account could not be read","verdict":"blocked","why":"unreadable","drift":"unknown", applies: (is) => is("account unreadable") },
  { "number":4,"said":"the account cannot have the app, and an assignment names it","verdict":"blocked","why":"user-not-eligible","drift":"–", applies: (is) => is("account cannot have it") && !is("to be absent") && is("named directly") },
  { "number":4,"said":"the account cannot have the app, and is in a group","verdict":"nothing","why":"not-applicable","drift":"–", applies: (is) => is("account cannot have it") && !is("to be absent") },
  { "number":4,"said":"whether the account can have the app is unknown; where only the plans are unread, an app that is installed shows it","verdict":"blocked","why":"unreadable","drift":"unknown", applies: (is) => is("account unknown") && !is("to be absent") && !(is("only its plans are unread") && is("to be upgraded")) },
  { "number":5,"said":"nobody has read the user yet","verdict":"blocked","why":"not-read-yet","drift":"unknown", applies: (is) => is("unread so far") },
  { "number":5,"said":"Graph does not show what this user has","verdict":"blocked","why":"installations-refused","drift":"unknown", applies: (is) => is("reading refused") },
  { "number":5,"said":"the user's apps could not be read","verdict":"blocked","why":"unreadable","drift":"unknown", applies: (is) => is("reading failed") },
  { "number":5,"said":"an entry of the user's apps could not be read, and it may be the app or an earlier upload","verdict":"blocked","why":"unreadable","drift":"unknown", applies: (is) => is("an entry was unreadable") && (!is("installed") || (is("replaces an earlier upload") && !is("earlier upload listed") && !is("to be absent"))) },
  { "number":5,"said":"the role shows some apps only, and this one may be hidden","verdict":"blocked","why":"installations-hidden","drift":"unknown", applies: (is) => is("only some apps are shown") && (!is("installed") || (is("replaces an earlier upload") && !is("earlier upload listed") && !is("to be absent"))) },
  { "number":5,"said":"whether the account can have the app is unknown, and it has not got it","verdict":"blocked","why":"unreadable","drift":"unknown", applies: (is) => is("account unknown") && !is("to be absent") && !is("installed") },
  { "number":6,"said":"another copy of the app is installed","verdict":"blocked","why":"other-copy-installed","drift":"as without the copy", applies: (is) => is("other copy installed") },
  { "number":7,"said":"the app is to be absent, and is not there","verdict":"nothing","why":"not-installed","drift":"–", applies: (is) => is("to be absent") && !is("installed") },
  { "number":7,"said":"the app is to be absent, and its exact id is known","verdict":"act","why":"uninstall","drift":"unwanted", applies: (is) => is("to be absent") && !is("known by manifest id alone") },
  { "number":7,"said":"the app is to be absent, and its catalog id could not be read","verdict":"blocked","why":"catalog-unreadable","drift":"unwanted", applies: (is) => is("to be absent") && is("catalog unreadable") },
  { "number":7,"said":"the app is to be absent, and the catalog has two that it may be","verdict":"blocked","why":"app-ambiguous","drift":"unwanted", applies: (is) => is("to be absent") && is("two catalog entries") },
  { "number":7,"said":"the app is to be absent, and its catalog id is not known","verdict":"blocked","why":"app-not-in-catalog","drift":"unwanted", applies: (is) => is("to be absent") },
  { "number":8,"said":"the app is not there, and is only to be upgraded","verdict":"nothing","why":"not-installed","drift":"–", applies: (is) => !is("installed") && !((!(is("no such user") || is("unread so far") || is("reading refused") || is("reading failed"))) && is("replaces an earlier upload") && is("earlier upload listed")) && is("to be upgraded") && !is("reinstall unfinished") },
  { "number":9,"said":"the installed version has no place in the order","verdict":"blocked","why":"version-not-comparable","drift":"unknown", applies: (is) => is("installed") && !is("installed version comparable") },
  { "number":10,"said":"the range holds what is installed, with consent that nobody approved","verdict":"blocked","why":"consent-not-approved","drift":"–", applies: (is) => (!is("latest") && is("installed in range")) && !(is("installed denied") && is("offered in range") && is("installed older than offered") && !is("offered denied")) && is("consent is more than approved") },
  { "number":10,"said":"the range holds what is installed","verdict":"nothing","why":"in-sync","drift":"–", applies: (is) => (!is("latest") && is("installed in range")) && !(is("installed denied") && is("offered in range") && is("installed older than offered") && !is("offered denied")) },
  { "number":11,"said":"the catalog could not be read","verdict":"blocked","why":"catalog-unreadable","drift":"unknown or missing", applies: (is) => is("catalog unreadable") },
  { "number":11,"said":"the catalog has no such app","verdict":"blocked","why":"app-not-in-catalog","drift":"unknown or missing", applies: (is) => is("missing in the catalog") },
  { "number":11,"said":"two entries of the catalog may be the app","verdict":"blocked","why":"app-ambiguous","drift":"unknown or missing", applies: (is) => is("two catalog entries") },
  { "number":11,"said":"nothing of the app is published","verdict":"blocked","why":"nothing-published","drift":"unknown or missing", applies: (is) => is("nothing published") },
  { "number":11,"said":"a published version has no place in the order","verdict":"blocked","why":"version-not-comparable","drift":"unknown or missing", applies: (is) => is("published version not comparable") },
  { "number":12,"said":"what is installed is accepted, and the catalog lags behind it","verdict":"nothing","why":"newer-than-offered","drift":"ahead", applies: (is) => is("installed in range") && is("installed newer than offered") },
  { "number":13,"said":"the newest accepted version is installed, with consent that nobody approved","verdict":"blocked","why":"consent-not-approved","drift":"–", applies: (is) => (is("installed in range") && (is("installed is offered") || !is("offered in range"))) && is("consent is more than approved") },
  { "number":13,"said":"the newest accepted version is installed","verdict":"nothing","why":"in-sync","drift":"–", applies: (is) => (is("installed in range") && (is("installed is offered") || !is("offered in range"))) },
  { "number":14,"said":"what is installed is newer than every accepted version","verdict":"blocked","why":"cannot-downgrade","drift":"ahead", applies: (is) => is("installed past the range") },
  { "number":15,"said":"what is offered is newer than every accepted version","verdict":"blocked","why":"version-past-range","drift":"behind", applies: (is) => is("offered past the range") },
  { "number":15,"said":"what is offered is not accepted","verdict":"blocked","why":"version-not-offered","drift":"behind", applies: (is) => !is("offered in range") },
  { "number":16,"said":"what is installed is newer than what is offered","verdict":"blocked","why":"cannot-downgrade","drift":"ahead", applies: (is) => is("installed newer than offered") },
  { "number":16,"said":"what is offered is denied","verdict":"blocked","why":"denied-version","drift":"behind", applies: (is) => is("offered denied") },
  { "number":17,"said":"what the offered version requires, or who gets it, is unknown","verdict":"blocked","why":"permissions-unknown","drift":"behind", applies: (is) => !is("requirement known") || !is("identity known") },
  { "number":17,"said":"the consent would go to another Entra application than the approved one","verdict":"blocked","why":"identity-not-approved","drift":"behind", applies: (is) => is("another identity than the approved one") },
  { "number":17,"said":"the lock file does not hold what is offered","verdict":"blocked","why":"definition-not-locked","drift":"behind", applies: (is) => is("lock holds something else") },
  { "number":18,"said":"what is offered requires more than is approved","verdict":"blocked","why":"permissions-not-approved","drift":"behind", applies: (is) => is("requires more than approved") },
  { "number":19,"said":"the app is not there","verdict":"act","why":"install","drift":"behind", applies: (is) => !is("installed") },
  { "number":19,"said":"an older version is there","verdict":"act","why":"upgrade","drift":"behind", applies: (is) => is("always") },
];

export const ADDED: readonly Added[] = [
  { "drift":"consent-not-approved", applies: (is) => (is("installed") && (!(is("no such user") || is("unread so far") || is("reading refused") || is("reading failed"))) && !(is("assignments disagree") || is("to be absent") || is("to be left") || is("decided not applicable"))) && is("consent is more than approved") },
  { "drift":"consent-narrower", applies: (is) => (is("installed") && (!(is("no such user") || is("unread so far") || is("reading refused") || is("reading failed"))) && !(is("assignments disagree") || is("to be absent") || is("to be left") || is("decided not applicable"))) && is("consent is less than required") },
  { "drift":"consent-wider", applies: (is) => (is("installed") && (!(is("no such user") || is("unread so far") || is("reading refused") || is("reading failed"))) && !(is("assignments disagree") || is("to be absent") || is("to be left") || is("decided not applicable"))) && is("consent is more than required") },
  { "drift":"denied-version", applies: (is) => (is("installed") && (!(is("no such user") || is("unread so far") || is("reading refused") || is("reading failed"))) && !(is("assignments disagree") || is("to be absent") || is("to be left") || is("decided not applicable"))) && is("installed denied") },
];

export const REPAIR: readonly Step[] = [
  { "said":"an upgrade is to bring the consent again","verdict":"act","why":"upgrade","drift":"as decided","consent":"required", applies: (is) => is("decided nothing") && is("consent found narrower") && is("repaired by an upgrade") && is("brought anew with consent") },
  { "said":"the app is to be removed and installed again","verdict":"act","why":"reinstall","drift":"as decided","consent":"required", applies: (is) => is("decided nothing") && is("consent found narrower") && is("repaired by reinstalling") && is("brought anew with consent") },
  { "said":"nothing is to be repaired, or nothing can be","verdict":"as decided","why":"as decided","drift":"as decided","consent":"as decided", applies: (is) => is("always") },
];

export const REPLACE: readonly Step[] = [
  { "said":"there is none, or the app is to be absent","verdict":"as decided","why":"as decided","drift":"as decided","consent":"as decided", applies: (is) => !((!(is("no such user") || is("unread so far") || is("reading refused") || is("reading failed"))) && is("replaces an earlier upload") && is("earlier upload listed")) || is("assignments disagree") || is("to be absent") },
  { "said":"the app is blocked","verdict":"as decided","why":"as decided","drift":"and old-copy","consent":"as decided", applies: (is) => is("decided blocked") },
  { "said":"nothing is to be done, for another reason than that the app is as it should be","verdict":"as decided","why":"as decided","drift":"as decided","consent":"as decided", applies: (is) => is("decided nothing") && !is("decided as it should be") },
  { "said":"the catalog could not be read, and the app is known by its manifest id alone","verdict":"blocked","why":"catalog-unreadable","drift":"and old-copy","consent":"none", applies: (is) => is("decided nothing") && is("known by manifest id alone") && is("catalog unreadable") },
  { "said":"the catalog has two that the app may be","verdict":"blocked","why":"app-ambiguous","drift":"and old-copy","consent":"none", applies: (is) => is("decided nothing") && is("known by manifest id alone") && is("two catalog entries") },
  { "said":"the catalog id of the app is not known","verdict":"blocked","why":"app-not-in-catalog","drift":"and old-copy","consent":"none", applies: (is) => is("decided nothing") && is("known by manifest id alone") },
  { "said":"the earlier upload is another app of the desired state","verdict":"blocked","why":"replaces-managed-app","drift":"and old-copy","consent":"none", applies: (is) => is("earlier upload is managed") },
  { "said":"the app is brought first","verdict":"act","why":"replace","drift":"and old-copy","consent":"as decided", applies: (is) => is("decided to bring it") },
  { "said":"the app is there","verdict":"act","why":"replace","drift":"and old-copy","consent":"none", applies: (is) => is("always") },
];

/** What somebody has to be able to say of a row that would act. */
export type HoldWord =
  | "policy suspended"
  | "app suspended"
  | "frozen"
  | "user protected"
  | "protected entry not resolved"
  | "under an exception"
  | "exception not read"
  | "sent but unseen"
  | "tried in vain"
  | "reinstalls"
  | "only to be upgraded"
  | "without a store"
  | "removes"
  | "replaces"
  | "too many removals"
  | "too many earlier uploads"
  | "too much due"
  | "held by its rollout"
  | "without a slot today"
  | "without a place in this run"
  | "too many changes"
  | "window closed"
  | "own window closed";

export const HOLDS: readonly Hold[] = [
  { "number":1,"said":"everything or the app is suspended","reason":"suspended", applies: (is) => is("policy suspended") || is("app suspended") },
  { "number":2,"said":"somebody froze everything or the app, or that cannot be told","reason":"frozen", applies: (is) => is("frozen") },
  { "number":3,"said":"the user is protected","reason":"protected", applies: (is) => is("user protected") },
  { "number":4,"said":"somebody is protected whom nobody could name, which might be anybody","reason":"protected-unresolved", applies: (is) => is("protected entry not resolved") },
  { "number":5,"said":"the user is under an exception","reason":"excepted", applies: (is) => is("under an exception") },
  { "number":6,"said":"an exception of the app might mean the user; this blocks the row","reason":"targets-unreadable", applies: (is) => is("exception not read") },
  { "number":7,"said":"a write was sent that cannot be seen yet","reason":"settling", applies: (is) => is("sent but unseen") },
  { "number":8,"said":"earlier tries were in vain","reason":"backing-off", applies: (is) => is("tried in vain") },
  { "number":9,"said":"a run that is cut off would leave the user without the app, and no store would remember","reason":"reinstall-without-store", applies: (is) => is("reinstalls") && is("only to be upgraded") && is("without a store") },
  { "number":10,"said":"more removals are due than maxRemovals allows","reason":"removal-limit", applies: (is) => is("removes") && is("too many removals") },
  { "number":11,"said":"more earlier uploads of the app are due for removal than replaces.removals allows","reason":"removal-limit", applies: (is) => is("replaces") && is("too many earlier uploads") },
  { "number":12,"said":"more is due in all than maxDue allows","reason":"change-limit", applies: (is) => is("too much due") },
  { "number":13,"said":"the rollout has not come to the user; removals never wait for it","reason":"as the rollout says", applies: (is) => is("held by its rollout") && !is("removes") },
  { "number":14,"said":"perDay is used up","reason":"next-day", applies: (is) => is("without a slot today") },
  { "number":15,"said":"perRun is used up","reason":"next-run", applies: (is) => is("without a place in this run") },
  { "number":16,"said":"more would act in this run than maxChanges allows","reason":"change-limit", applies: (is) => is("too many changes") },
  { "number":17,"said":"the window of the policy is closed","reason":"outside-window", applies: (is) => is("window closed") },
  { "number":18,"said":"the window of the rollout is closed","reason":"outside-window", applies: (is) => is("own window closed") && !is("removes") },
];
