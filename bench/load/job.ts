// Owns what the bench and its generator say to each other: one job, marks around what is measured, one result.
import type { Dialect } from '../servers/server.ts'
import type { Percentiles } from './latencies.ts'

export interface Target {
  readonly url: string
  readonly dialect: Dialect
  readonly room: string
}

export interface TypingJob {
  readonly kind: 'typing'
  readonly people: number
  readonly writers: number
  readonly editsPerSecond: number
  readonly durationMs: number
}

export interface CursorsJob {
  readonly kind: 'cursors'
  readonly through: 'awareness' | 'native'
  readonly people: number
  readonly perSecond: number
  readonly durationMs: number
  /** How many receivers are decoded; the others count bytes only. */
  readonly sampledReceivers: number
}

export interface JoinJob {
  readonly kind: 'join'
  readonly joinersAtOnce: number
  /** How often, one after the other. */
  readonly times: number
  readonly documentFile: string
}

/** Native only. Rates are per person and second; `writers` of the people write, `commenters` of them comment in one thread. */
export interface MixJob {
  readonly kind: 'mix'
  readonly people: number
  readonly cursorsPerSecond: number
  readonly writers: number
  readonly editsPerSecond: number
  readonly presencePerSecond: number
  readonly eventsPerSecond: number
  readonly commenters: number
  readonly commentsPerSecond: number
  readonly chatPerSecond: number
  readonly durationMs: number
  readonly sampledReceivers: number
}

export interface ManyRoomsJob {
  readonly kind: 'rooms'
  readonly through: 'yjs' | 'native'
  readonly rooms: number
  readonly peoplePerRoom: number
}

/** Native only. */
export interface ConnectJob {
  readonly kind: 'connect'
  readonly times: number
  /** So many threads of comments are in the room. */
  readonly threads: number
}

export type Job = TypingJob | CursorsJob | JoinJob | MixJob | ManyRoomsJob | ConnectJob

/** One kind of change of a job that has several. */
export interface Part {
  readonly expected: number
  readonly delivered: number
  readonly outOfOrder: number
  readonly latency: Percentiles | null
}

export interface LoadResult {
  readonly asked: number
  readonly opened: number
  readonly openAtEnd: number
  readonly sentPerSecond: number
  /** Changes × receivers: what a perfect server would deliver, and what was seen (for all receivers, from the sample). */
  readonly expected: number
  readonly delivered: number
  readonly latency: Percentiles | null
  readonly bytesReceived: number
  /** How old a receiver's knowledge of a person was, at worst and at P95; cursors only. */
  readonly age: { readonly p95Ms: number; readonly maxMs: number } | null
  /** Share of one core that the generator used while measuring: near 1 it, not the server, is the limit. */
  readonly generatorCpuShare: number
  readonly notes: readonly string[]
  readonly parts?: Readonly<Record<string, Part>>
  /** The most WebSocket messages a second that any sampled receiver got. */
  readonly framesPerSecond?: number
  readonly measuredMs?: number
  /** Of somebody who arrived. */
  readonly welcomeBytes?: number
}

/** Bench to generator. */
export type Order =
  | {
      readonly type: 'run'
      readonly job: Job
      readonly warmUp: Job | null
      readonly target: Target
      readonly warmUpTarget: Target
    }
  | { readonly type: 'go' }

/** Generator to bench. At a mark it waits for `go`, so that the readings of the server are taken at that moment. */
export type Report =
  | { readonly type: 'mark'; readonly name: 'start' | 'end' }
  | { readonly type: 'result'; readonly result: LoadResult }
  | { readonly type: 'failed'; readonly message: string }

/** Calls around the measured part of a job. */
export interface Marks {
  start(): Promise<void>
  end(): Promise<void>
}
