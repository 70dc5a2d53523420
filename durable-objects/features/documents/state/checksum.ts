/** CRC-32 of stored bytes: tells a damaged row from a whole one before Yjs reads it. */
import { crc32 } from 'node:zlib'

export const checksum = (bytes: Uint8Array): number => crc32(bytes)
