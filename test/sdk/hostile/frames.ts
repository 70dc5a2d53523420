/** Bytes that hostile clients send, beside those that the protocol's own encoders make. */
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

/** A whole update of a document of its own. */
export const update = (text = 'hostile') => {
  const doc = new Y.Doc()
  doc.getText('t').insert(0, text)
  return Y.encodeStateAsUpdate(doc)
}
export const request = (type: string, body: unknown, ref: unknown = 1) => JSON.stringify({ type, ref, body })
export const varint = (...numbers: number[]) =>
  encoding.encode((encoder) => {
    for (const number of numbers) encoding.writeVarUint(encoder, number)
  })
export const bytes = (...values: number[]) => Uint8Array.from(values)
export const concat = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]))
/** The largest number that can be written. */
export const huge = varint(2 ** 53 - 1)
export const awarenessOf = (clientId: number, clock: number, json: string) =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarUint(encoder, clientId)
    encoding.writeVarUint(encoder, clock)
    encoding.writeVarString(encoder, json)
  })
export const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
