/** Every bound of the wire, in one place. A peer that passes one gets the typed error named beside it. */

import * as clientLimits from './client-limits.ts'
import { documentWarnShares } from './warn-shares.ts'

const kib = 1024
const mib = 1024 * kib

export const limits = {
  ...clientLimits,
  /** What is stored of one document, updates included: it must fit one call between workers → DOCUMENT_TOO_LARGE. */
  documentMaxBytes: 30 * mib,
  /** What a document may take in the memory of its room, estimated → DOCUMENT_TOO_LARGE. */
  documentMemoryMaxBytes: 100 * mib,
  /** Yjs client ids that have edited one document → LIMIT_EXCEEDED. Yjs looks at each of them in every edit. */
  documentClientsMax: 50_000,
  /** Root types of one document → LIMIT_EXCEEDED. */
  documentRootsMax: 2_000,
  /** Root types of one document times the items that name one: so many names are looked at to write it → LIMIT_EXCEEDED. */
  documentRootLookupsMax: 10_000_000,
  /** Types nested in each other → LIMIT_EXCEEDED. */
  documentDepthMax: 500,
  /** Steps that Yjs takes to find the places of all items of a document, about 20 ns each → LIMIT_EXCEEDED. One update may cost as many. */
  documentWorkMax: 4_000_000,
  documentWarnShares,
  /** Edits of one document that wait for others before them, and what they may take in memory → LIMIT_EXCEEDED. */
  documentWaitingMaxBytes: 4 * mib,
  /** One state vector from a client → PAYLOAD_TOO_LARGE. */
  stateVectorMaxBytes: mib,
  /** The presence of everybody in a room together → LIMIT_EXCEEDED for more than 4 KiB. */
  presencePerRoomMaxBytes: 4 * mib,
  /** One awareness state, as JSON → PAYLOAD_TOO_LARGE. */
  awarenessMaxBytes: 64 * kib,
  /** One awareness frame → PAYLOAD_TOO_LARGE. Stock Yjs clients echo what they hear, a whole room’s states in one frame. */
  awarenessFrameMaxBytes: 8 * mib,
  /** Objects and lists that lie in each other, in JSON from outside → VALIDATION_ERROR. */
  jsonMaxDepth: 128,
  /** One export file → PAYLOAD_TOO_LARGE. It never stands in memory as a whole. */
  importMaxBytes: 256 * mib,
  /** Named documents in one room, and those that one connection follows → LIMIT_EXCEEDED. */
  documentsPerRoom: 1_000,
  /** Named versions of one document → LIMIT_EXCEEDED. */
  namedVersionsPerDocument: 1_000,
  /** The plain form of a comment, in characters → VALIDATION_ERROR. */
  commentTextMaxLength: 10_000,
  /** A comment as JSON → VALIDATION_ERROR. */
  commentBodyMaxBytes: 32 * kib,
  /** Lists in lists → VALIDATION_ERROR. */
  commentListDepthMax: 4,
  /** People mentioned in one comment → VALIDATION_ERROR. */
  commentMentionsMax: 50,
  /** What is typed of a name, people in one answer → VALIDATION_ERROR; questions of a person in ten seconds → RATE_LIMITED. */
  suggestionQueryMaxLength: 64,
  suggestionsMax: 20,
  suggestionsPerTenSeconds: 100,
  /** So long the organization's own address can be asked what the room was asked. */
  suggestionMoreMs: 60_000,
  /** Whom that address has named, a room knows for so long, and so many. */
  namedPeopleMs: 24 * 60 * 60_000,
  namedPeopleMax: 1_000,
  /** Of those who have been in a room by a proven id it knows about so many, those who left last. */
  visitorsMax: 2_000,
  /** Connections that follow one person → LIMIT_EXCEEDED. */
  followersMax: 1_000,
  /** Different emoji at one comment, and people for each of them → LIMIT_EXCEEDED. */
  commentReactionsMax: 20,
  commentReactingMax: 100,
  /** Earlier versions of a comment that are kept: the oldest goes. */
  commentEditsKept: 20,
  /** Comments in one thread, and threads in one room → LIMIT_EXCEEDED. */
  commentsPerThread: 5_000,
  threadsPerRoom: 100_000,
  threadMetadataMaxBytes: kib,
  /** All comments of a room with what they said before, and where their threads belong → LIMIT_EXCEEDED. */
  commentsTotalMaxBytes: 64 * mib,
  /** One file that is attached to a comment → PAYLOAD_TOO_LARGE. */
  attachmentMaxBytes: 10 * mib,
  /** Files of one comment → VALIDATION_ERROR. */
  attachmentsPerComment: 10,
  /** Files of a room and of an organization, and those of one person in a room that no comment has taken yet → LIMIT_EXCEEDED. */
  attachmentsPerRoomMaxBytes: 1_024 * mib,
  attachmentsPerOrganizationMaxBytes: 20 * 1_024 * mib,
  attachmentsUntakenPerPerson: 20,
  /** How long an address of a file can be used, and one to send it to. */
  attachmentReadMs: 10 * 60_000,
  attachmentUploadMs: 15 * 60_000,
  /** How long a file waits for a comment to take it. */
  attachmentUntakenMs: 24 * 60 * 60_000,
  /** Characters that an anchor stands on → VALIDATION_ERROR. */
  anchorMaxLength: 5_000,
  commentsPageMax: 100,
  /** Awareness client ids that one connection may own in one document → LIMIT_EXCEEDED. */
  awarenessIdsPerConnection: 16,
  /** All awareness states of one connection together, as JSON → LIMIT_EXCEEDED. They are kept in one row. */
  awarenessPerConnectionMaxBytes: 256 * kib,
  /** All awareness states of a room together → LIMIT_EXCEEDED for a connection that has more than 4 KiB. */
  awarenessPerRoomMaxBytes: 4 * mib,
  /** Sockets of one room, whoever holds them → ROOM_FULL. */
  connectionsPerRoom: 10_000,
  /** One message, in characters, and whom it mentions → VALIDATION_ERROR. */
  chatBodyMaxLength: 4_000,
  chatMentionsMax: 50,
  /** Of one person → RATE_LIMITED. */
  chatMessagesPerMinute: 60,
  /** The oldest go. */
  chatMessagesPerRoom: 100_000,
  /** All messages of a room → LIMIT_EXCEEDED. */
  chatTotalMaxBytes: 64 * mib,
  /** On one message → LIMIT_EXCEEDED. */
  chatReactionsMax: 200,
  /** One record → VALIDATION_ERROR; records of a room, and all of them with their history → LIMIT_EXCEEDED. */
  recordMaxBytes: 512 * kib,
  recordsPerRoom: 1_000,
  recordsTotalMaxBytes: 64 * mib,
  /** What is kept of one record: the oldest versions go. */
  recordVersionsMax: 100,
  recordHistoryMaxBytes: 8 * mib,
  /** Locks that are held in a room, and people who wait for one of them → LIMIT_EXCEEDED. */
  locksPerRoom: 1_000,
  lockLineMax: 100,
  lockMinMs: 1_000,
  defaultLockMs: 30 * 60_000,
  lockMaxMs: 24 * 60 * 60_000,
  lockWaitMaxMs: 10 * 60_000,
  /** Documents in which one person has a level of their own → LIMIT_EXCEEDED. */
  documentGrantsPerPerson: 100,
  /** Share links of one room, and shares by e-mail that wait → LIMIT_EXCEEDED. */
  linksPerRoom: 100,
  emailSharesPerRoom: 500,
  /** The payload of one notification, as JSON → VALIDATION_ERROR. */
  notificationPayloadMaxBytes: 16 * kib,
  /** Kinds of notifications that somebody has a preference for, and rooms and threads that they have muted → LIMIT_EXCEEDED. */
  notificationKindsMax: 100,
  notificationMutesMax: 1_000,
  /** Distinct people in a room unless the room says otherwise → ROOM_FULL. */
  defaultMaxParticipants: 100,
  maxParticipantsCeiling: 10_000,
  /** A native socket must say hello within this time → HELLO_TIMEOUT. */
  helloTimeoutMs: 10_000,
  /** How long a lost connection keeps its place. */
  defaultGraceMs: 10_000,
  /** Nothing heard from a client for this long: it is gone for everyone. */
  defaultPresenceTimeoutMs: 30_000,
  presenceTimeoutMinMs: 5_000,
  presenceTimeoutMaxMs: 600_000,
  /** How long and how many of those who have left are remembered. */
  recentlyLeftMs: 5 * 60_000,
  recentlyLeftMax: 50,
  /** How long the history of documents reaches back. */
  defaultHistoryMs: 30 * 24 * 60 * 60_000,
  /** So long after the last leave a room is cleaned up. */
  defaultEmptyAfterMs: 15 * 60_000,
  emptyAfterMaxMs: 24 * 60 * 60_000,
  /** The client asks for a sign of life this often unless the room wants it more often; the room answers without waking. */
  heartbeatIntervalMs: 15_000,
} as const
