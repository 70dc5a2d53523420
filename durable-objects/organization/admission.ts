/** What the edge may ask of an organization's object, what it hands over with a socket, and what that socket hears. */
import type { Access } from '@syncforge/protocol/access'
import type { LobbyRoom } from '@syncforge/protocol/lobby'
import type { HeldPlan, LimitNotice } from '@syncforge/protocol/plans'
import type { LogReport } from '../../telemetry/live-log.ts'
import type { LivePerson, LiveReport, LiveTarget } from '../room/live/target.ts'
import type { MonthUsage } from './counting/index.ts'
import type { UsageRow } from './counting/usage-rows.ts'
import type { LogLine } from './live-log/log.ts'

export type { LogLine } from './live-log/log.ts'

/** The header of the upgrade request that carries an {@link OrganizationAdmission} as JSON. Only the edge can set it. */
export const organizationAdmissionHeader = 'syncforge-organization-admission'

/** Somebody of the organization, or one of its programs, who watches. */
export interface OrganizationAdmission {
  readonly requestId: string
  /** The organization's id, which is also the object's name. */
  readonly organizationId: string
  /** Person or key: when it has no right any more, its sockets end. */
  readonly callerId: string
  /** Everything of one room, or the busiest of all. */
  readonly roomId: string | null
  /** Not who is where but what happens: the live log. */
  readonly log?: LogWatching | undefined
  /** Not for the dashboard: a lobby of somebody. */
  readonly lobby?: LobbyAdmission | undefined
  /** When to come back and be asked again, in milliseconds since 1970. */
  readonly expiresAt: number
}

export interface LobbyAdmission {
  /** Proven by a token; `null`: nobody knows who looks. */
  readonly userId: string | null
  /** The key behind it; `null`: the platform's own word. */
  readonly credential: string | null
  /** Rooms that exist. `access` as a socket would bring it along; `byEdge`: whether that lets them in where the room has decided nothing. */
  readonly rooms: readonly (readonly [
    id: string,
    createdAt: number,
    access: Access | 'default' | null,
    byEdge: boolean,
  ])[]
  readonly errors: readonly (readonly [id: string, code: NonNullable<LobbyRoom['error']>])[]
}

export interface LogWatching {
  /** The number of the last line that is known; 0 for none. */
  readonly after: number
  /** Whether administrative acts are shown as well. */
  readonly acts: boolean
}

/** A room with people in it. */
export interface LiveRoom {
  readonly id: string
  /** How many people; 0: nobody is here any more. */
  readonly total: number
  /** The first of them. */
  readonly people: readonly LivePerson[]
  /** When somebody last came or went, in milliseconds since 1970. */
  readonly changedAt: number
}

export interface LiveTotals {
  readonly rooms: number
  readonly people: number
  readonly connections: number
}

/** What is counted of the calendar month (UTC) that it is now. */
export interface LiveMonth {
  /** Its first millisecond since 1970. */
  readonly start: number
  /** Different people who came. */
  readonly people: number
  /** Those of them whose identity a token proved. */
  readonly verified: number
  /** The most connections that were open at once. */
  readonly peakConnections: number
}

/** When something changed that REST tells, in milliseconds since 1970; 0: not that anybody knows. Who has asked before asks again. */
export interface LiveNews {
  /** The plan, the subscription or what is to pay. */
  readonly billing: number
  /** Which rooms there are. */
  readonly rooms: number
}

/** First a `snapshot`, then `changed` whenever something in it does, at most five times a second. */
export interface LiveMessage {
  readonly type: 'snapshot' | 'changed'
  readonly body: {
    readonly rooms: readonly LiveRoom[]
    readonly totals: LiveTotals
    readonly month: LiveMonth
    readonly news: LiveNews
    /** Limits of the plan that have come near, each with the highest share that was passed: rule PL6. */
    readonly limits: readonly LimitNotice[]
  }
}

/** Of the live log: first what there is after the line that was known, then what happens, as it does. */
export interface LogMessage {
  readonly type: 'log'
  readonly body: {
    readonly lines: readonly LogLine[]
    /** Lines between those that were known and these may be missing. */
    readonly gap: boolean
  }
}

/** How much of the platform the organization uses. */
export interface OrganizationUsage extends MonthUsage {
  readonly now: LiveTotals
  /** What Postgres has not heard of. */
  readonly pending: readonly UsageRow[]
}

export interface OrganizationStub extends LiveTarget {
  report(report: LiveReport): Promise<readonly string[]>
  /** News for the live log. */
  tellLog(organizationId: string, report: LogReport): Promise<void>
  usage(): Promise<OrganizationUsage>
  /** Something happened to it that Postgres has written down: it is fetched now. */
  collect(organizationId: string): Promise<void>
  /** Its webhook endpoints, or what its plan allows them, are others than before. */
  webhooksChanged(organizationId: string): Promise<void>
  /** Some of those who have an inbox, at most so many; and that theirs are gone. */
  inboxes(limit: number): Promise<readonly string[]>
  forgetInboxes(userIds: readonly string[]): Promise<void>
  /** How many people are in each of these rooms; 0 for one that nobody is in. */
  counts(roomIds: readonly string[]): Promise<Readonly<Record<string, number>>>
  /** These keys have ended: every room with people closes what came by them, now or as soon as it can be reached. */
  revoke(credentials: readonly string[]): Promise<void>
  /** The same as another server of the same database has it: what `ended`, and what of that holds again. Twice is as good as once. */
  learnEndings(ended: readonly string[], held: readonly string[]): Promise<void>
  /** The same for keys that end at `endsAt`, in milliseconds since 1970. */
  retire(credentials: readonly string[], endsAt: number): Promise<void>
  /** It pays for another plan: every room with people holds it within seconds, or as soon as it can be reached. */
  changePlan(organizationId: string, plan: HeldPlan): Promise<void>
  /** When to look at what it pays for without being told anything, in milliseconds since 1970; `null`: nobody pays. */
  refreshBillingAt(organizationId: string, at: number | null): Promise<void>
  /** It was deleted: from `at` on, in milliseconds since 1970, it is erased unless it was brought back. */
  eraseAt(organizationId: string, at: number): Promise<void>
  /** It was deleted: everything that is open under it is closed. */
  deleted(): Promise<void>
  /** It was brought back: nothing is erased, nobody sent away any more. */
  restored(): Promise<void>
  /** Counts a file in that is about to be stored; `false`: the organization has as many bytes of files as it may. Twice is as good as once. */
  keepFile(organizationId: string, place: string, bytes: number): Promise<boolean>
  /** Erases from the store every file whose place begins with one of these: at once, or as soon as it can be reached. */
  dropFilesBelow(organizationId: string, places: readonly string[]): Promise<void>
  /** A person left the organization or a key has ended: what they watch ends. */
  dismiss(callerId: string): Promise<void>
}
