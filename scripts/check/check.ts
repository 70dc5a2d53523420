// Owns what a check is: a name and a run over a repository that says what is wrong with it. Refuses to print or to exit.

export interface Findings {
  /** Sentences that fail the check. */
  readonly problems: readonly string[]
  /** Sentences that are worth telling although the check passes. */
  readonly notes?: readonly string[]
}

export interface Check {
  readonly name: string
  run(root: string): Promise<Findings>
}
