/**
 * The version of the wire. A change to any contract or frame changes `protocolHash`; the gate in version.test.ts then
 * fails until the hash here is renewed and, when old clients would misread the new wire, the version is raised.
 *
 * history
 *  1  presence, cursors, documents, broadcast
 *  2  receipts and proofs, paced sessions, timed cursors, versions and history, interest, activity, seeds
 */
const protocolVersion = 2

/** What a native socket offers and the server answers in `Sec-WebSocket-Protocol`. */
export const subprotocol = `syncforge.${protocolVersion}`

export const protocolHash = 'db6e612d217f0587'
