/** The refusal of something in a request, as the schemas refuse. */
import { RoomError } from '@syncforge/protocol/errors'

export const invalid = (path: string, message: string, more: Readonly<Record<string, unknown>> = {}): RoomError =>
  new RoomError('VALIDATION_ERROR', `${path}: ${message}`, { issues: [{ path, message }], ...more })
