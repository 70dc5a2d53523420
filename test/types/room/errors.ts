// Every refusal is a row of the one table of errors.
import { type ErrorCode, errors, RoomError } from '@syncforge/protocol/errors'

export const known = new RoomError('VALIDATION_ERROR', 'The body is not as the contract says', { path: 'by' })
export const status: 400 = errors.VALIDATION_ERROR.status
export const code: ErrorCode = known.code

// @ts-expect-error not in the table
export const unknownCode = new RoomError('SOMETHING_WENT_WRONG', 'Something went wrong')
// @ts-expect-error a message is required
export const silent = new RoomError('VALIDATION_ERROR')
