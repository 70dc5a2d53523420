/**
 * Connections: who is in the room, on which socket. Everything about one lies in its socket's attachment, so that a cold
 * wake finds everyone again; what is too large for an attachment, or has no socket, lies among the room's values.
 */
import type { Access } from '@syncforge/protocol/access'
import type { User } from '@syncforge/protocol/schemas'
import type { Greeting } from '../../actor/handshake.ts'
import type { KeyValues } from '../../actor/key-values.ts'
import { encodeAttachment, readAttachment } from '../../actor/sockets.ts'
import type { Transactions } from '../../actor/transactions.ts'
import type { Admission } from '../admission.ts'
import type { Connection } from '../context.ts'
import { beginLife, type SocketLife } from './socket-life.ts'

export interface Place {
  readonly stage: 'present'
  readonly id: string
  readonly number: number
  readonly user: User
  /** Somebody with a key shows it; it has no socket. */
  readonly agent?: true
  readonly access: Access
  /** What the token says; `access` may differ when the organization has decided otherwise. */
  readonly granted: Admission['access']
  /** The share link that it came with. */
  readonly link?: string | null
  /** What is granted to this person in single parts of the room. */
  readonly parts?: PartLevels
  /** The key behind it, as the edge has verified it. */
  readonly credential: string | null
  /** When the token or the link ends; `null` for never. */
  readonly expiresAt: number | null
  readonly heardAt: number
  readonly joinedAt: number
  /** On this socket it has answered a question of the room: what it had to hand over first is here. */
  readonly answered?: boolean
  readonly dialect: Admission['dialect']
  readonly document: string
  /** What a client shows to take its place again. */
  readonly secret: string
  readonly requestId: string
  readonly graceMs: number
  /** Of its present socket, or the last one. */
  readonly life?: SocketLife
  readonly topics: readonly string[]
  readonly memory: Readonly<Record<string, unknown>>
}

/** Named part of the room → access there. */
export type PartLevels = Readonly<Record<string, Access>>

const noParts: PartLevels = {}

type Attachment = Greeting<Admission> | Place | { readonly stage: 'spilled'; readonly id: string }

/** A place that is not in an attachment. */
export interface KeptPlace {
  readonly place: Place
  /** When it is given up; `null` while its socket is open. */
  readonly leavesAt: number | null
}

export const placePrefix = 'place/'
export const placeKey = (connectionId: string) => `${placePrefix}${connectionId}`

/** The platform's bound is 16,384 bytes serialised; the rest is its own framing. */
const attachmentMaxBytes = 16_000

export class RoomConnection implements Connection {
  #topics: Set<string>
  #memory: Map<string, unknown>
  readonly #values: KeyValues
  readonly #transactions: Transactions
  #place: Place
  /** When something was last heard from the client, and the same as of the last save. */
  heardAt: number
  savedSignAt: number
  /** When something was last said to the client in this wake; 0 for not yet. */
  spokenAt = 0
  answered: boolean
  #spilled = false
  life: SocketLife
  /** `null` while the connection is in its grace period. */
  socket: WebSocket | null
  /** Too much is on its way to the socket: until it has caught up it hears only what is `reliable`. */
  behind = false

  constructor(place: Place, socket: WebSocket | null, values: KeyValues, transactions: Transactions) {
    this.#place = place
    this.heardAt = place.heardAt
    this.savedSignAt = place.heardAt
    this.answered = place.answered ?? false
    this.life = place.life ?? beginLife(undefined, place.joinedAt)
    this.#topics = new Set(place.topics)
    this.#memory = new Map(Object.entries(place.memory))
    this.#values = values
    this.#transactions = transactions
    this.socket = socket
  }

  get id() {
    return this.#place.id
  }
  get number() {
    return this.#place.number
  }
  get user() {
    return this.#place.user
  }
  get isAgent() {
    return this.#place.agent === true
  }
  get isTrusted() {
    return false
  }
  get access() {
    return this.#place.access
  }
  get granted() {
    return this.#place.granted
  }
  get link() {
    return this.#place.link ?? null
  }
  get parts(): PartLevels {
    return this.#place.parts ?? noParts
  }
  get credential() {
    return this.#place.credential
  }
  get expiresAt() {
    return this.#place.expiresAt
  }
  get joinedAt() {
    return this.#place.joinedAt
  }
  get dialect() {
    return this.#place.dialect
  }
  get document() {
    return this.#place.document
  }
  get secret() {
    return this.#place.secret
  }
  get requestId() {
    return this.#place.requestId
  }
  get graceMs() {
    return this.#place.graceMs
  }
  get topics(): ReadonlySet<string> {
    return this.#topics
  }

  /** A message of the client came. */
  heard(bytes: number, now: number): void {
    this.heardAt = now
    this.life.messagesIn += 1
    this.life.bytesIn += bytes
  }

  /** What the client may do from now on, and until when. */
  grant(rights: Partial<Pick<Place, 'access' | 'granted' | 'link' | 'parts' | 'expiresAt' | 'credential'>>): void {
    this.#change(() => {
      this.#place = { ...this.#place, ...rights }
    })
  }

  accessTo(part: string): Access {
    // A name may be that of a property which every object has.
    return Object.hasOwn(this.parts, part) ? (this.parts[part] ?? this.access) : this.access
  }

  recall(key: string): unknown {
    return this.#memory.get(key)
  }

  remember(key: string, value: unknown): void {
    this.#change(() => {
      if (value === undefined) this.#memory.delete(key)
      else this.#memory.set(key, value)
    })
  }

  follow(topic: string): void {
    if (this.#topics.has(topic)) return
    this.#change(() => this.#topics.add(topic))
  }

  unfollow(topic: string): void {
    if (this.#topics.has(topic)) this.#change(() => this.#topics.delete(topic))
  }

  /** An attachment is no row: what a transaction has changed of it is put back by hand. */
  #change(change: () => void): void {
    if (this.#transactions.inTransaction()) {
      const [place, topics, memory, spilled] = [this.#place, [...this.#topics], [...this.#memory], this.#spilled]
      this.#transactions.onRollback(() => {
        this.#place = place
        this.#topics = new Set(topics)
        this.#memory = new Map(memory)
        this.#spilled = spilled
        this.#attach()
      })
    }
    change()
    this.save()
  }

  toPlace(): Place {
    return {
      ...this.#place,
      heardAt: this.heardAt,
      answered: this.answered,
      life: this.life,
      topics: [...this.#topics],
      memory: Object.fromEntries(this.#memory),
    }
  }

  /** Writes the connection to its socket's attachment, or among the values when it is too large for one. */
  save(): void {
    if (this.socket === null) return
    this.savedSignAt = this.heardAt
    const place = this.toPlace()
    const bytes = encodeAttachment(place)
    const spills = bytes.length > attachmentMaxBytes
    if (spills) this.#values.put(placeKey(this.id), { place, leavesAt: null } satisfies KeptPlace)
    else if (this.#spilled) this.#values.delete(placeKey(this.id))
    this.#spilled = spills
    this.#attach(bytes)
  }

  /** The connection as its socket's attachment, or where to find it. */
  #attach(place = encodeAttachment(this.toPlace())): void {
    this.socket?.serializeAttachment(this.#spilled ? encodeAttachment({ stage: 'spilled', id: this.id }) : place)
  }

  /** The transaction that gave up this place was undone: it is on `socket` again. */
  putBack(socket: WebSocket | null): void {
    this.socket = socket
    this.#attach()
  }
}

/** What a socket's attachment says, or `null` for a socket that the room has already let go. */
export const readSocket = (socket: WebSocket, values: KeyValues): Greeting<Admission> | Place | null => {
  const attachment = readAttachment<Attachment>(socket)
  if (attachment?.stage !== 'spilled') return attachment
  return values.get<KeptPlace>(placeKey(attachment.id))?.place ?? null
}
