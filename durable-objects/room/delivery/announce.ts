/**
 * From what features return to what delivery queues: audiences become targets, facts go to the outbox and to every feature. Within a
 * transaction nothing is queued before it stands.
 */
import type { Contract } from '@syncforge/protocol/contract'
import type { Fact } from '@syncforge/protocol/facts'
import { isSamePerson } from '@syncforge/protocol/person'
import type { ActorStorage } from '../../actor/storage.ts'
import type { RoomConnection } from '../connections/connection.ts'
import type { ConnectionRegistry } from '../connections/connection-registry.ts'
import type { Connection } from '../context.ts'
import type { Outgoing } from '../dialects/dialect.ts'
import type { Outbox } from '../facts/outbox.ts'
import type { Announcement, Audience, Consequences, FrameAnnouncement, FrameOutcome, Outcome } from '../feature.ts'
import type { OpenRoom } from '../open.ts'
import type { Delivery } from './deliver.ts'

export interface Announcer {
  /** `cause` is who `self` and `others` relate to; `null` for the room itself. */
  events(announcements: readonly Announcement<Contract>[], cause: Connection | null): void
  frames(announcements: readonly FrameAnnouncement[]): void
  answer(to: RoomConnection, answer: NonNullable<FrameOutcome['answer']>): void
  reply(to: RoomConnection, ref: number, body: unknown): void
  /** Writes facts to the outbox and offers them to every feature, inside the transaction of the change. What it returns is
   * announced once that is committed. */
  facts(facts: readonly Fact[]): readonly Announcement<Contract>[]
  /** What a moment of the room has led to: facts to where they go, events to their audience. Call in its transaction. */
  consequences(of: Consequences<Contract>, cause: Connection | null): void
  /** All that a handler has returned but the reply; `cause` is who asked. Call in its transaction. */
  outcome(outcome: Omit<Outcome<Contract, string>, 'reply'>, cause: Connection | null): void
  collectLater(): void
}

interface AnnouncerParts {
  readonly storage: Pick<ActorStorage, 'afterCommit'>
  readonly room: OpenRoom
  readonly registry: ConnectionRegistry
  readonly delivery: Delivery
  readonly outbox: Outbox
  /** An event of this type is announced. In the transaction that announces it. */
  heard(type: string): void
  clock(): number
}

export const createAnnouncer = ({
  storage,
  room,
  registry,
  delivery,
  outbox,
  heard,
  clock,
}: AnnouncerParts): Announcer => {
  /** The connections that an audience names one by one, or `null` when it is everyone. */
  const targetsOf = (to: Audience, cause: Connection | null): readonly RoomConnection[] | null => {
    if (to === 'everyone' || to === 'others') return null
    if (to !== 'self' && 'userId' in to) return [...registry.all.values()].filter(({ user }) => isSamePerson(user, to))
    const target = registry.all.get(to === 'self' ? (cause?.id ?? '') : to.connectionId)
    return target === undefined ? [] : [target]
  }

  const queueEvents: Announcer['events'] = (announcements, cause) => {
    for (const { to, event, topic } of announcements) {
      const origin = to === 'others' ? (cause?.number ?? 0) : 0
      const outgoing: Outgoing = { kind: 'event', type: event.type, body: event.body, origin }
      const targets = targetsOf(to, cause)
      if (targets !== null) {
        for (const target of targets) delivery.tell(target, outgoing)
      } else if (room.deliveries.get(event.type) === 'latest') {
        delivery.announce(outgoing, { kind: 'latest', key: `${event.type}:${cause?.number ?? 0}`, topic })
      } else {
        delivery.announce(outgoing, { topic })
      }
    }
  }

  const queueFrames: Announcer['frames'] = (announcements) => {
    for (const { to, frame, topic, exceptTopic, delivery: kind, origin } of announcements) {
      const outgoing: Outgoing = { kind: 'frame', frame, origin }
      const targets = targetsOf(to, null)
      if (targets === null) delivery.announce(outgoing, { topic, exceptTopic, kind })
      else for (const target of targets) delivery.tell(target, outgoing, kind)
    }
  }

  const events: Announcer['events'] = (announcements, cause) => {
    for (const { event } of announcements) heard(event.type)
    if (announcements.length > 0) storage.afterCommit(() => queueEvents(announcements, cause))
  }
  const frames: Announcer['frames'] = (announcements) => {
    if (announcements.length > 0) storage.afterCommit(() => queueFrames(announcements))
  }
  const facts: Announcer['facts'] = (told) => {
    if (told.length === 0) return []
    outbox.append(told, clock())
    return room.features.flatMap((feature) => feature.onFacts?.(told) ?? [])
  }

  const consequences: Announcer['consequences'] = ({ announce = [], facts: told = [] }, cause) => {
    const further = facts(told)
    events(announce, cause)
    events(further, null)
  }

  return {
    events,
    frames,
    facts,
    consequences,
    outcome({ frames: framed = [], ...led }, cause) {
      if (led.facts !== undefined && led.facts.length > 0) outbox.requirePace(clock())
      consequences(led, cause)
      frames(framed)
    },
    answer(to, { key, bytes, parts }) {
      const next = () => {
        const { done, value } = parts.next()
        if (!done) queueFrames(value)
        return !done
      }
      delivery.answer(to, key, bytes, { next, end: () => void parts.return?.() })
    },
    reply: (to, ref, body) => delivery.tell(to, { kind: 'reply', ref, body }),
    collectLater: delivery.collectLater,
  }
}
