// Who and what is around somebody who writes a comment. Types only.
import type { Mentionable } from './body.ts'
import type { Attach } from './carried-files.ts'

export interface Company {
  /** Whom one may mean, those who are here first. */
  readonly mentionable: () => readonly Mentionable[]
  /** Asks the room whom else a query means; they are mentionable from then on. */
  readonly meet: (query: string) => Promise<void>
  readonly say: (sentence: string) => void
  /** Sends a file; what cannot take any has none. */
  readonly attach?: Attach | undefined
}
