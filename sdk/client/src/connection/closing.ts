/** Owns what a close of the connection means. Decides nothing about what is done then. */
import { SyncForgeError, type SyncForgeErrorCode } from '../errors.ts'

const messageFor = (code: number, address: string | undefined): string => {
  if (address) return `Nobody answers at ${address.split('?')[0]}: is the server running, and the endpoint right?`
  return code === 1_006 ? 'The connection was lost' : `The connection was closed with code ${code}`
}

const isCode = (text: string): text is SyncForgeErrorCode => /^[A-Z][A-Z_]+$/.test(text)

/** What a close means: the code as reason wins, enriched by the error that came just before it. `address` where no socket was opened. */
export const explain = (
  close: number,
  reasonCode: string,
  fault: SyncForgeError | null,
  address: string | undefined,
): SyncForgeError => {
  if (fault && (fault.code === reasonCode || !isCode(reasonCode))) return fault
  if (isCode(reasonCode)) return new SyncForgeError(reasonCode, `The room refused the connection: ${reasonCode}`)
  return new SyncForgeError(close === 4_401 ? 'UNAUTHORIZED' : 'NETWORK_ERROR', messageFor(close, address))
}
