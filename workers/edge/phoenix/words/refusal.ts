/** A refusal that says more than the contracts' own: fields that apps of Phoenix clients read beside `reason`. */
import { RoomError } from '@syncforge/protocol/errors'

export class WordedRefusal extends RoomError {
  readonly fields: Readonly<Record<string, unknown>>

  constructor({ code, message, details }: RoomError, fields: Readonly<Record<string, unknown>>) {
    super(code, message, details)
    this.fields = fields
  }
}

/** Passes on whatever fails; a refusal with this code with `fields` made of its details. */
export const rewording =
  (code: RoomError['code'], fields: (details: never) => Readonly<Record<string, unknown>>) =>
  (error: unknown): never => {
    throw error instanceof RoomError && error.code === code
      ? new WordedRefusal(error, fields(error.details as never))
      : error
  }
