/** What the edge and the objects' worker are given: bindings of their wrangler files and the settings that `npm start` or a deployment adds. */

import type { EndpointStub } from '../../durable-objects/endpoint/admission.ts'
import type { Begun } from '../../durable-objects/idempotency/idempotency.ts'
import type { InboxStub } from '../../durable-objects/inbox/admission.ts'
import type { OrganizationStub } from '../../durable-objects/organization/admission.ts'
import type { RoomStub } from '../../durable-objects/room/admission.ts'
import type { Consumed, WindowRule } from '../../durable-objects/window/window.ts'
import type { Dataset } from '../../telemetry/metrics/analytics.ts'
import type { Counted } from '../../telemetry/metrics/sum.ts'
import type { BillingService } from '../billing/service.ts'
import type { Courier } from '../courier/index.ts'
import type { MailEnv } from '../mail/open.ts'
import type { FileBucket } from './files/bucket.ts'

/** A room as the edge sees it: the upgrade goes through `fetch`, everything else through the calls of {@link RoomStub}. */
export interface RoomObject extends RoomStub {
  fetch(request: Request): Promise<Response>
}

export interface RoomNamespace {
  idFromName(name: string): DurableObjectId
  get(id: DurableObjectId): RoomObject
}

/** Writes a row of its own, or rejects. */
export interface ProbeNamespace {
  idFromName(name: string): DurableObjectId
  get(id: DurableObjectId): { write(): Promise<void> }
}

/** An organization as the edge sees it: watchers' sockets go through `fetch`. */
export interface OrganizationObject extends OrganizationStub {
  fetch(request: Request): Promise<Response>
}

export interface OrganizationNamespace {
  getByName(name: string): OrganizationObject
}

/** Delivers webhooks, one object for each endpoint. */
export interface EndpointNamespace {
  getByName(name: string): EndpointStub
}

/** The inbox of a person: their sockets go through `fetch`. */
export interface InboxNamespace {
  getByName(name: string): InboxStub & { fetch(request: Request): Promise<Response> }
}

/** Counts exactly, one object for each key, address or account. */
export interface WindowNamespace {
  idFromName(name: string): DurableObjectId
  get(id: DurableObjectId): { consume(name: string, rule: WindowRule): Promise<Consumed> }
}

/** Remembers what calls came to: an object holds a share of an organization's idempotency keys. */
export interface IdempotencyNamespace {
  idFromName(name: string): DurableObjectId
  get(id: DurableObjectId): {
    begin(key: string, fingerprint: string): Promise<Begun>
    finish(key: string, attempt: number, answer: Uint8Array): Promise<void>
    release(key: string, attempt: number): Promise<void>
  }
}

/** The platform's own limit, per location and permissive: it spares the exact count the worst of a flood. */
export interface Shield {
  limit(options: { readonly key: string }): Promise<{ readonly success: boolean }>
}

export interface Env extends MailEnv {
  readonly ROOM: RoomNamespace
  readonly ORGANIZATION: OrganizationNamespace
  readonly PROBE: ProbeNamespace
  readonly WINDOW: WindowNamespace
  readonly IDEMPOTENCY: IdempotencyNamespace
  readonly ENDPOINT: EndpointNamespace
  readonly INBOX: InboxNamespace
  /** Where the platform has none, as on one machine, the exact count stands alone. */
  readonly SHIELD?: Shield
  /** Where files that are attached lie: a bucket when deployed. */
  readonly FILES?: FileBucket
  /** The same on one machine: a folder. */
  readonly FILES_FOLDER?: { fetch(request: Request): Promise<Response> }
  readonly ASSETS: { fetch(request: Request): Promise<Response> }
  /** People and their sessions, below /api/auth. */
  readonly ACCOUNTS: { fetch(request: Request): Promise<Response> }
  /** What the objects have counted, in the worker that they live in. */
  readonly COUNTS: { counted(): Promise<Counted> }
  /** The way to addresses that customers have named. */
  readonly COURIER: Pick<Courier, 'ask'>
  /** Stripe's side of an organization. */
  readonly BILLING: BillingService
  /** The backend of the example app Converge, in development alone. */
  readonly CONVERGE?: Fetcher
  /** `development` shows and allows what nobody may have in production, which is what anything else means. */
  readonly SYNCFORGE_ENV?: string
  /** How many requests a key may make in a minute; 1,000 when it is not set. */
  readonly REQUESTS_PER_MINUTE?: string
  /** How long a deleted organization can be brought back, in milliseconds; seven days when left out. */
  readonly ORGANIZATION_GRACE_MS?: string
  /** How often people of one address may try to sign in, sign up or reset in a quarter of an hour; 100 when it is not set. */
  readonly SIGN_INS_PER_ADDRESS?: string
  /** Addresses and networks of proxies before this machine, whose `x-forwarded-for` is believed, with commas between them. */
  readonly TRUSTED_PROXIES?: string
  /** PostgreSQL, as the Neon driver reads it. */
  readonly DATABASE_URL: string
  /** Where that database answers queries over HTTP, when it is not Neon's own address. */
  readonly NEON_ENDPOINT?: string
  /** Signs and verifies room tokens: 32 random bytes, base64url. */
  readonly TOKEN_SECRET: string
  /** The way to addresses that customers have named, on a network without this machine. Left out: the platform sees to that. */
  readonly OUTSIDE?: { fetch(address: string, init: RequestInit): Promise<Response> }
  /** Seals what keys sign room tokens with: 32 random bytes, base64url. */
  readonly KEYS_SECRET: string
  /** Signs session cookies: 32 random bytes, base64url. */
  readonly AUTH_SECRET: string
  /** Whoever shows it may read `/metrics`; left out, there is no such page. */
  readonly METRICS_TOKEN?: string
  /** Whoever shows it may set plans by hand; left out, nobody may. */
  readonly OPERATOR_TOKEN?: string
  /** Where isolates are many, their metrics go here. */
  readonly METRICS?: Dataset
  /** The address that people open, such as `https://sync.example.com`. Left out: this machine by any of its own names. */
  readonly PUBLIC_URL?: string
}
