// Owns what the cursor storm asks of a crowd, whatever wire its people speak.
import type { Person } from './people.ts'

/** People who send numbered cursor states on some wire and recognise those of others. */
export interface Crowd {
  /** Opens one person. `saw` is called for each state that reaches them. */
  open(person: number, saw: (person: number, sequence: number) => void): Person
  /** The finished WebSocket frame of one state. */
  frame(person: number, sequence: number): Uint8Array
}
