/** The organization's object, as a room sees it: it is told who is here, and says which credentials have ended. */
import type { Access } from '@syncforge/protocol/access'
import type { Person } from '@syncforge/protocol/person'
import type { HeldPlan } from '@syncforge/protocol/plans'
import type { LogReport } from '../../../telemetry/live-log.ts'
import type { Answer, RoomName } from '../admission.ts'

/** Somebody who is in a room now, with everything they have open there. */
export interface LivePerson {
  readonly userId: string
  readonly verified: boolean
  readonly name: string
  readonly color: string
  readonly access: Access
  readonly connections: number
  /** When the first of their connections came, in milliseconds since 1970. */
  readonly joinedAt: number
}

/** Who is in a room: the whole truth of one moment, never a change. */
export interface LiveReport {
  readonly room: RoomName
  /** Rises with every report of this room: a late one changes nothing. */
  readonly revision: number
  /** How many people there are. */
  readonly total: number
  /** How many connections they have. */
  readonly connections: number
  /** The first of them, at most {@link peopleMax}. */
  readonly people: readonly LivePerson[]
  /** Of a room in memory: who is in it is written down nowhere. */
  readonly isEphemeral: boolean
}

export const peopleMax = 100

/** `unknown`: nothing here says so, and a token may. */
export type Reading = 'yes' | 'no' | 'unknown'

/** Somebody who looks at the room from outside; without an id nobody knows who. */
export interface LobbyViewer {
  readonly userId: string | null
  /** What their token says of the room, `default` for what it gives to everybody. */
  readonly access: Access | 'default' | null
}

/** By the name of a feature: what somebody has not read; `null`: they may not look, or nobody knows who they are. */
export interface LobbySight {
  readonly mayRead: boolean
  readonly unread: Readonly<Record<string, number>> | null
}

export interface LobbyAnswer {
  readonly isEphemeral: boolean
  readonly sights: readonly LobbySight[]
}

/** What the organization's object may call on a room. */
export interface LiveSource {
  /** Who is in the room now; `null`: it is not open, or another one than that of `createdAt`. */
  live(createdAt: number): Promise<LiveReport | null>
  /** Closes every socket that came by one of these keys, with KEY_REVOKED; for `everyCredential` all, with ORGANIZATION_DELETED. Replies with how many. */
  revoke(credentials: readonly string[]): Promise<Answer>
  /** Whether these verified people may read the room now, by user id; `null`: it is no more, or another one than that of `createdAt`. */
  readers(createdAt: number, userIds: readonly string[]): Promise<Readonly<Record<string, Reading>> | null>
  /**
   * What each of these may see of the room from outside, in their order; `null`: it is no more, not open yet, or another one than that of `createdAt`. From
   * now on it says when that is another.
   */
  lobby(createdAt: number, viewers: readonly LobbyViewer[]): Promise<LobbyAnswer | null>
  /** The organization pays for another plan from now on. */
  changePlan(plan: HeldPlan): Promise<void>
}

export interface LiveTarget {
  /** Whether they were counted in the month that it is now. */
  isCounted(person: Person): Promise<boolean>
  /** Returns the credentials that were revoked of late. */
  report(report: LiveReport): Promise<readonly string[]>
  /** What people have not read in this room is another; whether somebody looks. */
  unreadChanged(room: RoomName): Promise<boolean>
  /** News for the live log. */
  tellLog(organizationId: string, report: LogReport): Promise<void>
}

/** Of one organization; a worker without the object has nobody to tell. */
export const liveTargetOf = (state: DurableObjectState, organizationId: string): LiveTarget | undefined =>
  (
    state as { readonly exports?: { readonly Organization?: { getByName(name: string): LiveTarget } } }
  ).exports?.Organization?.getByName(organizationId)
