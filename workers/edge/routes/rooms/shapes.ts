/** A room as REST shows and takes it. */

import { defaultAccessLevels } from '@syncforge/protocol/granted-access'
import { parseJson } from '@syncforge/protocol/json'
import { limits } from '@syncforge/protocol/limits'
import { roomDefaults } from '@syncforge/protocol/room-defaults'
import { JsonObject, jsonBytes, RoomId, UserId } from '@syncforge/protocol/schemas'
import * as z from 'zod'
import { roomSorts } from '../../../db/queries/room-list.ts'
import {
  type NewRoom as NewRoomRecord,
  type RoomRecord,
  roomPersistence,
  roomTypes,
} from '../../../db/queries/rooms.ts'
import { completeRoom } from '../../new-room.ts'
import { isStorable, notStorable } from '../storable.ts'

const METADATA_MAX_BYTES = 16 * 1024
const GRACE_MAX_MS = 300_000
const HISTORY_MAX_MS = 10 * 365 * 24 * 60 * 60_000

const Name = z.string().min(1).max(256).refine(isStorable, notStorable).nullable()
const RoomAccess = z
  .enum(['public', 'private'])
  .describe('`public`: a publishable key joins. `private`: a room token, a grant or a share link is needed.')
const DefaultAccess = z
  .enum(defaultAccessLevels)
  .describe(
    'What people may do without a grant: with a publishable key, or with a token that names no rooms. `none` is a private room; a public one gives `write` unless this says less.',
  )
const OwnerId = UserId.nullable().describe(
  'The user id that the room belongs to: they have `moderate` where their token does not say otherwise. Who makes a room by joining it with a token owns it.',
)
const isConsistent = ({ access, defaultAccess }: { access?: string | undefined; defaultAccess?: string | undefined }) =>
  access === undefined || defaultAccess === undefined || (access === 'private') === (defaultAccess === 'none')
const inconsistent = { path: ['defaultAccess'], message: '`none` goes with private, everything else with public' }
const RoomType = z.enum(roomTypes)
const Metadata = JsonObject.refine(
  (value) => jsonBytes(value) <= METADATA_MAX_BYTES,
  `at most ${METADATA_MAX_BYTES} bytes as JSON`,
).refine(isStorable, notStorable)
const MaxParticipants = z.number().int().min(1).max(limits.maxParticipantsCeiling)
const GraceMs = z.number().int().min(0).max(GRACE_MAX_MS).describe('How long a lost connection keeps its place.')
const PresenceTimeoutMs = z
  .number()
  .int()
  .min(limits.presenceTimeoutMinMs)
  .max(limits.presenceTimeoutMaxMs)
  .describe('Nothing heard from a client for this long: it is gone for everyone.')
const HistoryMs = z
  .number()
  .int()
  .min(0)
  .max(HISTORY_MAX_MS)
  .describe('How far the history of documents reaches back; 0 keeps none.')
const Persistence = z
  .enum(roomPersistence)
  .describe(
    '`memory`: nothing that happens in the room is ever written to a disk or database; it lives while somebody is in it. Fixed when the room is created.',
  )
const EmptyAfterMs = z
  .number()
  .int()
  .min(0)
  .max(limits.emptyAfterMaxMs)
  .describe('So long after the last leave the room is cleaned up: erased when it is in memory, unloaded otherwise.')
const Moment = z.number().int().describe('Milliseconds since 1970.')

/** What an organization may decide for its new rooms, and their makers for each. */
const settings = {
  defaultAccess: DefaultAccess.optional(),
  type: RoomType.optional(),
  maxParticipants: MaxParticipants.optional(),
  graceMs: GraceMs.optional(),
  presenceTimeoutMs: PresenceTimeoutMs.optional(),
  historyMs: HistoryMs.optional(),
  persistence: Persistence.optional(),
  emptyAfterMs: EmptyAfterMs.optional(),
}

export const RoomDefaults = z.strictObject(settings).meta({ id: 'RoomDefaults', example: { maxParticipants: 20 } })

export const NewRoom = z
  .strictObject({
    id: RoomId.optional().describe('Your own id; one is made when it is left out.'),
    name: Name.default(null),
    access: RoomAccess.optional(),
    ownerId: OwnerId.default(null),
    metadata: Metadata.default({}),
    ...settings,
  })
  .describe(
    `What is left out is as \`roomDefaults\` of the organization say, else: ${Object.entries(roomDefaults)
      .map(([name, value]) => `\`${name}\` ${value}`)
      .join(', ')}.`,
  )
  .refine(isConsistent, inconsistent)
  .meta({ id: 'NewRoom', example: { id: 'doc-1', name: 'Launch plan', access: 'public' } })

export const RoomChange = z
  .strictObject({
    name: Name.optional(),
    access: RoomAccess.optional(),
    defaultAccess: DefaultAccess.optional(),
    ownerId: OwnerId.optional(),
    type: RoomType.optional(),
    metadata: Metadata.optional(),
    maxParticipants: MaxParticipants.optional(),
    graceMs: GraceMs.optional(),
    presenceTimeoutMs: PresenceTimeoutMs.optional(),
    historyMs: HistoryMs.optional(),
    emptyAfterMs: EmptyAfterMs.optional(),
  })
  .refine(isConsistent, inconsistent)
  .meta({ id: 'RoomChange', example: { maxParticipants: 250 } })

export const Room = z
  .object({
    id: RoomId,
    name: Name,
    access: RoomAccess,
    defaultAccess: DefaultAccess,
    ownerId: OwnerId,
    type: RoomType,
    metadata: Metadata,
    maxParticipants: MaxParticipants,
    graceMs: GraceMs,
    presenceTimeoutMs: PresenceTimeoutMs,
    historyMs: HistoryMs,
    persistence: Persistence,
    emptyAfterMs: EmptyAfterMs,
    createdAt: Moment,
    updatedAt: Moment,
  })
  .meta({ id: 'Room' })

const people = z
  .number()
  .int()
  .nullable()
  .describe('How many people are in it now; `null` when that cannot be told right now.')

export const RoomDetail = Room.extend({
  people,
  lastActiveAt: Moment.nullable().describe(
    'When somebody last came, went or changed something, at most a minute behind; `null` for never.',
  ),
  mirroredAt: Moment.nullable().describe(
    'When what is in the room last reached the database; `null` as long as nothing has. The room keeps everything itself, at once.',
  ),
}).meta({ id: 'RoomDetail' })

const ListedRoom = Room.extend({ people }).meta({ id: 'ListedRoom' })

export const RoomList = z
  .object({ rooms: z.array(ListedRoom), nextCursor: z.string().nullable().describe('`null` on the last page.') })
  .meta({ id: 'RoomList' })

/** What every route about a room may refuse. */
export const aboutRoom = [
  'VALIDATION_ERROR',
  'UNAUTHORIZED',
  'FORBIDDEN',
  'ROOM_NOT_FOUND',
  'ROOM_DELETED',
  'ROOM_UNAVAILABLE',
] as const

export const RoomParams = z.object({ roomId: RoomId })

const notMetadata = 'an object as JSON, such as {"team":"a"}'
const MetadataFilter = z
  .string()
  .max(4_096)
  .transform((text, context) => {
    try {
      return Metadata.parse(parseJson(text, true))
    } catch {
      context.addIssue({ code: 'custom', message: notMetadata })
      return z.NEVER
    }
  })
  .optional()
  .meta({
    type: 'string',
    description: 'Rooms whose metadata hold all of this: an object as JSON, such as `{"team":"a"}`.',
  })

export const ListQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  sort: z.enum(roomSorts).default('-createdAt').describe('A minus begins with the largest, or the latest.'),
  type: RoomType.optional(),
  metadata: MetadataFilter,
  search: z
    .string()
    .min(1)
    .max(128)
    .refine(isStorable, notStorable)
    .optional()
    .describe('Rooms whose id or name holds this, in letters large or small.'),
  cursor: z
    .string()
    .max(1_024)
    .optional()
    .describe('`nextCursor` of the page before, with the same `sort` and filters.'),
})

/** Times leave as milliseconds. What the columns hold was checked on its way in. */
export const toRoom = ({ createdAt, updatedAt, metadata, ...rest }: RoomRecord): z.infer<typeof Room> => ({
  ...rest,
  access: rest.defaultAccess === 'none' ? 'private' : 'public',
  metadata: metadata as z.infer<typeof Metadata>,
  createdAt: createdAt.getTime(),
  updatedAt: updatedAt.getTime(),
})

/**
 * A room as it was sent, whole. `access` is a short word for a default.
 *
 * @param defaults what the organization says of its new rooms
 */
export const toNewRoom = (
  id: string,
  { id: _id, access, defaultAccess, ...rest }: z.infer<typeof NewRoom>,
  defaults: Readonly<Record<string, unknown>> = {},
): NewRoomRecord => {
  const meant = access && (access === 'public' ? 'write' : 'none')
  return completeRoom({ ...rest, id, defaultAccess: defaultAccess ?? meant }, defaults)
}
