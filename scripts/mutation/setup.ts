import { configureGlobal, readConfigureGlobal } from "fast-check";

// Each change runs the properties that reach it, hundreds of times in all. So each tries cases for a moment only, and a case
// that fails is not made smaller.
configureGlobal({ ...readConfigureGlobal(), endOnFailure: true, interruptAfterTimeLimit: 150 });
