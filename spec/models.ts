/** A model, what it promises, what shows that it does something, and the variants in which a promise has to fail. */
export interface Model {
  /** Its file, without `.qnt`. */
  readonly name: string;
  /** How many steps a run of it takes. */
  readonly steps: number;
  readonly invariants: readonly string[];
  /** What has to be reached in some runs, so that the promises are not kept by doing nothing. */
  readonly reached: readonly string[];
  /** By module: each leaves one rule out, and breaks this invariant by it. */
  readonly variants: Readonly<Record<string, string>>;
}

/** Every model of this folder. */
export const MODELS: readonly Model[] = [
  {
    name: "writes",
    steps: 50,
    invariants: [
      "neverRepeatsBlindly",
      "neverOnUnknown",
      "neverOnAnOldLook",
      "onlyThePlannedDefinition",
      "stopsAtTheFirstOtherVersion",
      "stopsAfterEqualFailures",
      "onlyWithTheLease",
      "waitsUntilItSettled",
      "appliedIsTrue",
      "straysAreBounded",
    ],
    reached: ["everybodyIsDone", "somethingElseWasBrought", "aRepeatWasNeeded"],
    variants: {
      withoutLookBeforeARepeat: "neverRepeatsBlindly",
      withoutFreshLook: "neverOnAnOldLook",
      withoutUnknownStops: "neverOnUnknown",
      withoutDefinition: "onlyThePlannedDefinition",
      withoutReadBack: "appliedIsTrue",
      withoutStopAtAnotherVersion: "stopsAtTheFirstOtherVersion",
      withoutSlowStart: "straysAreBounded",
      withoutLease: "onlyWithTheLease",
      withoutJournal: "waitsUntilItSettled",
      withoutStopAfterFailures: "stopsAfterEqualFailures",
    },
  },
  {
    name: "lease",
    steps: 40,
    invariants: ["neverTwoHolders", "writesOnlyWithTheLease", "releasesOnlyItsOwn", "onlyWhatWasInFlight"],
    reached: ["somebodyTookOver", "aLateRequestArrives"],
    variants: {
      withoutOneHolder: "neverTwoHolders",
      withoutOwnToken: "releasesOnlyItsOwn",
      withoutAsking: "writesOnlyWithTheLease",
      withoutAskingAgain: "onlyWhatWasInFlight",
    },
  },
  {
    name: "rollout",
    steps: 60,
    invariants: [
      "nobodyBeforeTheirRing",
      "nothingAfterAHalt",
      "oneRingAPass",
      "soaksFirst",
      "unknownNeverPromotes",
      "unknownNeverHalts",
      "onlyWholePasses",
      "onlyInTheWindow",
      "neverRunsAhead",
    ],
    reached: ["everybodyHasIt", "itHalted", "itWasResumed"],
    variants: {
      withoutRings: "nobodyBeforeTheirRing",
      withoutHalt: "nothingAfterAHalt",
      withoutHaltByNumber: "nothingAfterAHalt",
      withoutHaltThatOutlivesTheEntry: "nothingAfterAHalt",
      withoutStateByDefinition: "nothingAfterAHalt",
      withoutOneRingAPass: "oneRingAPass",
      withoutSoak: "soaksFirst",
      withoutUnknownNeverPromotes: "unknownNeverPromotes",
      withoutUnknownNeverHalts: "unknownNeverHalts",
      withoutWholePasses: "onlyWholePasses",
      withoutWindow: "onlyInTheWindow",
      withoutFirstRing: "neverRunsAhead",
      withoutALostStoreThatStays: "neverRunsAhead",
    },
  },
  {
    name: "delta",
    steps: 40,
    invariants: ["isTrueUpToTheToken", "nothingBeforeTheFirstRound"],
    reached: ["aTokenWasGone", "itFollowsByChanges"],
    variants: {
      withoutStartOver: "isTrueUpToTheToken",
      withoutRemovals: "isTrueUpToTheToken",
      withoutEnd: "isTrueUpToTheToken",
      withoutTokenOfTheStart: "isTrueUpToTheToken",
      withoutOneTransaction: "nothingBeforeTheFirstRound",
    },
  },
];
