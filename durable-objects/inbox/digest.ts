/**
 * Mails what was not read in time: everything that waits goes in one mail, to the address that a token or the organization's server has named. Rules
 * IN7 and IN9. At least once: a crash while the mail goes out sends it again.
 */
import { createRepeatedCall } from '../actor/calls.ts'
import type { Log } from '../actor/log.ts'
import type { ActorStorage } from '../actor/storage.ts'
import { withinTime } from '../actor/timeout.ts'
import type { WakeHandler, Wakeups } from '../actor/wakeups.ts'
import type { InboxOwner } from './admission.ts'
import type { Notifications } from './notifications.ts'
import type { Preferences } from './preferences.ts'
import { quietUntil } from './quiet.ts'
import { digestTargetOf } from './target.ts'

export interface Digest {
  /** When something of this kind is mailed unless it was read; `null`: never. */
  dueFor(kind: string, now: number): number | null
  /** What waits may be due earlier, or nothing waits any more. */
  plan(): void
  readonly wakeHandlers: ReadonlyMap<string, WakeHandler>
}

interface DigestParts {
  readonly storage: Pick<ActorStorage, 'transactionSync'>
  readonly wakeups: Pick<Wakeups, 'wakeAt' | 'wakesAt'>
  readonly notifications: Notifications
  readonly preferences: Preferences
  readonly state: DurableObjectState
  owner(): InboxOwner
  /** Where the server is called by people. */
  publicUrl(): string | null
  clock(): number
  readonly log: Log
}

const dueKey = 'digest.due'
const sendingKey = 'digest.sending'
/** What is named in one mail; of more it tells how many. */
const namedMax = 20
const sendTimeoutMs = 20_000
/** What could not be mailed for so long is not mailed any more. */
const givenUpMs = 86_400_000

export const createDigest = (parts: DigestParts): Digest => {
  const { storage, wakeups, notifications, preferences, state, owner, publicUrl, clock, log } = parts

  const send = async (): Promise<void> => {
    const { email } = preferences.get()
    const waiting = notifications.waitingMail()
    const oldest = waiting.at(-1)
    if (oldest === undefined) return
    const upTo = waiting[0]?.position ?? 0
    if (email !== null && oldest.mailAt > clock() - givenUpMs) {
      const shown = waiting.slice(0, namedMax).map(({ mailAt: _, ...notification }) => notification)
      const digest = { ...owner(), email, notifications: shown, total: waiting.length, publicUrl: publicUrl() }
      await withinTime(digestTargetOf(state).sendDigest(digest), sendTimeoutMs)
    }
    storage.transactionSync(() => {
      notifications.mailed(upTo)
      plan()
    })
  }

  const sending = createRepeatedCall({
    wakeKey: sendingKey,
    wakeups,
    call: send,
    retryFirstMs: sendTimeoutMs,
    retryMaxMs: 3_600_000,
    clock,
    log,
  })

  const plan = () => {
    const due = notifications.nextMail()
    if (due !== wakeups.wakesAt(dueKey)) wakeups.wakeAt(dueKey, due)
  }

  return {
    dueFor(kind, now) {
      const { email, emailDelayMs } = preferences.get()
      return email === null || !preferences.channelsOf(kind).email ? null : now + emailDelayMs
    },
    plan,
    wakeHandlers: new Map<string, WakeHandler>([
      [
        dueKey,
        (now) => {
          const quiet = quietUntil(preferences.get().doNotDisturb, now)
          if (quiet !== null) wakeups.wakeAt(dueKey, quiet)
          // One that fails has a time of its own; what comes meanwhile goes with it.
          else if (!sending.isRetrying()) sending.soon()
          return undefined
        },
      ],
      [sendingKey, sending.handler],
    ]),
  }
}
