/** What the edge has verified before anything reaches the room. The room trusts this and nothing else about a caller. */
import type { Access } from '@syncforge/protocol/access'
import type { DefaultAccess, GrantedAccess } from '@syncforge/protocol/granted-access'
import type { HeldPlan } from '@syncforge/protocol/plans'
import type { RoomInfo } from '@syncforge/protocol/room-info'
import type { User, UserInfo } from '@syncforge/protocol/schemas'
import type { Origin } from '../../telemetry/request.ts'

/** How the room is set up; the edge sends its current record with every admission and call. */
export interface RoomSettings {
  readonly maxParticipants: number
  /** How long a lost connection keeps its place. */
  readonly graceMs: number
  /** Nothing heard from a client for this long: it is gone for everyone. */
  readonly presenceTimeoutMs: number
  /** How far the history of documents reaches back; 0 keeps none. */
  readonly historyMs: number
  /** `memory`: nothing of the room is ever written anywhere. It never changes in the life of a room. */
  readonly persistence: 'durable' | 'memory'
  /** So long after the last leave the room is cleaned up: what is in memory is erased, what is stored is unloaded. */
  readonly emptyAfterMs: number
  /** What people have without a grant; `none`: they stay outside. */
  readonly defaultAccess: DefaultAccess
  /** What it is called and is for. */
  readonly info: Omit<RoomInfo, 'maxParticipants'>
  /** The user id that the room belongs to. */
  readonly ownerId: string | null
  /** Rises with every change of these settings: what an edge remembers from before changes nothing back. */
  readonly revision: number
}

export interface RoomName {
  readonly organizationId: string
  readonly roomId: string
  /** When it was registered, in milliseconds since 1970: a room that was deleted and made anew under its id is another one. */
  readonly createdAt: number
}

/** Which room is meant, how it is set up, and which request asks. */
export interface RoomAddress extends RoomName {
  readonly settings: RoomSettings
  /** What its organization pays for. */
  readonly plan: HeldPlan
  readonly origin?: Origin | undefined
}

export interface Admission extends RoomAddress {
  /** The edge has just registered the room: there is nothing that it could have lost. */
  readonly isNew: boolean
  readonly requestId: string
  readonly dialect: 'native' | 'yjs'
  /** The document that a y-websocket address names; unused by the native dialect. */
  readonly document: string
  /** `userId` is null when the token or key names nobody: the client's own claim or a guest id is used then. */
  readonly user: { readonly userId: string | null; readonly userInfo: UserInfo; readonly verified: boolean }
  /** What the token says; `default`: what the room gives to everybody; `null`: nothing, only something that was granted in the room lets it in. */
  readonly access: Access | 'default' | null
  /** The hash of a share link that it brings along. */
  readonly link: string | null
  /** An e-mail address that its token proves. */
  readonly email: string | null
  /** The key that it was shown, or that the token was signed by: with it ends the socket. `null`: the platform's own word. */
  readonly credential: string | null
  /** As many people as the plan allows were here this month: only who is counted comes in (rule PL4). `null`: there is a place. */
  readonly full: { readonly use: number; readonly max: number } | null
  /** When the token ends, and the socket with it; `null` for a key. */
  readonly expiresAt: number | null
}

/** What the object of a room is called: two ids as one name, without a delimiter that an id could contain. */
export const roomObjectName = (organizationId: string, roomId: string): string =>
  JSON.stringify([organizationId, roomId])

/** Instead of a credential that has ended: whatever came in, the organization was deleted. */
export const everyCredential = '*'

/** The header of the upgrade request that carries the admission as JSON. Only the edge can set it. */
export const admissionHeader = 'syncforge-admission'

/** Who speaks through `ask`: a REST caller with a key, or the platform itself. */
export interface Actor extends RoomAddress {
  readonly requestId: string
  readonly user: User
  readonly access: Access
  /** Somebody who has shown what a socket would: the room says what they may do, and `access` counts for nothing. */
  readonly shown?: Pick<Admission, 'access' | 'link' | 'expiresAt'>
}

export type Answer =
  | { readonly ok: true; readonly reply: unknown }
  | {
      readonly ok: false
      readonly error: { readonly code: string; readonly message: string; readonly details: unknown }
    }

/** A decision about a user id in the room, whoever shows it: rules PE2 and PE5. */
export type Moderation =
  | {
      readonly kind: 'access'
      readonly userId: string
      /** `null`: what they bring along; left out: as it is. */
      readonly access?: Access | null | undefined
      /** Documents whose level changes; `null`: the room's again. */
      readonly documents?: Readonly<Record<string, GrantedAccess | null>> | undefined
    }
  | {
      readonly kind: 'kick'
      readonly userId: string
      /** Whoever proves the id stays. */
      readonly claimsOnly: boolean
      /** A ban as well; without an end where `forMs` is `null`. */
      readonly ban?: { readonly forMs: number | null }
    }
  | { readonly kind: 'unban'; readonly userId: string }

/** Ways into the room for people whose user id nobody knows yet. */
export type Sharing =
  | {
      readonly kind: 'link'
      readonly hash: string
      readonly access: GrantedAccess
      readonly name: string | null
      readonly expiresAt: number | null
    }
  | { readonly kind: 'unlink'; readonly id: string }
  | { readonly kind: 'share'; readonly email: string; readonly access: Access }
  | { readonly kind: 'unshare'; readonly id: string }

/** A share link as it is listed; its token is not kept. */
export interface ShareLink {
  readonly id: string
  readonly name: string | null
  readonly access: GrantedAccess
  /** Milliseconds since 1970; `null` for one without an end. */
  readonly expiresAt: number | null
  readonly createdAt: number
}

/** A grant that waits for somebody who proves this address. */
export interface EmailShare {
  readonly id: string
  readonly email: string
  readonly access: Access
  readonly createdAt: number
}

/** Who decides, for the log of administrative acts. */
export interface DecidedBy {
  readonly id: string
  /** The network address that the request came from. */
  readonly address: string | null
  /** A kick stands in the log already: the room tells of none. */
  readonly isLogged?: boolean
}

/** What was decided about a user id and still holds. */
export interface UserDecision {
  readonly userId: string
  readonly access: Access | null
  readonly documents: Readonly<Record<string, GrantedAccess>>
  /** `until` in milliseconds since 1970, `null` for one without an end. */
  readonly ban: { readonly until: number | null } | null
  /** For those who only claim the id. */
  readonly claimsBan: { readonly until: number | null } | null
}

/** What a room says about its own state. */
export interface RoomHealth {
  /** What it does of its own accord and fails at: by its key, since when and how often, and when it is tried again (milliseconds since 1970). */
  readonly failing: readonly {
    readonly key: string
    readonly since: number
    readonly failures: number
    readonly retryAt: number
  }[]
  /** Facts that have still to reach the organization or Postgres; past {@link outboxFastFacts} the room takes on new ones only slowly. */
  readonly factsWaiting: number
}

/**
 * What the edge may call on a room. `fetch` takes the upgrade with {@link admissionHeader}; who may not come in is answered without an
 * upgrade, with the refusal as JSON ({@link Answer}): a socket that the runtime keeps for a room and that is closed before its client has said a
 * word stays half open until the room sleeps.
 */
/** Somebody whom the customer's server shows in the room; `ttlMs`: for how long from now on. */
export interface AgentShown {
  readonly userId: string
  readonly userInfo: UserInfo
  readonly ttlMs: number
}

/** Bytes of a file that lie in the store, and what they are. */
export interface StoredFile {
  readonly id: string
  readonly type: string
  /** Of each try its own: a second one changes nothing of what the first has brought. */
  readonly place: string
}

/** One request of a contract. */
export interface RoomRequest {
  readonly name: string
  readonly body: unknown
}

export interface RoomStub {
  ask(name: string, body: unknown, actor: Actor): Promise<Answer>
  /** Shows an agent, and carries out `requests` as its own, all or nothing; `reply` is `{ connectionId, expiresAt }`. */
  showAgent(agent: AgentShown, requests: readonly RoomRequest[], actor: Actor): Promise<Answer>
  /** `reply` is whether it was shown. */
  hideAgent(userId: string, room: RoomAddress): Promise<Answer>
  /** Carries out a decision, on open sockets at once. Replies with how many connections it met. */
  moderate(moderation: Moderation, room: RoomAddress, by?: DecidedBy): Promise<Answer>
  /** What was decided about a user id; `reply` is a {@link UserDecision}. */
  decision(userId: string, room: RoomAddress): Promise<Answer>
  /** Everybody about whom something was decided, by user id; `reply` is a list of {@link UserDecision}. */
  decisions(after: string | null, limit: number, room: RoomAddress): Promise<Answer>
  /** Opens or closes a way in; what came through a closed one loses it at once. `reply` is a {@link ShareLink} or an {@link EmailShare}. */
  share(sharing: Sharing, room: RoomAddress, by: DecidedBy): Promise<Answer>
  /** The ways in that are open; `reply` is `{ links: ShareLink[], shares: EmailShare[] }`. */
  shared(room: RoomAddress): Promise<Answer>
  /** A file that the room expects is in the store; `reply` is the attachment, and whether this is where it lies. */
  fileStored(stored: StoredFile, room: RoomAddress): Promise<Answer>
  /** Erases everything and closes every socket with ROOM_DELETED. */
  erase(): Promise<void>
  /** Erases this life of the room, which was never finished; another one stays. `false`: people have been in it, so it was, and it stays. */
  abandon(room: RoomAddress): Promise<boolean>
  /** Everything the room holds, as an export file that names `registration` as how it is registered; `reply` is a `ReadableStream` of its bytes. */
  exportFile(registration: unknown, room: RoomAddress): Promise<Answer>
  /** Checks a whole export file and keeps it aside; `reply` is a {@link StagedImport}. The room must be empty; of an `isNew` one there is no copy to look for. */
  stageImport(file: ReadableStream<Uint8Array>, room: RoomAddress, isNew: boolean): Promise<Answer>
  /** Puts a file that was kept aside in its place and closes every socket: they come back to what it holds. */
  commitImport(id: string, room: RoomAddress): Promise<Answer>
  /** What the room has, in short, for `pack` of another one; `reply` is a `ReadableStream`. */
  known(room: RoomAddress): Promise<Answer>
  /** What the room has and one that knows `known` lacks, or everything for `null`; `reply` is a `ReadableStream`. */
  pack(
    room: RoomAddress,
    what: { readonly version: string | null; readonly keys: readonly string[] | null },
    known: ReadableStream<Uint8Array> | null,
  ): Promise<Answer>
  /** Takes what another room has packed as edits of `actor`, once however often it comes; `reply` is a list of {@link Taken}. */
  unpack(content: ReadableStream<Uint8Array>, actor: Actor, isNew: boolean): Promise<Answer>
  /** How the room is; one that is not open has nothing to tell. */
  health(): Promise<RoomHealth>
  /** Applies changed settings to the open room, and to everybody in it. */
  configure(settings: RoomSettings): Promise<void>
}
