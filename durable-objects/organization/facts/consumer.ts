/**
 * What makes something of facts: an organization's object hands each of them to every consumer, and knows nothing else of it. To add one, write
 * a file with {@link defineConsumer} and a line in `consumers.ts`.
 *
 * FC1  A fact reaches a consumer once: in the transaction in which it is remembered that it came. What `take` throws refuses the whole call,
 *      whoever told it tries again, and no other consumer has it either.
 * FC2  Facts of one room come in the order in which they happened, those of several rooms in any.
 *
 * `take` is synchronous and writes rows. What has to reach somebody else is written as due, and a wake-up of the consumer's own sends it.
 */
import type { AnyFact, OrganizationFact } from '@syncforge/protocol/facts'
import type { KeyValues } from '../../actor/key-values.ts'
import type { Log } from '../../actor/log.ts'
import type { Migration } from '../../actor/migrate.ts'
import type { ActorStorage } from '../../actor/storage.ts'
import type { WakeHandler, Wakeups } from '../../actor/wakeups.ts'
import type { RoomName } from '../../room/admission.ts'

/** `isFact` of the protocol tells which kind it is, and what its body holds. */
export interface TakenFact extends AnyFact {
  /** The same however often it was told, and of no other: fit for the id of what is made of it. Letters, digits, `_` and `-`. */
  readonly id: string
  /** When it happened, in milliseconds since 1970, by the clock of whoever tells. */
  readonly at: number
  /** Where it happened; `null`: to the organization itself. */
  readonly room: RoomName | null
  /** It is of a room in memory: nothing that names somebody may be written down. */
  readonly isEphemeral: boolean
  /** Of the request that led to it, where that is known. */
  readonly traceparent?: string
}

/** Something that happened to the organization outside of its rooms. */
export type ToldFact = OrganizationFact & {
  /** The same from whoever tells it, and of nothing else, for ever. Letters, digits, `_` and `-`. */
  readonly id: string
  /** Milliseconds since 1970. */
  readonly at: number
}

export interface ConsumerContext {
  /** The organization's id; empty until somebody has called the object by it, which is before the first fact. */
  organizationId(): string
  readonly storage: ActorStorage
  /** Keys begin with the consumer's name. */
  readonly values: KeyValues
  /** Wake-ups whose handlers are the consumer's `wakeHandlers`. */
  readonly wakeups: Pick<Wakeups, 'wakeAt' | 'wakesAt'>
  /** Whose `exports` are the other objects and entry points of the worker. */
  readonly state: DurableObjectState
  /** Something that this consumer has noticed happened to the organization: every consumer hears of it, once for each id. In a transaction. */
  tell(facts: readonly ToldFact[]): void
  clock(): number
  readonly log: Log
}

export interface FactConsumer {
  /** Takes facts that it has not had. In a transaction. */
  take(facts: readonly TakenFact[], now: number): void
  /** What its wake-ups do, by their keys; a key begins with the consumer's name. */
  readonly wakeHandlers?: ReadonlyMap<string, WakeHandler>
}

export interface ConsumerDefinition<C extends FactConsumer = FactConsumer> {
  /** Append-only; ids and tables begin with `organization`. */
  readonly migrations: readonly Migration[]
  /** Once per wake, after the migrations ran. What it returns may have more methods, for the organization's own calls. */
  open(context: ConsumerContext): C
}

export const defineConsumer = <C extends FactConsumer>(definition: ConsumerDefinition<C>): ConsumerDefinition<C> =>
  definition
