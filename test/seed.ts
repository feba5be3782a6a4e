import { configureGlobal } from "fast-check";

// Properties try the same cases in every run, so that a change is what makes a test fail; `TRUEUP_SEED` tries others.
configureGlobal({ seed: Number(process.env["TRUEUP_SEED"] ?? 20_260_101) });
