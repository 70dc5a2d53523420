/** The bounds that a client keeps by itself. One constant each, so that a page carries only those that it uses; `limits` has them all. */

const kib = 1024
const mib = 1024 * kib

/** One Yjs update, state vector or sync answer from a client → PAYLOAD_TOO_LARGE. A stock client hands over its whole copy in one. */
export const documentUpdateMaxBytes = 30 * mib
/** One presence value, as JSON → PAYLOAD_TOO_LARGE. */
export const presenceMaxBytes = 64 * kib
/** Any other message → PAYLOAD_TOO_LARGE. */
export const messageMaxBytes = mib
/** userInfo as JSON → VALIDATION_ERROR. */
export const userInfoMaxBytes = 4 * kib
/** A native client tells what it has received once per so many bytes. */
export const receiptEveryBytes = 64 * kib
/** The anchor of a cursor, in characters → VALIDATION_ERROR. */
export const cursorAnchorMaxLength = 256
/** Client → room cursor and presence samples; the room coalesces whatever comes faster. */
export const cursorIntervalMs = 16
/** Nothing heard for this long: the socket is dead. */
export const heartbeatTimeoutMs = 35_000
