/** Bodies against their schemas: what does not fit is a refusal that names the first issue, however it was made. */
import { RoomError } from '@syncforge/protocol/errors'
import type * as z from 'zod'

/** @throws RoomError VALIDATION_ERROR */
export const parseBody = <S extends z.ZodType>(schema: S, body: unknown): z.output<S> => {
  let result: z.ZodSafeParseResult<z.output<S>>
  try {
    result = schema.safeParse(body)
  } catch {
    // Nested deeper than the stack allows.
    throw new RoomError('VALIDATION_ERROR', 'The body is nested too deeply')
  }
  if (result.success) return result.data
  const issues = result.error.issues
    .slice(0, 10)
    .map(({ path, message }) => ({ path: path.map(String).join('.'), message }))
  const [first] = issues
  throw new RoomError(
    'VALIDATION_ERROR',
    first === undefined ? 'The body is not valid' : `${first.path || 'body'}: ${first.message}`,
    { issues },
  )
}
