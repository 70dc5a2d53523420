/** Bytes in rows: cut to what a row may hold, checked when they are read. */
import { checksum } from './checksum.ts'

/** The platform's bound for a row is 2 MB; the local runtime does not enforce it, so we do. */
export const rowMaxBytes = 1_800_000

export type Row = { bytes: ArrayBuffer; checksum: number }

export const split = (bytes: Uint8Array): Uint8Array[] => {
  const parts: Uint8Array[] = []
  for (let at = 0; at < bytes.length || parts.length === 0; at += rowMaxBytes)
    parts.push(bytes.subarray(at, at + rowMaxBytes))
  return parts
}

export const join = (parts: readonly Uint8Array[]): Uint8Array => {
  const [only] = parts
  if (only !== undefined && parts.length === 1) return only
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** @throws Error when the bytes are not those that were written */
export const verified = ({ bytes, checksum: expected }: Row, what: string): Uint8Array => {
  const view = new Uint8Array(bytes)
  if (checksum(view) !== expected) throw new Error(`${what} is damaged: its checksum differs`)
  return view
}
